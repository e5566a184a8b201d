"""Tables of entries in and out by the command line."""

import sqlite3
from pathlib import Path

from tests.app.test_commands import jiesu

HEADER = "标题,简短答复,性质,责任单位,来源,检验问题\n"
GOOD = "水表冻裂了怎么办,先关总阀，再报修。,热点问答,供水,《城市供水条例》第二十二条,水表冻裂了\n"
BAD = "坏的一条,答,随笔,供水,来源,\n"


def test_a_table_goes_in_with_a_report_and_comes_out_whole(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(HEADER + GOOD + BAD, encoding="utf-8")
    code, out, err = jiesu("knowledge", "import", str(table), "--strict", folder=tmp_path)
    assert (code, "导入了 0 行" in err) == (1, True)
    code, out, err = jiesu("knowledge", "import", str(table), folder=tmp_path)
    assert (code, "第 3 行 性质：" in out, "有 1 行没有导入，导入了 1 行" in err) == (1, True, True)
    code, out, err = jiesu("knowledge", "export", str(tmp_path / "out.xlsx"), folder=tmp_path)
    assert code == 0, err
    code, out, err = jiesu("knowledge", "import", str(tmp_path / "out.xlsx"), folder=tmp_path)
    assert (code, "新增 0 条，修改 0 条" in out, "有误 0 行" in out) == (0, True, True)


def test_publishing_needs_the_name_of_an_administrator_and_is_audited(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(HEADER + GOOD, encoding="utf-8")
    assert jiesu("knowledge", "import", str(table), "--publish", folder=tmp_path)[0] == 2
    for login, role in (("anna", "administrator"), ("otto", "operator")):
        jiesu("user", "add", login, "--role", role, stdin="correct horse battery", folder=tmp_path)
    assert jiesu("knowledge", "import", str(table), "--publish", "--by", "nobody", folder=tmp_path)[0] == 1
    assert jiesu("knowledge", "import", str(table), "--publish", "--by", "otto", folder=tmp_path)[0] == 1
    code, out, err = jiesu("knowledge", "import", str(table), "--publish", "--by", "anna", folder=tmp_path)
    assert (code, "新增 1 条" in out) == (0, True), err
    with sqlite3.connect(tmp_path / "data" / "jiesu.sqlite3") as connection:
        states = connection.execute("SELECT state, author FROM entries WHERE title = '水表冻裂了怎么办'").fetchall()
        audit = connection.execute("SELECT actor_id, target FROM audit WHERE action = 'publish_import'").fetchall()
    connection.close()
    assert (states, audit) == ([("published", "anna")], [("anna", "in.csv")])


def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.doc").write_bytes(b"hello")
    code, out, err = jiesu("knowledge", "import", str(tmp_path / "x.doc"), folder=tmp_path)
    assert (code, out, err.count("\n"), ".xlsx" in err) == (1, "", 1, True)
    assert jiesu("knowledge", "export", str(tmp_path / "x.pdf"), folder=tmp_path)[0] == 1
    assert list(tmp_path.glob(".x.new*")) == []


def test_a_command_withdraws_no_entry_that_its_files_lack(tmp_path: Path) -> None:
    assert jiesu("knowledge", "export", str(tmp_path / "out.csv"), folder=tmp_path)[0] == 0
    with sqlite3.connect(tmp_path / "data" / "jiesu.sqlite3") as connection:
        connection.execute("CREATE TEMP TABLE one AS SELECT * FROM entries LIMIT 1")
        connection.execute("CREATE TEMP TABLE said AS SELECT * FROM entry_versions WHERE entry = (SELECT id FROM one)")
        connection.execute("UPDATE one SET id = 'other', title = '别处的一条'")
        connection.execute("UPDATE said SET entry = 'other', title = '别处的一条'")
        connection.execute("INSERT INTO entries SELECT * FROM one")
        connection.execute("INSERT INTO entry_versions SELECT * FROM said")
        connection.execute("UPDATE knowledge_state SET shipped = 'another release'")
    connection.close()
    table = tmp_path / "in.csv"
    table.write_text(HEADER + GOOD, encoding="utf-8")
    for words in (("export", str(tmp_path / "out.csv")), ("import", str(table))):
        assert jiesu("knowledge", *words, folder=tmp_path)[0] == 0
    with sqlite3.connect(tmp_path / "data" / "jiesu.sqlite3") as connection:
        [(state,)] = connection.execute("SELECT state FROM entries WHERE id = 'other'").fetchall()
    connection.close()
    assert state == "published"
