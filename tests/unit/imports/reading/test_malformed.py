"""10,000 files broken at random, from one seed: each is read or refused with a reason."""

import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from imports.reading import LIMITS, Refusal, RefusedFileError
from tests.unit.imports.reading.making import Reader, members, ods, xls, xlsx, zipped

COUNT = 10_000
TABLE: dict[str, list[tuple[Any, ...]]] = {
    "Лист": [("Фамилия", "Класс", "Дата"), *((f"Иванов {n}", n, "01.02.2010") for n in range(30))],
    "Второй": [("a", 1.5, True)],
}
TEXT = "Фамилия;Имя;Номер\n" + '"Иванов";Пётр;"1 ""а"""\n' * 20
LIMITED = replace(LIMITS, memory=400 * 1024 * 1024, cpu=10)

Dice = random.Random
Change = Callable[[bytes, Dice], bytes]


def flipped(data: bytes, dice: Dice) -> bytes:
    """Up to twenty bytes are others."""
    broken = bytearray(data)
    for _ in range(dice.randint(1, 20)):
        broken[dice.randrange(len(broken))] = dice.randrange(256)
    return bytes(broken)


def cut(data: bytes, dice: Dice) -> bytes:
    """The end is missing."""
    return data[: dice.randrange(len(data))]


def cut_out(data: bytes, dice: Dice) -> bytes:
    """A piece of the middle is missing."""
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randint(1, 200) :]


def repeated(data: bytes, dice: Dice) -> bytes:
    """A piece stands in another place once more."""
    start, place = dice.randrange(len(data)), dice.randrange(len(data))
    return data[:place] + data[start : start + dice.randint(1, 500)] + data[place:]


def number_lied(data: bytes, dice: Dice) -> bytes:
    """Four bytes hold a number that hurts: zero, the largest, one too many."""
    place = dice.randrange(max(1, len(data) - 4))
    number = dice.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFF, 0x80000000, len(data) + 1])
    return data[:place] + number.to_bytes(4, "little") + data[place + 4 :]


def header_lied(data: bytes, dice: Dice) -> bytes:
    """A field of a record of the archive's directory says something else."""
    places = [p for p in range(len(data) - 4) if data.startswith((b"PK\x01\x02", b"PK\x05\x06"), p)]
    if not places:
        return number_lied(data, dice)
    place = dice.choice(places) + dice.randrange(4, 46)
    return data[:place] + dice.randbytes(dice.choice([1, 2, 4])) + data[place + 2 :]


def part_broken(data: bytes, dice: Dice) -> bytes:
    """One part of the archive is broken, and the archive is whole."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return flipped(data, dice)
    parts = members(data)
    name = dice.choice(sorted(parts))
    change = dice.choice([flipped, cut, cut_out, repeated])
    return zipped(parts | {name: change(parts[name], dice) if parts[name] else b"<"})


def parts_swapped(data: bytes, dice: Dice) -> bytes:
    """Two parts of the archive have changed places, or one is missing."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return repeated(data, dice)
    parts = members(data)
    one, other = dice.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    if dice.random() < 0.5:
        del parts[one]
    return zipped(parts)


CHANGES: tuple[Change, ...] = (
    flipped,
    cut,
    cut_out,
    repeated,
    number_lied,
    header_lied,
    part_broken,
    part_broken,
    parts_swapped,
)
SOUND = {
    "a.xlsx": xlsx(TABLE),
    "a.xls": xls(TABLE),
    "a.ods": ods(TABLE),
    "a.csv": TEXT.encode(),
    "b.csv": TEXT.encode("cp1251"),
    "c.csv": TEXT.encode("utf-16"),
}
# What a broken file may be taken for; never that time ran out or that it isn't there.
REASONS = frozenset(Refusal) - {Refusal.TIME, Refusal.ABSENT, Refusal.NO_SUCH_SHEET}


def outcome(reader: Reader, name: str, data: bytes) -> str:
    try:
        reader.rows(name, data, limits=LIMITED)
    except RefusedFileError as error:
        refused = error
    else:
        return "read"
    assert refused.message.startswith(f"Файл «{name}»: ")
    assert refused.reason in REASONS
    return refused.reason


@pytest.mark.parametrize(("name", "data"), SOUND.items(), ids=SOUND)
def test_the_files_are_sound_before_they_are_broken(reader: Reader, name: str, data: bytes) -> None:
    assert len(reader.rows(name, data)) in (31, 21)


def test_ten_thousand_broken_files(reader: Reader) -> None:
    dice = random.Random(20_261_124)
    outcomes: Counter[str] = Counter()
    for _ in range(COUNT):
        name = dice.choice(sorted(SOUND))
        data = dice.choice(CHANGES)(SOUND[name], dice)
        outcomes[outcome(reader, name, data)] += 1

    assert outcomes.total() == COUNT
    # broken files are mostly refused, yet one wrong letter of a text is no reason to
    assert outcomes["read"] > COUNT / 100
    assert outcomes[Refusal.DAMAGED] > COUNT / 10
    assert [row.cells for row in reader.rows("a.csv", b"a;b\n1;2\n")] == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "csv"])
def test_noise_of_any_name(reader: Reader, ending: str) -> None:
    dice = random.Random(ending)
    for _ in range(100):
        assert outcome(reader, f"a.{ending}", dice.randbytes(dice.randint(1, 5_000)))
