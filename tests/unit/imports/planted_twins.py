"""Children with made-up names, rows that misspell them, and rows about others who resemble them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from graph.demo.names import Name, draw
from imports.twins import Known

LETTERS: Final = "абвгдежзийклмнопрстуфхцчшщыьэюя"
SCHOOL_SIZE: Final = 200
FIRST_BIRTHDAY: Final = date(2009, 9, 1)
DAYS: Final = 7 * 365

Plant = Callable[[Random, Known], Known]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: about the known child `of`, or about somebody new (None)."""

    of: str | None
    asked: Known
    how: str


def children(rng: Random, count: int) -> list[Known]:
    """Known children, 200 a school on average, born over seven years."""
    return [_child(rng, f"student:{number}", count) for number in range(count)]


def rows(rng: Random, known: list[Known], count: int) -> list[Row]:
    """Rows about known children, each wrong in one way, and as many about others like them."""
    found = []
    for number, one in enumerate(rng.sample(known, count)):
        wrong = sorted(SAME)[number % len(SAME)]
        found.append(Row(one.id, SAME[wrong](rng, one), wrong))
        other = sorted(OTHERS)[number % len(OTHERS)]
        found.append(Row(None, OTHERS[other](rng, one), other))
    return found


def _child(rng: Random, id_: str, count: int) -> Known:
    school = rng.randrange(max(1, count // SCHOOL_SIZE))
    born = FIRST_BIRTHDAY + timedelta(days=rng.randrange(DAYS))
    return _named(draw(rng), id_, born, f"school:{school}")


def _named(name: Name, id_: str, born: date | None, school: str | None) -> Known:
    return Known(id_, name.family_name, name.given_name, name.patronymic, born, school)


def slip(rng: Random, text: str) -> str:
    """One slip of the hand: a letter too many, too few, another, or two neighbours swapped."""
    place = rng.randrange(1, len(text) - 1)
    letter = rng.choice(LETTERS)
    slipped = rng.choice(
        (
            text[:place] + letter + text[place:],
            text[:place] + text[place + 1 :],
            text[:place] + letter + text[place + 1 :],
            text[:place] + text[place + 1] + text[place] + text[place + 2 :],
        )
    )
    return slip(rng, text) if slipped == text else slipped


def _family(rng: Random, one: Known) -> Known:
    return one._replace(family_name=slip(rng, one.family_name))


def _given(rng: Random, one: Known) -> Known:
    return one._replace(given_name=slip(rng, one.given_name))


def _patronymic(rng: Random, one: Known) -> Known:
    return one._replace(patronymic=slip(rng, one.patronymic or ""))


def _both(rng: Random, one: Known) -> Known:
    return _given(rng, _family(rng, one))


def _moved(rng: Random, one: Known) -> Known:
    return one._replace(school="school:elsewhere")


def _moved_and_family(rng: Random, one: Known) -> Known:
    return _moved(rng, _family(rng, one))


def _swapped(rng: Random, one: Known) -> Known:
    return one._replace(family_name=one.given_name, given_name=one.family_name)


def _latin(rng: Random, one: Known) -> Known:
    return one._replace(family_name=one.family_name.translate(str.maketrans("аеорсу", "aeopcy")))


def _day_and_month(rng: Random, one: Known) -> Known:
    born = one.birth_date or FIRST_BIRTHDAY
    if born.day > 12:
        return _year(rng, one)
    return one._replace(birth_date=date(born.year, born.day, born.month))


def _year(rng: Random, one: Known) -> Known:
    born = one.birth_date or FIRST_BIRTHDAY
    leap = (born.month, born.day) == (2, 29)
    return one._replace(birth_date=born.replace(year=born.year + (4 if leap else 1)))


def _family_and_year(rng: Random, one: Known) -> Known:
    return _year(rng, _family(rng, one))


def _no_patronymic(rng: Random, one: Known) -> Known:
    return one._replace(patronymic=None)


def _real_twin(rng: Random, one: Known) -> Known:
    given = draw(rng).given_name
    if given == one.given_name:
        return _real_twin(rng, one)
    return one._replace(given_name=given)


def _namesake(rng: Random, one: Known) -> Known:
    born = one.birth_date or FIRST_BIRTHDAY
    return one._replace(birth_date=born + timedelta(days=rng.randrange(35, 300)))


def _stranger(rng: Random, one: Known) -> Known:
    return _named(draw(rng), "", FIRST_BIRTHDAY + timedelta(days=rng.randrange(DAYS)), one.school)


def _born_together(rng: Random, one: Known) -> Known:
    return _named(draw(rng), "", one.birth_date, one.school)._replace(given_name=one.given_name)


def _namesake_elsewhere(rng: Random, one: Known) -> Known:
    return _moved(rng, _namesake(rng, one))._replace(patronymic=draw(rng).patronymic)


SAME: Final[Mapping[str, Plant]] = {
    "буква в фамилии": _family,
    "буква в имени": _given,
    "буква в отчестве": _patronymic,
    "буква в фамилии и буква в имени": _both,
    "другая школа": _moved,
    "другая школа и буква в фамилии": _moved_and_family,
    "имя и фамилия переставлены": _swapped,
    "латинские буквы": _latin,
    "день и месяц": _day_and_month,
    "год": _year,
    "год и буква в фамилии": _family_and_year,
    "без отчества": _no_patronymic,
}
OTHERS: Final[Mapping[str, Plant]] = {
    "близнец с другим именем": _real_twin,
    "тёзка с другой датой": _namesake,
    "тёзка в другой школе": _namesake_elsewhere,
    "чужой": _stranger,
    "то же имя и дата, другая фамилия": _born_together,
}
