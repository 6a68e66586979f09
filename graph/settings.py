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
    db_heap: Annotated[str, Field(description="память Java локального Neo4j")] = "1g"
    db_page_cache: Annotated[str, Field(description="страничный кэш локального Neo4j")] = "512m"
    db_port: Annotated[int, Field(ge=0, le=65535, description="порт Bolt; 0 — любой свободный")] = 0
    host: Annotated[str, Field(description="адрес, на котором слушает сервер")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="порт сервера")] = 8000
    log_level: Annotated[str, Field(description="подробность журнала")] = "INFO"

    @field_validator("home", "cache")
    @classmethod
    def _expanded(cls, folder: Path) -> Path:
        """«~/данные» means the same here as in a shell."""
        return folder.expanduser()


@cache
def settings() -> Settings:
    """The settings of this process; tests build their own `Settings(...)` instead."""
    return Settings()
