"""From live figures to a new model and back, by the commands that an administrator types.

The commands run in this process, from arguments to exit code: a start of Python for each would take minutes.
"""

import csv
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.assembly import build_mind
from app.cli import main
from app.lessons import KEPT_BACK
from app.settings import read_settings
from app.shelf import Shelf
from classifiers.corpus_rows import corpus_folder, read_corpus
from classifiers.examples import Example
from classifiers.folder import SETTINGS, WEIGHTS
from classifiers.model import CATEGORY
from classifiers.train import train_folder
from hotline.clock import SetClock
from hotline.errors import DataFileError
from hotline.matter import MatterType
from hotline.taxonomy import Category
from routing.decision import Suggestion
from tests.house import PHONE, SUPERVISOR, mind, open_test_house
from tests.learning import PLACE, Practice, about

AT = datetime(2026, 3, 1, 4, tzinfo=UTC)
Jiesu = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jiesu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Jiesu:
    """Type a command: exit code, standard output, standard error."""
    for name in [name for name in os.environ if name.startswith("JIESU_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("JIESU_DATA_DIR", str(tmp_path / "data"))

    def typed(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["jiesu", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return typed


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    """A hotline whose database the commands open too. It works in the past, for their clock is the machine's."""
    clock = SetClock(datetime.now(UTC) - timedelta(days=9))
    with open_test_house(tmp_path, clock) as house:
        yield Practice(house.office, house.database, clock)


def audited(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "data" / "jiesu.sqlite3") as connection:
        return connection.execute("SELECT action, target FROM audit ORDER BY id").fetchall()


# the live figures


def test_live_figures_tell_apart_what_went_out_at_once(jiesu: Jiesu, practice: Practice, tmp_path: Path) -> None:
    practice.sent_at_once(right=31, wrong=4)
    for lead in ("CG", "CG", "HB"):
        practice.reviewed(practice.ticket(at_once=False), lead=lead, kind=MatterType.HELP)
    code, out, _ = jiesu("evaluate", "--live", "--json")
    assert code == 0
    report = json.loads(out)
    unit = report["decisions"]["unit"]
    assert _counts(unit["at_once"]) == (35, 4, 35, 31, 4)
    assert _counts(unit["all"]) == (38, 7, 38, 33, 5)
    assert unit["at_once"]["low"] < unit["at_once"]["rate"] < unit["at_once"]["high"]
    assert [each["name"] for each in unit["all"]["by_class"]] == ["城管执法"]
    assert sum(each["decided"] for each in unit["all"]["by_week"]) == 38
    assert _counts(report["decisions"]["matter_type"]["all"]) == (38, 3, 3, 0, 3)
    assert _counts(report["decisions"]["category"]["all"]) == (38, 3, 3, 3, 0)
    assert _counts(report["decisions"]["disposition"]["all"]) == (38, 3, 3, 3, 0)
    assert (report["promise"]["promised"], report["promise"]["broken"]) == (0.97, True)


def _counts(figures: dict[str, Any]) -> tuple[int, ...]:
    return tuple(figures[name] for name in ("decided", "reviewed", "judged", "confirmed", "misrouted"))


def test_a_period_is_given_in_days_of_the_city_the_last_one_included(
    jiesu: Jiesu, practice: Practice, tmp_path: Path
) -> None:
    practice.clock.set(datetime(2026, 3, 1, 15, 59, tzinfo=UTC))
    practice.ticket()
    practice.clock.set(datetime(2026, 3, 1, 16, 0, tzinfo=UTC))
    practice.ticket()
    for since, until, found in (("2026-03-01", "2026-03-01", 1), ("2026-03-01", "2026-03-02", 2),
                                ("2026-03-03", "2026-03-31", 0)):  # fmt: skip
        code, out, _ = jiesu("evaluate", "--live", "--json", "--since", since, "--until", until)
        assert code == 0
        assert json.loads(out)["decisions"]["unit"]["all"]["decided"] == found


def test_people_get_tables(jiesu: Jiesu, practice: Practice, tmp_path: Path) -> None:
    practice.sent_at_once(right=3, wrong=1)
    code, out, _ = jiesu("evaluate", "--live")
    assert code == 0
    for words in ("unit, at_once", "by class", "by unit", "by week", "城管执法", "too few to say"):
        assert words in out


@pytest.mark.parametrize(
    "words",
    [
        ["--live", "--data", "x.csv"],
        ["--live", "--model", "x"],
        ["--data", "x.csv", "--since", "2026-03-01"],
        ["--live", "--since", "1. März"],
        ["--live", "--since", "2026-03-02", "--until", "2026-03-01"],
        [],
    ],
)
def test_wrong_arguments_of_evaluate_end_with_two(jiesu: Jiesu, words: list[str], tmp_path: Path) -> None:
    assert jiesu("evaluate", *words)[0] == 2


# training rows


def taught(practice: Practice, count: int) -> None:
    """Tickets that a supervisor reviewed, each with words of its own and somebody's number in them."""
    for number in range(count):
        text = f"第{number}路公交车等了半小时不来，我电话{PHONE}" if number % 2 else f"第{number}盏路灯不亮了"
        kind = MatterType.COMPLAINT if number % 2 else MatterType.HELP
        category, lead = ("交通运输/城市公交", "JT") if number % 2 else (PLACE, "CG")
        practice.reviewed(practice.ticket(at_once=False, appeal=about(text)), lead=lead, kind=kind,
                          category=_real(practice, category), by=SUPERVISOR)  # fmt: skip


def _real(practice: Practice, wanted: str) -> str:
    tree = practice.office.taxonomy
    return next(
        (each.path for first in tree.first_levels() for each in tree.second_levels(first) if each.path == wanted),
        next(each.path for each in tree.second_levels("交通运输")),
    )


def test_accepted_corrections_become_rows_that_train_takes(jiesu: Jiesu, practice: Practice, tmp_path: Path) -> None:
    taught(practice, 60)
    secret = practice.ticket(at_once=False, appeal=about("这张是保密的", confidential=True))
    practice.reviewed(secret, by=SUPERVISOR)
    practice.reviewed(practice.ticket(at_once=False, appeal=about("这张没有人复核过")))
    out, held_out = tmp_path / "rows.csv", tmp_path / "held_out.csv"
    assert jiesu("ledger", "export", "--out", str(out))[0] == 0
    assert jiesu("ledger", "export", "--out", str(held_out), "--held-out")[0] == 0
    rows, kept = _rows(out), _rows(held_out)
    assert list(rows[0]) == ["text", "title", "category", "matter_type", "unit"]
    assert len(rows) + len(kept) == 60
    assert 0 < len(kept) < 60 / KEPT_BACK * 2.5
    assert not {row["text"] for row in rows} & {row["text"] for row in kept}
    whole = out.read_text() + held_out.read_text()
    assert PHONE not in whole
    assert "138****5678" in whole
    assert "保密的" not in whole
    assert "没有人复核过" not in whole
    assert {row["unit"] for row in rows} == {"城管执法", "交通运输"}
    assert audited(tmp_path)[-2:] == [("export_corrections", "rows.csv"), ("export_corrections", "held_out.csv")]
    assert jiesu("train", "--data", str(out), "--out", str(tmp_path / "model"))[0] == 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_file_that_cannot_be_written_is_named(jiesu: Jiesu, practice: Practice, tmp_path: Path) -> None:
    code, _, err = jiesu("ledger", "export", "--out", "/no/such/folder/rows.csv")
    assert code == 1
    assert "/no/such/folder/rows.csv" in err


# models


@pytest.fixture(scope="module")
def matters() -> list[Example]:
    """Real messages of two desks, which the shipped model has learned from and these do not share."""
    first = {"环境保护", "交通运输"}
    return [
        Example(each.text, {"unit": each.labels["unit"]})
        for each in read_corpus(corpus_folder())
        if Category.parse(each.labels.get(CATEGORY, "")).l1 in first and each.labels.get("unit")
    ][:900]


@pytest.fixture(scope="module")
def folders(matters: list[Example], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A good model, another good one, a poor one, and a table of rows that none of them has seen."""
    home = tmp_path_factory.mktemp("models")
    seen, unseen = matters[::2], matters[1::2]
    train_folder(seen, home / "good", at=AT)
    train_folder(seen[:-1], home / "other", at=AT)
    train_folder(seen[::15], home / "poor", at=AT)
    with (home / "rows.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["text", "unit"])
        writer.writerows((each.text, each.labels["unit"]) for each in unseen)
    return {name: home / name for name in ("good", "other", "poor", "rows.csv")}


def listed(jiesu: Jiesu) -> dict[str, dict[str, Any]]:
    code, out, _ = jiesu("model", "list", "--json")
    assert code == 0
    return {each["name"]: each for each in json.loads(out)}


def in_use(jiesu: Jiesu) -> str:
    return next(name for name, each in listed(jiesu).items() if each["in_use"])


def force(jiesu: Jiesu, new: Path) -> None:
    assert jiesu("model", "use", new, "--force", "--reason", "先用自己的工单试试")[0] == 0


def test_a_worse_model_is_refused_and_a_good_one_serves(jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path) -> None:
    rows = folders["rows.csv"]
    force(jiesu, folders["good"])
    good = in_use(jiesu)
    assert good.startswith("2026-03-01-")
    code, out, _ = jiesu("model", "compare", folders["poor"], "--data", rows, "--json")
    found = json.loads(out)
    assert (code, found["may_replace"]) == (0, False)
    assert "accuracy" in found["heads"]["unit"]["reasons"]
    assert found["heads"]["unit"]["new"]["accuracy"] < found["heads"]["unit"]["old"]["accuracy"]
    code, _, err = jiesu("model", "use", folders["poor"], "--data", rows)
    assert (code, len(err.strip().splitlines())) == (1, 1)
    assert "准确率下降" in err
    assert in_use(jiesu) == good
    assert jiesu("model", "use", folders["other"], "--data", rows)[0] == 0
    assert in_use(jiesu) != good
    assert build_mind(read_settings(data_dir=tmp_path / "data")).understander.model.card.rows == 449
    assert [each for each, _ in audited(tmp_path)] == ["force_model", "use_model"]


def test_people_read_the_comparison_as_tables(jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path) -> None:
    force(jiesu, folders["good"])
    code, out, _ = jiesu("model", "compare", folders["poor"], "--data", folders["rows.csv"])
    assert code == 0
    for words in (
        "accuracy",
        "macro_f1",
        "kept_coverage",
        "calibration_error",
        "right alone",
        "met less often",
        "不能替换",
    ):
        assert words in out


def test_going_back_returns_to_the_one_before_and_in_the_end_to_the_shipped_one(
    jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path
) -> None:
    force(jiesu, folders["good"])
    first = in_use(jiesu)
    force(jiesu, folders["other"])
    assert in_use(jiesu) != first
    assert jiesu("model", "rollback")[0] == 0
    assert in_use(jiesu) == first
    assert jiesu("model", "rollback")[0] == 0
    assert in_use(jiesu) == "shipped"
    code, _, err = jiesu("model", "rollback")
    assert code == 1
    assert "没有别的模型" in err
    assert [each for each, _ in audited(tmp_path)] == ["force_model"] * 2 + ["roll_back_model"] * 2


def test_without_rows_only_force_with_a_reason_helps(jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path) -> None:
    code, _, err = jiesu("model", "use", folders["good"])
    assert code == 1
    assert "没有可供比较的数据" in err
    assert jiesu("model", "use", folders["good"], "--force")[0] == 2
    assert jiesu("model", "use", folders["good"], "--force", "--reason", " ")[0] == 2
    assert in_use(jiesu) == "shipped"


def test_the_tickets_that_were_kept_back_are_what_models_are_compared_on(
    jiesu: Jiesu, practice: Practice, folders: dict[str, Path], tmp_path: Path
) -> None:
    taught(practice, 60)
    code, out, _ = jiesu("model", "compare", folders["good"], "--json")
    found = json.loads(out)["heads"]["unit"]
    assert code == 0
    assert 0 < found["rows"] < 30
    assert found["reasons"][0] == "too_few"


@pytest.mark.parametrize("damage", ["settings", "weights", "gone"])
def test_a_broken_model_in_use_is_named_with_the_way_back(
    jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path, damage: str
) -> None:
    force(jiesu, folders["good"])
    name = in_use(jiesu)
    folder = tmp_path / "data" / "models" / name
    if damage == "gone":
        shutil.rmtree(folder)
    else:
        path = folder / (SETTINGS if damage == "settings" else WEIGHTS)
        path.write_bytes(path.read_bytes()[:-40])
    message = tmp_path / "message.jsonl"
    message.write_text('{"id": 1, "text": "路灯坏了"}', encoding="utf-8")
    code, _, err = jiesu("understand", message)
    assert code == 1
    assert str(folder) in err
    assert "jiesu model rollback" in err
    with pytest.raises(DataFileError):
        build_mind(read_settings(data_dir=tmp_path / "data"))
    assert jiesu("model", "rollback")[0] == 0
    assert jiesu("understand", message)[0] == 0


def test_a_broken_model_on_the_way_back_is_passed_over(jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path) -> None:
    force(jiesu, folders["good"])
    force(jiesu, folders["other"])
    broken = next(name for name, each in listed(jiesu).items() if not each["in_use"] and name != "shipped")
    (tmp_path / "data" / "models" / broken / WEIGHTS).write_bytes(b"")
    assert listed(jiesu)[broken]["sound"] is False
    code, out, _ = jiesu("model", "rollback")
    assert code == 0
    assert broken in out
    assert in_use(jiesu) == "shipped"


def test_what_is_no_model_is_not_put_on_the_shelf(jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    shutil.copytree(folders["good"], cut)
    (cut / WEIGHTS).write_bytes((cut / WEIGHTS).read_bytes()[:1000])
    for wrong in (cut, tmp_path / "nowhere"):
        code, _, err = jiesu("model", "use", wrong, "--force", "--reason", "试试")
        assert code == 1
        assert str(wrong) in err
    assert list(listed(jiesu)) == ["shipped"]


def test_the_model_in_use_is_not_put_there_again(jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path) -> None:
    force(jiesu, folders["good"])
    folder = tmp_path / "data" / "models" / in_use(jiesu)
    before = folder.stat().st_ino
    assert jiesu("model", "use", folders["good"], "--force", "--reason", "再来")[0] == 1
    assert folder.stat().st_ino == before, "nobody touches what serves"
    weights = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(b"")
    assert jiesu("model", "use", folders["good"], "--force", "--reason", "坏了")[0] == 1
    assert (folder / WEIGHTS).read_bytes() == weights
    assert sorted(each.name for each in folder.parent.iterdir()) == sorted([folder.name, "in_use.json"])
    assert len(audited(tmp_path)) == 1


def test_where_the_new_folder_does_not_get_there_the_old_one_stands_again(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path)
    name, _ = shelf.add(folders["good"])
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if self.name.startswith(".incoming-"):
            raise OSError(28, "no space")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="no space"):
        shelf.add(folders["good"])
    assert shelf.names() == [name]
    assert [each.name for each in shelf.folder.iterdir()] == [name]


def test_the_setting_stays_an_override(jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path) -> None:
    force(jiesu, folders["good"])
    settings = read_settings(data_dir=tmp_path / "data", model_dir=folders["poor"])
    assert build_mind(settings).understander.model.card.rows == 30


def test_a_model_of_the_city_dispatches_nothing_at_once(jiesu: Jiesu, folders: dict[str, Path], tmp_path: Path) -> None:
    """Its promise was measured with another model."""
    force(jiesu, folders["good"])
    own, shipped = build_mind(read_settings(data_dir=tmp_path / "data")).router, mind().router
    for view in (False, True):
        assert own.threshold(Suggestion(second_view=view)) == 1.0
        assert shipped.threshold(Suggestion(second_view=view)) < 1.0
