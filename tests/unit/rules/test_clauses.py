"""The words of the Order that each rule stands on."""

from __future__ import annotations

import pytest

from graph.data.order import clause_text
from queries.rules import CATALOGUE, Rule


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.id)
def test_every_clause_of_a_rule_has_its_text(rule: Rule) -> None:
    for number in rule.clause_numbers:
        assert len(clause_text(number)) > 40, number


def test_a_duty_is_told_with_what_it_belongs_to() -> None:
    assert clause_text("5.2.3") == (
        "Региональный координатор осуществляет взаимодействие с общеобразовательными организациями "
        "на предмет: контроля своевременного полученияобщеобразовательными организациями согласий "
        "от родителей на обработку персональных данных несовершеннолетних."
    )
    # The last of a list, and one that the Order ends without a full stop.
    assert clause_text("5.4.7").endswith(": загрузки фото и видео файлов.")
    assert clause_text("6.2.12").endswith(" о прошедшем (в случае его проведения).")


@pytest.mark.parametrize("number", ["9.9", "5.2.5", "5.2.0", "2.7.1"])
def test_there_is_no_text_of_what_is_not_in_the_order(number: str) -> None:
    with pytest.raises(KeyError):
        clause_text(number)
