"""Names compared, never changed: the form in which two spellings of one name are equal."""


def normalised(text: str) -> str:
    """`text` for comparison: spaces of any kind as one, no case, «ё» as «е»."""
    return " ".join(text.split()).casefold().replace("ё", "е")
