"""A table or wording file that is wrong is refused at load, with file, line and reason."""

from pathlib import Path

import pytest

from hotline.datafile import Row, read_rows
from hotline.errors import DataFileError, InvalidInputError, NotFoundError
from hotline.taxonomy import Category, Taxonomy, load_taxonomy
from hotline.units import UnitKind, load_units
from hotline.wording import load_wording, places
from tests.house import DATA, words


def written(folder: Path, text: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows(path: Path) -> list[Row]:
    return list(read_rows(path, ("a", "b")))


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"a,c\n1,2\n", 1, "no_column"),
        (b"", 1, "no_column"),
        (b"a,b\n1,2\n1,2,3\n", 3, "too_many_cells"),
        ("a,b\n一,二\n".encode() + "城".encode("gbk") + b",2\n", 3, "not_utf8"),
        (b'a,b\n1,2\n"open,2\n3,4\n5,6\n', 5, "not_csv"),
        (b'a,b\n1,"x"y\n', 2, "not_csv"),
    ],
)
def test_a_broken_table_names_its_line(tmp_path: Path, content: bytes, line: int, reason: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(DataFileError) as refusal:
        rows(path)
    assert (refusal.value.path, refusal.value.line, refusal.value.reason) == (path, line, reason)


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="missing"):
        rows(tmp_path / "absent.csv")


def test_a_table_as_a_spreadsheet_saves_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, '\ufeffb , a,note\r\n\r\n"2,\n二", 1\r\n,,\r\n x |y ,3,rest\r\n')
    first, second = rows(path)
    assert (first.text("a"), first.text("b"), first.line) == ("1", "2,\n二", 4)
    assert (second.several("b"), second.number("a"), second.line) == (("x", "y"), 3, 6)


@pytest.mark.parametrize("cell", ["", "x", "1.5", "--5", "²"])
def test_a_cell_that_is_no_number_is_refused(tmp_path: Path, cell: str) -> None:
    path = written(tmp_path, f"a,b\n{cell},2\n")
    with pytest.raises(DataFileError) as refusal:
        rows(path)[0].number("a")
    assert refusal.value.line == 2


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[a]\nx = "1"\ny = \n', 3, "not_toml"),
        ('[a]\nx = "1"\ny = "open\n', 3, "not_toml"),
        ("[a]\nx = 1\n", 2, "not_a_sentence"),
        ('[a]\nx = "{open"\n', 2, "braces"),
        ('[a]\nx = "close}"\n', 2, "braces"),
        ('[a]\nx = "{}"\n', 2, "braces"),
        ('[a]\nx = "{two words}"\n', 2, "braces"),
        ('[a]\nx = "{name!z}"\n', 2, "braces"),
    ],
)
def test_a_broken_wording_file_names_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = written(tmp_path, text, "a.toml")
    with pytest.raises(DataFileError) as refusal:
        load_wording(path)
    assert (refusal.value.path, refusal.value.line, refusal.value.reason) == (path, line, reason)


def test_a_wording_file_in_another_encoding_or_absent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="not_utf8"):
        load_wording(written(tmp_path, '[a]\nx = "城"'.encode("gbk"), "a.toml"))
    with pytest.raises(DataFileError, match="missing"):
        load_wording(tmp_path / "absent.toml")


DEFAULT = '[a]\nx = "您好，{name}"\ny = "在 {where:.2f}"\n'


def test_a_city_rewords_a_sentence_and_may_leave_a_place_out(tmp_path: Path) -> None:
    default = written(tmp_path, DEFAULT, "a.toml")
    said = load_wording(default, overrides=[written(tmp_path, '[a]\nx = "你好"\n', "b.toml")])
    assert (said.say("a.x", name="张"), said.say("a.y", where=1)) == ("你好", "在 1.00")


@pytest.mark.parametrize(
    ("override", "line", "reason"),
    [
        ('[a]\n\nz = "x"\n', 3, "unknown_key"),
        ('[a]\nx = "{phone}"\n', 2, "unknown_place"),
        ('[a]\nx = "{name:d}"\n', 2, "unknown_place"),
        ('[a]\nx = "{name"\n', 2, "braces"),
    ],
)
def test_a_city_may_not_bring_a_key_or_a_place_of_its_own(
    tmp_path: Path, override: str, line: int, reason: str
) -> None:
    default, own = written(tmp_path, DEFAULT, "a.toml"), written(tmp_path, override, "b.toml")
    with pytest.raises(DataFileError) as refusal:
        load_wording(default, overrides=[own])
    assert (refusal.value.path, refusal.value.line, refusal.value.reason) == (own, line, reason)


