"""The morning digest: one message a person and business day. On days off nothing is sent."""

from __future__ import annotations

from prefect import flow

from flows.catalogue import DIGEST
from flows.telling import Row, tell


@flow(name=DIGEST.name, description=DIGEST.about)
async def digest(
    regions: list[str] | None = None,
    zone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Send digests to people of a time zone, or to all; rows by person's id.

    With `regions` only to those who have something waiting of these. Repeating sends nothing anew.
    """
    return await tell(
        DIGEST,
        lambda post: post.digests(regions, zone, dry_run=dry_run),
        regions,
        zone,
        as_of,
        dry_run,
    )
