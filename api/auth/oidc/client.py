"""The settings of OIDC, checked when the application starts; the only import of Authlib."""

from __future__ import annotations

import hmac
import warnings
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from graph.errors import ConfigurationError
from graph.settings import Settings

with warnings.catch_warnings():
    # Authlib would rather have a fork of httpx; with httpx it works the same. Importing this
    # module of its own turns its warnings on, so it comes before turning them off.
    import authlib.deprecate  # type: ignore[import-untyped] # noqa: F401

    warnings.simplefilter("ignore")
    from authlib.integrations.httpx_client import (  # type: ignore[import-untyped]
        AsyncOAuth2Client,
    )

ANSWER_WITHIN_SECONDS = 5.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Client:
    """What this system is to its provider. Nothing of it is printed."""

    issuer: str
    id: str
    secret: str = field(repr=False)

    @property
    def state_key(self) -> bytes:
        """A key (256 bit) for what the browser keeps between leaving and coming back.

        Made of the secret, so that every process of the system has the same.
        """
        return hmac.new(self.secret.encode(), b"orientir oidc state", sha256).digest()


def client_of(settings: Settings) -> Client | None:
    """The client of these settings, None without an issuer; ConfigurationError for half of one."""
    if not settings.oidc_issuer:
        return None
    secret = _secret(settings)
    if not settings.oidc_client_id or not secret:
        raise ConfigurationError(
            "Задан ORIENTIR_OIDC_ISSUER, но нет ORIENTIR_OIDC_CLIENT_ID или секрета: "
            "ORIENTIR_OIDC_CLIENT_SECRET либо ORIENTIR_OIDC_CLIENT_SECRET_FILE."
        )
    if not is_safe(settings.oidc_issuer):
        raise ConfigurationError("ORIENTIR_OIDC_ISSUER должен начинаться с https://.")
    return Client(settings.oidc_issuer, settings.oidc_client_id, secret)


def is_safe(url: object) -> bool:
    """Whether an address of a provider may be used: by TLS, or on this machine."""
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def http_client(client: Client, **more: Any) -> Any:
    """Authlib's client (an httpx.AsyncClient) with short time limits."""
    return AsyncOAuth2Client(
        client.id,
        client.secret,
        scope="openid",
        code_challenge_method="S256",
        timeout=ANSWER_WITHIN_SECONDS,
        **more,
    )


def _secret(settings: Settings) -> str:
    # An empty variable is no secret: compose files pass on what nobody has set.
    if settings.oidc_client_secret and (given := settings.oidc_client_secret.get_secret_value()):
        return given
    if settings.oidc_client_secret_file is None:
        return ""
    try:
        return settings.oidc_client_secret_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(
            f"Файл секрета {settings.oidc_client_secret_file} не читается: {error.strerror}."
        ) from error
