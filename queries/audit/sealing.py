"""Digests and hashes of audit entries. Pure: no graph here.

A hash covers digests of `before` and `after`, not their text: each digest has the entry's own
random salt, so that once text and salt are destroyed nothing can be guessed from what is left, and
the chain still holds.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson

START = ""
"""What the first entry of a chain has for the hash of the one before it."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the hash of one entry covers."""

    chain: str
    number: int
    at: datetime
    account: str
    action: str
    subject_label: str
    subject_id: str
    before_digest: str
    after_digest: str
    previous_hash: str


def canonical(value: Mapping[str, Any]) -> str:
    """One text for equal values: keys in order, dates as ISO, instants in UTC."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS).decode()


def digest(salt: str, text: str) -> str:
    """What an entry keeps of `before` or `after` for good."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def seal(key: bytes, entry: Sealed) -> str:
    """The hash of an entry: sealed by `key`, or a plain sha256 where there is none."""
    body = canonical(
        {
            "chain": entry.chain,
            "number": entry.number,
            "at": entry.at,
            "account": entry.account,
            "action": entry.action,
            "subject": [entry.subject_label, entry.subject_id],
            "before": entry.before_digest,
            "after": entry.after_digest,
            "previous": entry.previous_hash,
        }
    ).encode()
    return _sealed(key, body)


def seal_head(key: bytes, chain: str, count: int, last_hash: str) -> str:
    """What a chain's head is sealed with: without the key a tail can't be cut off unseen."""
    body = canonical({"chain": chain, "count": count, "last": last_hash}).encode()
    return _sealed(key, body)


def _sealed(key: bytes, body: bytes) -> str:
    if key:
        return hmac.new(key, body, hashlib.sha256).hexdigest()
    return hashlib.sha256(body).hexdigest()


_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


def _plain(value: Any) -> Any:
    """What JSON doesn't hold, as it does."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of the audit")
