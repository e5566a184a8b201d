"""`jiesu catalogue`: faults by line, and past tickets that a change would move."""

from pathlib import Path

from app.city import ROOMS
from tests.app.test_commands import jiesu

SHIPPED = (ROOMS / "routing/data/catalogue.csv").read_text(encoding="utf-8")


def test_a_sound_catalogue_passes_and_a_wrong_one_is_named_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "changed.csv"
    file.write_text(SHIPPED, encoding="utf-8")
    code, out, err = jiesu("catalogue", "check", str(file), folder=tmp_path)
    assert (code, err) == (0, "")
    assert "没有错误" in out
    file.write_text(
        SHIPPED.replace("R289,停水,", "R289,停水,没有这类", 1).replace("R294,停电,", "R293,停电,", 1), encoding="utf-8"
    )
    code, out, _ = jiesu("catalogue", "check", str(file), folder=tmp_path)
    assert code == 1
    assert ["changed.csv 第 " in line for line in out.splitlines()] == [True, True]


def test_a_file_that_is_not_there_or_no_table_is_one_clear_line(tmp_path: Path) -> None:
    for name, content in (("none.csv", None), ("odd.csv", "a,b\n")):
        if content is not None:
            (tmp_path / name).write_text(content, encoding="utf-8")
        code, out, err = jiesu("catalogue", "check", str(tmp_path / name), folder=tmp_path)
        assert (code, out, len(err.splitlines())) == (1, "", 1)


def test_a_change_is_tried_on_the_tickets_of_the_database(tmp_path: Path) -> None:
    file = tmp_path / "changed.csv"
    file.write_text(SHIPPED, encoding="utf-8")
    code, out, err = jiesu("catalogue", "what-if", str(file), "--days", "30", folder=tmp_path)
    assert (code, err) == (0, "")
    assert "最近 30 天的 0 件工单，有 0 件会改派" in out
    assert jiesu("catalogue", "what-if", str(file), "--days", "0", folder=tmp_path)[0] == 2
