"""What the tests of reading share: one child that reads file after file."""

from collections.abc import Iterator

import pytest

from tests.unit.imports.reading.making import Reader


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    reader = Reader(tmp_path_factory.mktemp("reading"))
    yield reader
    reader.close()