def test_the_same_key_in_two_default_files_is_refused(tmp_path: Path) -> None:
    files = [written(tmp_path, DEFAULT, name) for name in ("a.toml", "b.toml")]
    with pytest.raises(DataFileError, match="key_twice"):
        load_wording(*files)


def test_places_are_the_names_in_braces_and_doubled_braces_are_none() -> None:
    assert places("{a} {{b}} {c:.1f}") == {"a", "c"}


def test_a_refusal_reads_as_one_chinese_sentence() -> None:
    said = words()
    broken = DataFileError(DATA / "units.csv", 7, "unknown", column="parent", value="X")
    assert said.error(broken) == f"数据文件有误：{DATA / 'units.csv'} 第 7 行，“parent”一列的“X”不存在"
    assert said.error(InvalidInputError(field="原因", rule="必填")).startswith("“原因”没有填对（必填）")
    with pytest.raises(KeyError):
        said.say("notice.nothing_like_it")


UNITS = "code,name,kind,type,parent,duties,hours,phone_note\nC,城,city,,,,,\n"


def test_the_citys_units_hang_together() -> None:
    units = load_units(DATA / "units.csv")
    assert {unit.kind for unit in units.all()} == set(UnitKind)
    assert [unit.code for unit in units.above("D1S1C1G1")] == ["D1S1C1", "D1S1", "D1", "WL"]
    assert units.district_of("D1S1C1G1") == units.get("D1")
    assert units.district_of("CG") is None
    assert units.handler("街道乡镇", "D1S1") == units.get("D1S1")
    assert units.handler("街道乡镇", None) is None
    assert units.handler("城管执法", "D1S1") == units.get("CG")
    assert units.handler("没有", None) is None
    assert [unit.kind for unit in units.children("D1S1")] == [UnitKind.COMMUNITY] * len(units.children("D1S1"))
    assert units.find("nobody") is None
    with pytest.raises(NotFoundError):
        units.get("nobody")


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        ("A,a,planet,,C,,,\n", 3, "not_allowed"),
        ("A,,department,,C,,,\n", 3, "empty"),
        ("A,a,department,,X,,,\n", 3, "unknown"),
        ("A,a,department,,A,,,\n", 3, "unknown"),
        ("A,a,department,,C,,,\nA,b,department,,C,,,\n", 4, "twice"),
        ("A,a,department,,B,,,\nB,b,department,,A,,,\n", 3, "circle"),
    ],
)
def test_a_wrong_unit_is_refused_with_its_line(tmp_path: Path, lines: str, line: int, reason: str) -> None:
    with pytest.raises(DataFileError) as refusal:
        load_units(written(tmp_path, UNITS + lines))
    assert (refusal.value.line, refusal.value.reason) == (line, reason)


def taxonomy() -> Taxonomy:
    return load_taxonomy(DATA / "taxonomy.csv")


def test_the_tree_knows_its_three_levels_and_nothing_else() -> None:
    tree = taxonomy()
    leaf = tree.leaves[0]
    assert Category(leaf.l1) in tree
    assert Category(leaf.l1, leaf.l2) in tree
    assert tree.require(leaf) is leaf
    assert {place.l1 for place in tree.second_levels()} == set(tree.first_levels())
    with pytest.raises(NotFoundError):
        tree.require(Category(leaf.l1, "没有"))


@pytest.mark.parametrize("leaf", ["a", "a/b", "a/b/c"])
def test_a_category_is_its_path_and_lies_within_each_place_above(leaf: str) -> None:
    category = Category.parse(leaf)
    assert category.path == leaf
    assert all(category.within(Category.parse(leaf[:length])) for length in range(1, len(leaf) + 1, 2))
    assert not Category("a").within(Category("a", "b"))
    assert not category.within(Category("z"))


def test_a_renamed_level_has_its_name_of_today() -> None:
    tree = Taxonomy([Category("旧", "x", "y")], {"旧": "新"})
    assert (tree.today("旧"), tree.today("x")) == ("新", "x")


@pytest.mark.parametrize(("lines", "reason"), [("a,b,c,,\na,b,c,,\n", "twice"), ("a,b,d,,\na,,c,,\n", "empty")])
def test_a_wrong_line_of_the_tree_is_refused(tmp_path: Path, lines: str, reason: str) -> None:
    with pytest.raises(DataFileError) as refusal:
        load_taxonomy(written(tmp_path, f"l1,l2,l3,l1_today,l2_today\n{lines}"))
    assert (refusal.value.line, refusal.value.reason) == (3, reason)
