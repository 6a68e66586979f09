"""Files that are not what they should be: what is told, where, and how to mend it."""

from pathlib import Path

import pytest

from graph.errors import InputError
from imports.check import CheckedSheet, check_files
from imports.encoding import MAX_BYTES
from imports.kinds.school_list import SchoolRow, read
from imports.table import CellError, Column, Sheet

HEADER = (
    "name;adress;okrug;rayon;form_of_incorporation;submission;"
    "tip_uchrezhdeniya;vid_uchrezhdeniya;X;Y;global_id"
)
GOOD = "Школа № 1;ул. Мира, 1;ЦАО;Арбат;Г;У;О;СОШ;37,5;55,5;001"


def read_text(folder: Path, text: str, encoding: str = "utf-8") -> CheckedSheet[SchoolRow]:
    path = folder / "schools.csv"
    path.write_bytes(text.encode(encoding))
    return read([path])


def told(checked: CheckedSheet[SchoolRow]) -> list[tuple[int, str | None, str | None, str]]:
    return [(p.row, p.column, p.value, p.what) for p in checked.problems]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Файл «schools.csv» пуст. Выгрузите таблицу заново, с заголовками."),
        (b" \r\n\n", "Файл «schools.csv» пуст. Выгрузите таблицу заново, с заголовками."),
        (
            b"PK\x03\x04....",
            "Файл «schools.csv»: это книга Excel или архив, а не CSV. Откройте файл в Excel и "
            "сохраните как «CSV UTF-8 (разделитель — запятая)».",
        ),
        (
            "name;X".encode("utf-16"),
            "Файл «schools.csv»: текст в кодировке UTF-16. Откройте файл в Excel и сохраните как "
            "«CSV UTF-8 (разделитель — запятая)».",
        ),
        (
            b"name;X\n\x00\x01;2",
            "Файл «schools.csv», строка 2: двоичные данные, а не текст. Откройте файл в Excel и "
            "сохраните как «CSV UTF-8 (разделитель — запятая)».",
        ),
        (
            b"name;X\n\x98;2",
            "Файл «schools.csv»: кодировка не UTF-8 и не Windows-1251. Откройте файл в Excel и "
            "сохраните как «CSV UTF-8 (разделитель — запятая)».",
        ),
        (
            b"a;b;c\n1;2;3\n",
            "Файл «schools.csv»: строка заголовков не найдена среди первых десяти строк. Назовите "
            "колонки как в образце и сохраните как CSV с разделителем «;» или «,».",
        ),
    ],
)
def test_a_file_that_cant_be_read(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "schools.csv"
    path.write_bytes(data)

    with pytest.raises(InputError) as caught:
        read([path])

    assert caught.value.message == message


def test_a_file_over_20_megabytes_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "schools.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(InputError, match=r"больше 20 МБ\. Разделите"):
        read([path])


def test_a_file_that_is_absent_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read([tmp_path / "schools.csv"])

    assert caught.value.message == (
        "Файл «schools.csv» не прочитан. Проверьте, что он есть и открывается на чтение."
    )


def test_two_files_of_one_name_or_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "schools.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n", "utf-8")

    for paths in ([], [path, path]):
        with pytest.raises(InputError, match="имена файлов повторяются"):
            read(paths)


def test_a_missing_column_is_named_and_no_row_of_the_file_is_read(tmp_path: Path) -> None:
    checked = read_text(tmp_path, f"{HEADER.removesuffix(';global_id')}\n{GOOD[:-4]}\n")

    assert told(checked) == [(1, "Идентификатор", None, "нет такой колонки")]
    assert checked.problems[0].how_to_fix == (
        "Добавьте колонку с заголовком «Идентификатор» или «global_id»; если данных нет, оставьте "
        "её пустой."
    )
    assert checked.rows == ()
    assert checked.records_by_file == {"schools.csv": 1}


def test_a_header_alone(tmp_path: Path) -> None:
    assert told(read_text(tmp_path, HEADER)) == [
        (1, None, None, "под заголовками нет ни одной строки")
    ]


def test_unknown_and_repeated_columns_are_told_and_the_row_is_read(tmp_path: Path) -> None:
    checked = read_text(tmp_path, f"ROWNUM;{HEADER};Телефон;;name\n1;{GOOD};1;2;3\n")

    what = "лишняя или повторная колонка, она не загружается"
    assert told(checked) == [
        (1, "Телефон", None, what),
        (1, "№ 14, без заголовка", None, what),
        (1, "name", None, what),
    ]
    assert [row.value.name for row in checked.loadable] == ["Школа № 1"]


def test_a_wrong_number_of_cells_costs_only_its_row(tmp_path: Path) -> None:
    lines = [HEADER, f"{GOOD};lost", GOOD, "Школа № 2;ул. Мира", GOOD.replace("001", "002")]
    checked = read_text(tmp_path, "\r\n".join(lines))

    assert told(checked)[:2] == [
        (2, None, None, "ячеек 12, а заголовков 11"),
        (4, None, None, "ячеек 2, а заголовков 11"),
    ]
    assert [(r.row, r.value.global_id) for r in checked.rows] == [(3, "001"), (5, "002")]
    assert checked.problems[0].how_to_fix == (
        "Уберите лишний или добавьте недостающий разделитель «;»."
    )


