"""What can't wait for the digest: severity A at once, and what wasn't taken the first time."""

from __future__ import annotations

from prefect import flow

from flows.catalogue import OUTBOX
from flows.telling import Row, tell


@flow(name=OUTBOX.name, description=OUTBOX.about)
async def outbox(
    regions: list[str] | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Send what is urgent or due again, of these regions or all; rows by person's id."""
    return await tell(
        OUTBOX,
        lambda post: post.at_once(regions, dry_run=dry_run),
        regions,
        None,
        as_of,
        dry_run,
    )
