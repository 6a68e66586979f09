"""A zip archive as it really is: its members inflated here, byte by byte counted, nothing believed.

The directory of an archive says what it likes about sizes; a member is measured by unpacking it.
What the members mean is not this module's business.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from imports.reading.limits import Limits
from imports.reading.refusal import Refusal, RefusedFileError

_LOCAL = struct.Struct("<4s5H3I2H")  # APPNOTE 4.3.7
_LOCAL_SIGNATURE = b"PK\x03\x04"
_DIRECTORY_SIGNATURE = b"PK\x01\x02"
_END_SIGNATURE = b"PK\x05\x06"
_END_SIZE = 22
_ENCRYPTED = 0x41  # usual and strong encryption
_PIECE = 256 * 1024
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Member:
    """One member; `start` and `end` bound its packed bytes in the file."""

    start: int
    end: int
    method: int
    unpacked: int
    crc: int


@dataclass
class Archive:
    """The members of an archive; their names in lower case, with `/`. RefusedFileError if it lies.

    `unpacked` and `packed` count everything inflated so far, over all members.
    """

    data: bytes
    limits: Limits
    unpacked: int = 0
    packed: int = 0
    _members: dict[str, _Member] = field(init=False)

    def __post_init__(self) -> None:
        self._members = _members(self.data, self.limits)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the members that are files, in the archive's order."""
        return tuple(name for name in self._members if not name.endswith("/"))

    def stream(self, name: str) -> Iterator[bytes]:
        """The member's bytes in pieces of at most 256 KB; RefusedFileError once too many."""
        member = self._members[name]
        size, crc = 0, 0
        for piece in self._inflated(member):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
            yield piece
        if (size, crc) != (member.unpacked, member.crc):
            raise damaged("размер или контрольная сумма части не сходятся с описью")

    def small(self, name: str, most: int = 4 * _MEGABYTE) -> bytes:
        """A whole member that is small by its nature."""
        content = bytearray()
        for piece in self.stream(name):
            content += piece
            if len(content) > most:
                raise damaged("служебная часть книги слишком велика")
        return bytes(content)

    def _inflated(self, member: _Member) -> Iterator[bytes]:
        if member.method == zipfile.ZIP_STORED:
            yield from self._stored(member)
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        position = member.start
        packed = b""
        while not inflate.eof:
            if not packed:
                packed = self.data[position : min(position + _PIECE, member.end)]
                position += len(packed)
                self.packed += len(packed)
            piece = _next(inflate, packed)
            if not piece and not packed:
                raise damaged("часть обрывается")
            packed = inflate.unconsumed_tail
            self._count(len(piece))
            if piece:
                yield piece

    def _stored(self, member: _Member) -> Iterator[bytes]:
        for start in range(member.start, member.end, _PIECE):
            piece = self.data[start : min(start + _PIECE, member.end)]
            self.packed += len(piece)
            self._count(len(piece))
            yield piece

    def _count(self, size: int) -> None:
        self.unpacked += size
        limits = self.limits
        if self.unpacked > limits.unpacked:
            raise RefusedFileError(
                Refusal.UNPACKS_TOO_LARGE,
                f"в распакованном виде больше {limits.unpacked // _MEGABYTE} МБ. Разделите его на "
                "части: каждая со своей строкой заголовков.",
            )
        if self.unpacked > max(limits.ratio_from, limits.ratio * self.packed):
            raise RefusedFileError(
                Refusal.RATIO,
                f"сжат больше чем в {limits.ratio} раз, как вредоносный архив. Скопируйте таблицу "
                "в новую книгу и сохраните её.",
            )


def damaged(what: str) -> RefusedFileError:
    """The refusal of an archive or a part of it that contradicts itself."""
    return RefusedFileError(
        Refusal.DAMAGED,
        f"повреждён: {what}. Откройте его в Excel и сохраните заново как «Книга Excel (xlsx)».",
    )


def _next(inflate: "zlib._Decompress", packed: bytes) -> bytes:
    try:
        return inflate.decompress(packed, _PIECE)
    except zlib.error as error:
        raise damaged("часть не распаковывается") from error


def _members(data: bytes, limits: Limits) -> dict[str, _Member]:
    if data.count(_DIRECTORY_SIGNATURE) > limits.members:
        raise RefusedFileError(
            Refusal.TOO_MANY_PARTS,
            f"состоит больше чем из {limits.members} частей. Скопируйте таблицу в новую книгу и "
            "сохраните её.",
        )
    found: dict[str, _Member] = {}
    for info in _directory(data):
        name = _plain_name(info)
        if name.lower() in found:
            raise damaged("две части с одним именем")
        found[name.lower()] = _member(data, info)
    _refuse_overlaps(list(found.values()))
    return found


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    end = data.rfind(_END_SIGNATURE)
    # One directory, and nothing after it: two readers must not see two archives in one file.
    if end < 0 or data.count(_END_SIGNATURE) > 1 or end + _END_SIZE > len(data):
        raise damaged("опись архива не одна или её нет")
    (comment,) = struct.unpack_from("<H", data, end + _END_SIZE - 2)
    if end + _END_SIZE + comment != len(data):
        raise damaged("за описью архива есть что-то ещё")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, struct.error, NotImplementedError) as e:
        raise damaged("опись архива не читается") from e


def _plain_name(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename.replace("\\", "/")
    if not name or "\0" in name or name.startswith("/") or ".." in name.split("/"):
        raise damaged("имя части ведёт за пределы книги")
    return name


def _member(data: bytes, info: zipfile.ZipInfo) -> _Member:
    if info.flag_bits & _ENCRYPTED:
        raise encrypted()
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged("часть сжата непонятным способом")
    try:
        local = _LOCAL.unpack_from(data, info.header_offset)
    except struct.error as error:
        raise damaged("часть стоит не там, где сказано") from error
    signature, flags, method, name_size, extra_size = (local[i] for i in (0, 2, 3, 9, 10))
    start = info.header_offset + _LOCAL.size + name_size + extra_size
    end = start + info.compress_size
    if signature != _LOCAL_SIGNATURE or method != info.compress_type or end > len(data):
        raise damaged("часть стоит не там, где сказано")
    if flags & _ENCRYPTED:
        raise encrypted()
    return _Member(start, end, method, info.file_size, info.CRC)


def encrypted() -> RefusedFileError:
    """The refusal of a file under a password."""
    return RefusedFileError(
        Refusal.ENCRYPTED, "закрыт паролем. Снимите пароль в Excel («Сведения → Защита книги»)."
    )


def _refuse_overlaps(members: list[_Member]) -> None:
    members = sorted(members, key=lambda member: member.start)
    for before, after in pairwise(members):
        if after.start - _LOCAL.size < before.end:
            raise damaged("части накладываются одна на другую")
