"""Bytes of a file become text, or an InputError that says what kind of file this really is."""

import re
from pathlib import Path

from graph.errors import InputError

# A list of every school of the country is some 25 times smaller than what would fill this; a larger
# file is a mistake, and reading it would only take memory from others.
MAX_MEGABYTES = 20
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SAVE_AS_CSV = "Откройте файл в Excel и сохраните как «CSV UTF-8 (разделитель — запятая)»."
_SIGNATURES = {
    b"PK\x03\x04": "это книга Excel или архив, а не CSV",
    b"\xd0\xcf\x11\xe0": "это старая книга Excel (xls), а не CSV",
    b"%PDF": "это PDF, а не таблица",
    b"\xff\xfe": "текст в кодировке UTF-16",
    b"\xfe\xff": "текст в кодировке UTF-16",
}


def read_bytes(path: Path) -> bytes:
    """The file's bytes; InputError when it is absent, not readable, empty or over 20 MB."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"Файл «{path.name}» больше {MAX_MEGABYTES} МБ. Разделите его на части: "
                "каждая со своей строкой заголовков."
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"Файл «{path.name}» не прочитан. Проверьте, что он есть и открывается на чтение."
        ) from error
    if not data.strip():
        raise InputError(f"Файл «{path.name}» пуст. Выгрузите таблицу заново, с заголовками.")
    return data


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Text and the encoding it was in: UTF-8 with or without a byte order mark, else Windows-1251.

    Line ends stay as they are. InputError for a file that isn't text.
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise InputError(f"Файл «{name}»: {what}. {_SAVE_AS_CSV}")
    text, encoding = _text(data, name)
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise InputError(
            f"Файл «{name}», строка {line}: двоичные данные, а не текст. {_SAVE_AS_CSV}"
        )
    return text, encoding


def _text(data: bytes, name: str) -> tuple[str, str]:
    # cp1251 comes last: almost any bytes are letters in it, UTF-8 proves itself
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError(f"Файл «{name}»: кодировка не UTF-8 и не Windows-1251. {_SAVE_AS_CSV}")
