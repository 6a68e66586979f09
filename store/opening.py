"""The store that the settings name: a folder of this copy, or a bucket of an S3 store."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from obstore.store import LocalStore, S3Store

from graph.errors import ConfigurationError
from graph.settings import Settings
from store.files import FileStore

if TYPE_CHECKING:
    from obstore.store import S3Config


def open_store(settings: Settings) -> FileStore:
    """The store of these settings; a folder is made if it is not there yet."""
    arriving = settings.home / "media-arriving"
    if settings.media_s3_bucket:
        return FileStore(_bucket(settings, settings.media_s3_bucket), arriving, None)
    folder = settings.media_folder or settings.home / "media"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"Папка фото и видео {folder} не создаётся: {error.strerror}."
        ) from error
    return FileStore(LocalStore(folder.absolute()), arriving, folder)


def _bucket(settings: Settings, bucket: str) -> S3Store:
    if settings.media_s3_key_id is None:
        raise ConfigurationError("Задан ORIENTIR_MEDIA_S3_BUCKET, но нет ORIENTIR_MEDIA_S3_KEY_ID.")
    endpoint = settings.media_s3_endpoint or ""
    place: S3Config = {"endpoint": endpoint} if endpoint else {}
    return S3Store(
        bucket,
        config=place,
        region=settings.media_s3_region,
        access_key_id=settings.media_s3_key_id,
        secret_access_key=_secret(settings),
        # A person waits for the answer: a store that is down is told in seconds, not minutes.
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=5),
            "read_timeout": timedelta(seconds=30),
            # A long video goes out as slowly as the client's line is.
            "timeout": timedelta(hours=2),
        },
    )


def _secret(settings: Settings) -> str:
    if settings.media_s3_secret is not None:
        return settings.media_s3_secret.get_secret_value()
    if settings.media_s3_secret_file is None:
        raise ConfigurationError(
            "Задан ORIENTIR_MEDIA_S3_BUCKET, но нет ни ORIENTIR_MEDIA_S3_SECRET, "
            "ни ORIENTIR_MEDIA_S3_SECRET_FILE."
        )
    return _read(settings.media_s3_secret_file)


def _read(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError as error:
        raise ConfigurationError(
            f"Файл секрета S3 {file} не читается: {error.strerror}."
        ) from error
