"""Every setting of the system, read from `ORIENTIR_…` variables; README's table is made of it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _cache_folder() -> Path:
    """Downloads shared by all checkouts of this user (XDG base directories)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "orientir"


class Settings(BaseSettings):
    """Settings with their defaults; the description of each stands in README in Russian."""

    model_config = SettingsConfigDict(env_prefix="ORIENTIR_", extra="ignore")

    neo4j_uri: Annotated[
        str | None, Field(description="адрес Neo4j; пусто — свой локальный сервер")
    ] = None
    neo4j_user: Annotated[str, Field(description="пользователь Neo4j")] = "neo4j"
    neo4j_password: Annotated[
        SecretStr | None, Field(description="пароль Neo4j; для своего сервера создаётся сам")
    ] = None
    neo4j_password_file: Annotated[
        Path | None, Field(description="файл с паролем Neo4j вместо переменной")
    ] = None
    neo4j_database: Annotated[str, Field(description="имя базы")] = "neo4j"
    home: Annotated[Path, Field(description="папка данных этой копии: база, журналы, пароль")] = (
        Path(".orientir")
    )
    cache: Annotated[Path, Field(description="папка загруженного, общая для всех копий")] = Field(
        default_factory=_cache_folder
    )
    maven_url: Annotated[
        str | None, Field(description="адрес хранилища Maven; пусто — обычное хранилище jgo")
    ] = None
    db_heap: Annotated[str, Field(description="память Java локального Neo4j")] = "2g"
    db_page_cache: Annotated[str, Field(description="страничный кэш локального Neo4j")] = "512m"
    db_port: Annotated[int, Field(ge=0, le=65535, description="порт Bolt; 0 — любой свободный")] = 0
    host: Annotated[str, Field(description="адрес, на котором слушает сервер")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="порт сервера")] = 8000
    media_folder: Annotated[
        Path | None, Field(description="папка фото и видео; пусто — папка media в папке данных")
    ] = None
    media_s3_bucket: Annotated[
        str | None, Field(description="корзина S3 для фото и видео вместо папки")
    ] = None
    media_s3_endpoint: Annotated[
        str | None, Field(description="адрес хранилища S3; пусто — обычный адрес AWS")
    ] = None
    media_s3_region: Annotated[str, Field(description="регион хранилища S3")] = "us-east-1"
    media_s3_key_id: Annotated[str | None, Field(description="имя ключа S3")] = None
    media_s3_secret: Annotated[SecretStr | None, Field(description="секрет ключа S3")] = None
    media_s3_secret_file: Annotated[
        Path | None, Field(description="файл с секретом ключа S3 вместо переменной")
    ] = None
    media_photo_mb: Annotated[int, Field(ge=1, description="наибольшее фото, МБ")] = 20
    media_video_mb: Annotated[int, Field(ge=1, description="наибольшее видео, МБ")] = 500
    retention_days: Annotated[
        int,
        Field(
            ge=0,
            le=30,  # Source: 152-ФЗ, art. 21 (5).
            description="через сколько дней после отзыва согласия уничтожать данные ребёнка; "
            "по закону не больше 30",
        ),
    ] = 30
    import_folder: Annotated[
        Path | None,
        Field(
            description="папка, откуда сами загружаются таблицы: в ней папка на регион, "
            "например RU-TA; пусто — не загружать"
        ),
    ] = None
    warm_plans: Annotated[
        bool,
        Field(
            description="после запуска сервер сам задаёт вопросы страниц, чтобы первым их "
            "посетителям не ждать планов базы (true, false)"
        ),
    ] = True
    import_worker: Annotated[
        bool,
        Field(
            description="сервер сам сверяет и записывает загруженные файлы; false — это делают "
            "`orientir import` и поток import-watch (true, false)"
        ),
    ] = True
    templates_folder: Annotated[
        Path | None,
        Field(
            description="папка своих шаблонов Word: report-01.docx для отчёта 1, report.docx для "
            "всех, см. docs/report-templates.md; пусто — наш шаблон"
        ),
    ] = None
    backup_folder: Annotated[
        Path | None, Field(description="папка копий графа; пусто — папка backups в папке данных")
    ] = None
    backups_kept: Annotated[
        int, Field(ge=1, description="сколько последних копий графа хранить")
    ] = 7
    public_url: Annotated[
        str | None,
        Field(description="адрес, по которому систему открывают в браузере; нужен за прокси"),
    ] = None
    channels: Annotated[
        SecretStr | None,
        Field(description="каналы оповещений: имя=адрес через пробел, см. docs/alerts.md"),
    ] = None
    channels_file: Annotated[
        Path | None, Field(description="файл с каналами вместо переменной или вместе с ней")
    ] = None
    oidc_issuer: Annotated[
        str | None, Field(description="издатель единого входа OIDC; пусто — только пароли")
    ] = None
    oidc_client_id: Annotated[str | None, Field(description="имя клиента у издателя OIDC")] = None
    oidc_client_secret: Annotated[
        SecretStr | None, Field(description="секрет клиента у издателя OIDC")
    ] = None
    oidc_client_secret_file: Annotated[
        Path | None, Field(description="файл с секретом клиента OIDC вместо переменной")
    ] = None
    audit_key: Annotated[
        SecretStr | None,
        Field(description="ключ журнала изменений; для своего сервера создаётся сам"),
    ] = None
    audit_key_file: Annotated[
        Path | None, Field(description="файл с ключом журнала вместо переменной")
    ] = None
    graphql_explore: Annotated[
        bool | None,
        Field(
            description="показывать схему GraphQL, подсказки и /graphiql; пусто — только на своём "
            "локальном сервере базы (true, false)"
        ),
    ] = None
    sign_in_kept_seconds: Annotated[
        float,
        Field(ge=0, le=60, description="сколько секунд не переспрашивать базу, кто вошёл"),
    ] = 15
    request_seconds: Annotated[
        float, Field(gt=0, description="сколько секунд отвечать на один запрос, не больше")
    ] = 10
    requests_per_minute: Annotated[
        int,
        Field(ge=0, description="сколько запросов в минуту принимать от клиента; 0 — не считать"),
    ] = 600
    requests_at_once: Annotated[
        int,
        Field(ge=0, description="сколько запросов одного клиента выполнять сразу; 0 — не считать"),
    ] = 8
    alert_seconds: Annotated[
        float, Field(gt=0, description="раз в сколько секунд подписки узнают о новых оповещениях")
    ] = 2
    metrics_token: Annotated[
        SecretStr | None,
        Field(description="ключ для /metrics (Bearer); пусто — отвечать только этой машине"),
    ] = None
    metrics_token_file: Annotated[
        Path | None, Field(description="файл с ключом для /metrics вместо переменной")
    ] = None
    otel_endpoint: Annotated[
        str | None,
        Field(
            description="адрес сборщика трасс OpenTelemetry (OTLP/HTTP); пусто — трассы не пишутся"
        ),
    ] = None
    log_level: Annotated[str, Field(description="подробность журнала")] = "INFO"

    @field_validator(
        "home", "cache", "media_folder", "import_folder", "backup_folder", "templates_folder"
    )
    @classmethod
    def _expanded(cls, folder: Path | None) -> Path | None:
        """«~/данные» means the same here as in a shell."""
        return folder and folder.expanduser()

    @property
    def explores(self) -> bool:
        """Whether clients may ask for the schema: in development, unless it is said otherwise."""
        if self.graphql_explore is None:
            return self.neo4j_uri is None
        return self.graphql_explore


@cache
def settings() -> Settings:
    """The settings of this process; tests build their own `Settings(...)` instead."""
    return Settings()
