"""How people call regions besides their names; must not grow into a search engine."""

from __future__ import annotations

from typing import Final

# Already folded (see `folded`); the value is the region's ISO 3166-2 id.
ALIASES: Final[dict[str, str]] = {
    "башкирия": "RU-BA",
    "бурятия": "RU-BU",
    "еао": "RU-YEV",
    "ингушетия": "RU-IN",
    "кабарда": "RU-KB",
    "калмыкия": "RU-KL",
    "кчр": "RU-KC",
    "кбр": "RU-KB",
    "кузбасс": "RU-KEM",
    "мордовия": "RU-MO",
    "мск": "RU-MOW",
    "нао": "RU-NEN",
    "осетия": "RU-SE",
    "питер": "RU-SPE",
    "подмосковье": "RU-MOS",
    "приморье": "RU-PRI",
    "ставрополье": "RU-STA",
    "спб": "RU-SPE",
    "татария": "RU-TA",
    "удмуртия": "RU-UD",
    "хмао": "RU-KHM",
    "чувашия": "RU-CU",
    "югра": "RU-KHM",
    "якутия": "RU-SA",
    "янао": "RU-YAN",
}


def folded(text: str) -> str:
    """Text as it is compared in a search: lower case, «ё» as «е», single spaces."""
    return " ".join(text.lower().replace("ё", "е").split())


def named(search: str) -> list[str]:
    """The regions whose alias begins with this folded text; none for fewer than two letters."""
    if len(search) < 2:
        return []
    return sorted({region for alias, region in ALIASES.items() if alias.startswith(search)})
