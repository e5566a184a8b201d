"""`jiesu report` writes tables that a spreadsheet opens, and a summary whose figures have their counts beside them."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from app.cli import application
from hotline.errors import InvalidInputError

run = CliRunner()


def test_a_month_without_tickets_is_reported_without_a_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_DATA_DIR", str(tmp_path / "data"))
    out = tmp_path / "out"
    done = run.invoke(application, ["report", "--month", "2026-03", "--out", str(out)])
    assert done.exit_code == 0, done.exception
    names = {path.name for path in out.iterdir()}
    assert {f"assessment-2026-03-{by}.{kind}" for by in ("unit", "street", "category", "month")
            for kind in ("csv", "xlsx")} < names  # fmt: skip
    with (out / "assessment-2026-03-unit.csv").open(encoding="utf-8-sig", newline="") as source:
        header, total = csv.reader(source)
    assert (header[0], total[0], total[1]) == ("承办单位", "合计", "0")
    assert len(header) == len(total)
    sheet = load_workbook(out / "assessment-2026-03-unit.xlsx").worksheets[0]
    assert sheet.cell(2, 1).value == "合计"
    for page in ("assessment-2026-03.md", "assessment-2026-03.html"):
        text = (out / page).read_text(encoding="utf-8")
        assert "2026-03 考核情况" in text
        assert "按承办单位" in text


def test_what_is_no_month_is_refused_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_DATA_DIR", str(tmp_path / "data"))
    done = run.invoke(application, ["report", "--month", "2026-3x", "--out", str(tmp_path / "out")])
    assert isinstance(done.exception, InvalidInputError)
    assert not (tmp_path / "out").exists()