def test_a_quote_never_closed_swallows_no_other_row(tmp_path: Path) -> None:
    lines = [HEADER, f'"{GOOD}', GOOD, '"Школа ""А""' + GOOD[9:].replace("001", "002")]
    lines[3] = lines[3].replace('""А""', '""А"""')
    checked = read_text(tmp_path, "\n".join(lines))

    assert told(checked) == [
        (2, None, None, "кавычки не закрыты или стоят не на месте, строка не разобрана на ячейки")
    ]
    assert [(r.row, r.value.name) for r in checked.rows] == [(3, "Школа № 1"), (4, 'Школа "А"')]


def test_a_cell_with_a_line_break_keeps_the_numbers_of_the_lines(tmp_path: Path) -> None:
    broken = GOOD.replace("ул. Мира, 1", '"ул. Мира,\n1"')
    checked = read_text(tmp_path, f"{HEADER}\n{broken}\n{GOOD.replace('001', '002')}\n")

    assert [(r.row, r.value.address) for r in checked.rows] == [
        (2, "ул. Мира,\n1"),
        (4, "ул. Мира, 1"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        ("37,5", "тридцать", "Долгота", "не число"),
        ("37,5", "1e5", "Долгота", "не число"),
        ("37,5", "-37,5", "Долгота", "точка вне России"),
        ("55,5", "37,5", "Широта", "точка вне России"),
        ("001", "8,67E+07", "Идентификатор", "номер должен состоять из одних цифр"),
        ("Школа № 1", "  ", "Наименование", "пусто"),
    ],
)
def test_a_bad_cell_is_told_with_its_value_and_its_row_is_not_read(
    tmp_path: Path, old: str, new: str, column: str, what: str
) -> None:
    left, _, right = GOOD.rpartition(old)
    checked = read_text(tmp_path, f"{HEADER}\n{left}{new}{right}\n")

    assert told(checked) == [(2, column, new, what)]
    assert checked.rows == ()
    assert len(checked.errors) == 1


@pytest.mark.parametrize("value", ["19", "180", "-180", "-169", "37.5"])
def test_longitudes_reach_beyond_the_180th_meridian(tmp_path: Path, value: str) -> None:
    checked = read_text(tmp_path, f"{HEADER}\n{GOOD.replace('37,5', value)}\n")

    assert [str(row.value.lon) for row in checked.rows] == [value]


def test_ids_keep_leading_zeros_and_spellings_compare_without_spaces(tmp_path: Path) -> None:
    same = GOOD.replace("Школа № 1", " школа  №\u00a01 ").replace("001", "01")
    checked = read_text(tmp_path, f"{HEADER}\n{GOOD}\n{same}\n", "cp1251")

    assert [row.value.global_id for row in checked.rows] == ["001", "01"]
    assert [row.value.name for row in checked.rows] == ["Школа № 1", " школа  №\u00a01 "]
    assert [(p.row, p.column) for p in checked.problems] == [(3, "Наименование и адрес")]
    assert len(checked.loadable) == 2


def test_rows_of_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    checked = read_text(tmp_path, f"Выгрузка;\n;\nна 24.11.2026\n{HEADER}\n{GOOD}\n")

    assert [(row.row, row.value.global_id) for row in checked.rows] == [(5, "001")]
    assert checked.problems == ()


def test_russian_headers_are_known_in_any_case(tmp_path: Path) -> None:
    labels = "НАИМЕНОВАНИЕ;Адрес;Округ;Район;Форма  собственности;Подчинение;Тип учреждения;"
    labels += "Вид учреждения;Долгота;Широта;Идентификатор"
    checked = read_text(tmp_path, f"{labels}\n{GOOD}\n", "utf-8-sig")

    assert [row.value.name for row in checked.rows] == ["Школа № 1"]
    assert checked.problems == ()


def test_a_personal_value_is_never_shown(tmp_path: Path) -> None:
    def refuse(cell: str) -> object:
        raise CellError("не похоже на фамилию")

    sheet: Sheet[dict[str, object]] = Sheet(
        "Люди",
        (
            Column("name", "Фамилия", (), refuse, "Впишите фамилию.", personal=True),
            Column("id", "Номер", (), str, "Впишите номер."),
        ),
        dict,
    )
    path = tmp_path / "people.csv"
    path.write_text("Фамилия;Номер\nИванов7;1\n", "utf-8")

    checked = check_files([path], sheet)

    assert [str(problem) for problem in checked.problems] == [
        "people.csv, строка 2, колонка «Фамилия»: не похоже на фамилию. Впишите фамилию."
    ]
    assert "Иванов" not in repr(checked.problems)
