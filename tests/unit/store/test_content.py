"""What a file is, is seen from its bytes; what it is called and said to be decides nothing."""

from __future__ import annotations

import pytest

from store import ALLOWED, Family
from store.content import check, claimed
from store.errors import FileTypeError
from tests.unit.store import samples

TAKEN = [
    ("image/jpeg", samples.JPEG),
    ("image/jpeg", samples.EXIF),
    ("image/png", samples.PNG),
    ("image/webp", samples.WEBP),
    ("image/heif", samples.HEIC),
    ("video/mp4", samples.MP4),
    ("video/mp4", samples.ISOM),
    ("video/quicktime", samples.MOV),
    ("video/webm", samples.WEBM),
]
REFUSED = [
    samples.HTML, samples.SVG, samples.PDF, samples.EXE, samples.ZIP, b"", b"\x00", b"text",
    b"GIF89a" + bytes(64),
]  # fmt: skip


@pytest.mark.parametrize(("mime", "beginning"), TAKEN)
def test_a_file_is_of_the_type_that_its_bytes_say(mime: str, beginning: bytes) -> None:
    check(beginning, ALLOWED[mime])
    for other in ALLOWED.keys() - {mime}:
        with pytest.raises(FileTypeError):
            check(beginning, ALLOWED[other])


@pytest.mark.parametrize("beginning", REFUSED)
def test_anything_else_is_refused_whatever_it_is_said_to_be(beginning: bytes) -> None:
    for content in ALLOWED.values():
        with pytest.raises(FileTypeError):
            check(beginning, content)


@pytest.mark.parametrize(
    ("said", "family", "mime"),
    [
        ("image/jpeg", Family.PHOTO, "image/jpeg"),
        ("IMAGE/JPG; name=Петров.jpg", Family.PHOTO, "image/jpeg"),
        ("image/heic", Family.PHOTO, "image/heif"),
        ("video/mp4", Family.VIDEO, "video/mp4"),
    ],
)
def test_a_type_may_be_said_in_several_ways(said: str, family: Family, mime: str) -> None:
    assert claimed(said, family) == ALLOWED[mime]


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ("", Family.PHOTO),
        ("application/octet-stream", Family.PHOTO),
        ("multipart/form-data; boundary=x", Family.PHOTO),
        ("image/svg+xml", Family.PHOTO),
        ("text/html", Family.VIDEO),
        ("video/mp4", Family.PHOTO),
        ("image/png", Family.VIDEO),
    ],
)
def test_a_type_that_is_not_taken_is_refused_before_a_byte_is_read(
    said: str, family: Family
) -> None:
    with pytest.raises(FileTypeError) as refused:
        claimed(said, family)
    assert ("jpg" in refused.value.message) is (family is Family.PHOTO)
