"""The command `jiesu`. Each command loads only what it needs, so that `--help` is quick."""

import gc
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from hotline.errors import HotlineError

application = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
                          help="接诉 Jiesu: intake assistant for a 12345 citizen hotline")  # fmt: skip
database = typer.Typer(no_args_is_help=True, help="The database")
user = typer.Typer(no_args_is_help=True, help="Staff accounts")
models = typer.Typer(no_args_is_help=True, help="Models: compare, put in place, go back")
knowledge_base = typer.Typer(no_args_is_help=True, help="Entries of the knowledge base")
calendar = typer.Typer(no_args_is_help=True, help="Holidays and working weekends")
ledger = typer.Typer(no_args_is_help=True, help="What people made of the machine's decisions")
application.add_typer(database, name="db")
application.add_typer(user, name="user")
application.add_typer(models, name="model")
application.add_typer(knowledge_base, name="knowledge")
application.add_typer(ledger, name="ledger")
application.add_typer(calendar, name="calendar")
tickets = typer.Typer(no_args_is_help=True, help="Tickets as tables")
application.add_typer(tickets, name="ticket")

_COLLECTED_LOADING = (50_000, 10, 10)
"""Modules, models and tables are made to stay. With Python's own thresholds three hundred collections look at them over
and over, a quarter of a second at every start, and find next to nothing."""

InputFile = Annotated[Path | None, typer.Argument(help="JSON lines; standard input where no file is named")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one")]


@application.command()
def demo(port: Port = None, folder: Annotated[Path | None, typer.Option(help="Keep it here")] = None) -> None:
    """Start a seeded demo city on SQLite in a throw-away folder, on a loopback port."""
    _log_without_colours()
    from app.commands.demo import run  # noqa: PLC0415

    run(port=port, folder=folder)


@application.command()
def serve(port: Port = None, host: Annotated[str | None, typer.Option(help="Address to listen on")] = None) -> None:
    """Serve console, web chat, API and jobs, and Telegram where its token is set."""
    _log_without_colours()
    from app.commands.serve import run  # noqa: PLC0415

    run(host=host, port=port)


@application.command()
def understand(file: InputFile = None, model: Annotated[Path | None, typer.Option(help="Model folder")] = None) -> None:
    """Say what each message means: emergency, disposition, matter type, category, unit, elements, personal data."""
    from app.commands.understand import run  # noqa: PLC0415

    run(file, model)


@application.command()
def answer(knowledge: Annotated[Path, typer.Option(help="Knowledge folder, or CSV with id,question,answer")],
           file: InputFile = None) -> None:  # fmt: skip
    """Answer each question from a knowledge base, or say honestly that it cannot."""
    from app.commands.answer import run  # noqa: PLC0415

    run(knowledge, file)


@application.command()
def converse(file: InputFile = None) -> None:
    """Play conversations through the real conversation and a temporary database."""
    from app.commands.converse import run  # noqa: PLC0415

    run(file)


LabelledRows = Annotated[Path | None, typer.Option(help="CSV with text and any of category, matter_type, unit")]
FromCorpus = Annotated[bool, typer.Option(help="Train the shipped model from the corpus")]


@application.command()
def train(
    out: Annotated[Path, typer.Option(help="Folder for the model")],
    data: LabelledRows = None,
    corpus: FromCorpus = False,
) -> None:
    """Train a model folder from a city's own tickets."""
    if (data is None) is not corpus:
        raise typer.BadParameter("either --data CSV or --corpus")
    from app.commands.train import run  # noqa: PLC0415

    run(data, out)


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON")]
Live = Annotated[bool, typer.Option(help="Measure what people made of the decisions in the real database instead")]


def _day(what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help=what)
    return option


@application.command()
def evaluate(
    data: Annotated[Path | None, typer.Option(help="CSV with the columns of `train`; needed unless --live")] = None,
    model: Annotated[Path | None, typer.Option(help="Model folder; without it the one in use")] = None,
    json: AsJson = False,
    live: Live = False,
    since: Annotated[
        datetime | None, _day("With --live: first day of the decisions; 28 days in all by default")
    ] = None,
    until: Annotated[datetime | None, _day("With --live: last day; today by default")] = None,
) -> None:
    """Measure a model: accuracy, macro-F1, per class, coverage at 97 % and 98 % precision, calibration.

    With --live measure the machine in service: how many of its decisions people confirmed and changed, and the misroute
    rate with its 95 % interval by class, unit and ISO week, apart for what was dispatched at once.
    """
    if live is (data is not None) or (live and model is not None) or (not live and (since or until)):
        raise typer.BadParameter("either --data CSV [--model DIR], or --live [--since DATE] [--until DATE]")
    if since and until and until < since:
        raise typer.BadParameter("--until lies before --since")
    if data is not None:
        from app.commands.evaluate import run  # noqa: PLC0415

        run(data, model, as_json=json)
        return
    from app.commands.evaluate_live import run as run_live  # noqa: PLC0415

    run_live(since=since and since.date(), until=until and until.date(), as_json=json)


DatabaseUrl = Annotated[str | None, typer.Option(help="Use this empty database instead of a temporary one")]


@application.command()
def replay(
    file: Annotated[Path, typer.Argument(help="CSV with text and optionally title")],
    limit: Annotated[int | None, typer.Option(help="Only the first rows")] = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Play real messages through the conversation and the database, and account for each."""
    from app.commands.replay import run  # noqa: PLC0415

    run(file, limit=limit, database_url=database_url)


@application.command()
def repeats(
    messages: Annotated[
        Path | None, typer.Option(help="CSV with id,user,title,time,body; standard input where no file is named")
    ] = None,
) -> None:
    """Find messages about the same matter at the same place: pairs with score and reason, then groups with a name."""
    from app.commands.repeats import run  # noqa: PLC0415

    run(messages)


@application.command()
def doctor() -> None:
    """Check settings, data files and connections."""
    from app.commands.doctor import run  # noqa: PLC0415

    run()


@application.command()
def report(
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month whose closed tickets are counted")],
    out: Annotated[Path, typer.Option(help="Folder for the tables and the summary; made where it is missing")],
) -> None:
    """Write the assessment of a month: tables by unit, street, category and month as CSV and XLSX, and a summary.

    Every rate has its counts beside it. The figures come from the event log of the tickets; the weights are those that
    hold on the last day of the month.
    """
    from app.commands.report import report as write  # noqa: PLC0415

    write(month, out)


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest structure."""
    from app.commands.database import upgrade  # noqa: PLC0415

    upgrade()


@user.command("add")
def add_user(login: str, role: Annotated[str, typer.Option(help="operator, department, supervisor or administrator")],
             name: Annotated[str, typer.Option(help="Name that others see")] = "",
             unit: Annotated[str, typer.Option(help="Code of the unit, for departments")] = "") -> None:  # fmt: skip
    """Add a member of staff; the password is asked for, or read from standard input."""
    from hotline.people import STAFF_ROLES  # noqa: PLC0415

    if role not in STAFF_ROLES:
        raise typer.BadParameter(f"--role is one of {', '.join(STAFF_ROLES)}")
    from app.commands.user import add  # noqa: PLC0415

    add(login=login, role=role, name=name, unit=unit)


@user.command("key")
def add_key(
    name: Annotated[str, typer.Argument(help="Login of the account for which the program acts")],
    days: Annotated[int, typer.Option(help="How long it is good for")] = 365,
    label: Annotated[str, typer.Option(help="Which program it is for; shown on the accounts page")] = "",
) -> None:
    """Make a key for the open interface and print it, this once: only a hash of it is stored.

    A program that sends it may do what the account may do in the console, and nothing else.
    """
    from app.commands.user import add_key as add  # noqa: PLC0415

    add(login=name, days=days, label=label)


@user.command("revoke-key")
def revoke_key(key: Annotated[int, typer.Argument(help="Number of the key on the accounts page")]) -> None:
    """Revoke a key: from now on it opens nothing."""
    from app.commands.user import revoke_key as revoke  # noqa: PLC0415

    revoke(key)


NewModel = Annotated[Path, typer.Argument(help="Model folder made by `train`")]
HeldOut = Annotated[
    Path | None,
    typer.Option(help="CSV that neither model has learned from; without it the city's own tickets that were kept back"),
]


@models.command("compare")
def compare_model(new: NewModel, data: HeldOut = None, json: AsJson = False) -> None:
    """Compare a model with the one in use on the same rows, and say whether it may replace it.

    It may not where there are fewer than 100 rows, where it gets fewer of them right than chance explains (McNemar's
    exact test, 5 %), where macro-F1 falls beyond noise (paired bootstrap, 95 %), or where it breaks the promised
    precision that the one in use keeps. Classes that are met less often are shown and do not decide.
    """
    from app.commands.model import compare_models  # noqa: PLC0415

    compare_models(new, data, as_json=json)


@models.command("use")
def use_model(
    new: NewModel,
    data: HeldOut = None,
    force: Annotated[bool, typer.Option("--force", help="Whatever the comparison says; needs --reason")] = False,
    reason: Annotated[str, typer.Option(help="Why it is forced")] = "",
) -> None:
    """Put a model in place: copied below the data folder, written into the audit, served from the next start on."""
    if force is not bool(reason.strip()):
        raise typer.BadParameter("--force needs --reason TEXT, and --reason needs --force")
    from app.commands.model import use_model as use  # noqa: PLC0415

    use(new, data, force=force, reason=reason.strip())


@models.command("rollback")
def rollback_model() -> None:
    """Return to the model that was in use before, in the end to the shipped one."""
    from app.commands.model import roll_back  # noqa: PLC0415

    roll_back()


@models.command("list")
def list_models(json: AsJson = False) -> None:
    """List the models that were put in place, with their figures; the one in use is marked."""
    from app.commands.model import list_models as show  # noqa: PLC0415

    show(as_json=json)


@ledger.command("export")
def export_ledger(
    out: Annotated[Path, typer.Option(help="CSV to write: text, title, category, matter_type, unit")],
    held_out: Annotated[bool, typer.Option("--held-out", help="The fifth that is kept back to compare on")] = False,
) -> None:
    """Write corrections that a supervisor has accepted as rows for `train --data`; personal data is masked.

    Every fifth ticket is kept back, for good: `model compare` asks both models about those, and no model may have
    learned from them. Confidential tickets are in neither part. The export is written into the audit.
    """
    from app.commands.ledger import export  # noqa: PLC0415

    export(out, kept_back=held_out)


@knowledge_base.command("import")
def import_entries(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a header, as `knowledge export` writes it")],
    strict: Annotated[bool, typer.Option("--strict", help="Take nothing where a single row is wrong")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Answer from it at once; needs --by")] = False,
    by: Annotated[str, typer.Option(help="Sign-in name of the author; to publish, an administrator's")] = "",
) -> None:
    """Import entries: new ones, and new versions of those whose id or title is known; they wait in review.

    Every bad row is named with line, column and remedy; the good ones are taken. Rows that change nothing are left
    alone, so that an import may be repeated. With --publish an entry whose golden questions would not find it waits in
    review all the same. The import is written into the audit.
    """
    if publish and not by:
        raise typer.BadParameter("--publish needs --by LOGIN, an administrator's")
    from app.commands.knowledge import take  # noqa: PLC0415

    take(file, strict=strict, publish=publish, by=by)


@knowledge_base.command("export")
def export_entries(out: Annotated[Path, typer.Argument(help="File to write: .csv or .xlsx")]) -> None:
    """Export every entry that is not retired, as a table that can be edited and imported again."""
    from app.commands.knowledge import give  # noqa: PLC0415

    give(out)


@calendar.command("import")
def import_calendar(
    file: Annotated[Path, typer.Argument(help="CSV with year,date,kind,name; kind is off or work")],
) -> None:
    """Import a year's holidays and exchanged working days, as the State Council announces them.

    Each year in the file takes the place of what was known of it. A running server counts by it within seconds, and
    dates that had only assumed the year are worked out anew. The import is written into the audit.
    """
    from app.commands.calendar import take  # noqa: PLC0415

    take(file)


@calendar.command("check")
def check_calendar() -> None:
    """List the years that are covered; fail where one is missing that deadlines of the next weeks reach."""
    from app.commands.calendar import check  # noqa: PLC0415

    check()


catalogue = typer.Typer(no_args_is_help=True, help="The dispatch catalogue: faults, and what a change would move.")
application.add_typer(catalogue, name="catalogue")


@catalogue.command("check")
def check_catalogue(file: Annotated[Path, typer.Argument(help="A changed catalogue.csv")]) -> None:
    """Name every fault of a catalogue with its line: rules that cannot fire, contradict each other, or name what is
    not there. Exits with 1 where there is one.
    """
    from app.commands.catalogue import check  # noqa: PLC0415

    check(file)


@catalogue.command("what-if")
def try_catalogue(
    file: Annotated[Path, typer.Argument(help="A changed catalogue.csv")],
    days: Annotated[int, typer.Option(min=1, help="Try it on the tickets of so many days")] = 90,
) -> None:
    """Show which past tickets a changed catalogue would send to another unit or channel, and by which rule.

    Nothing is changed. The tickets are those of the database, in masked words.
    """
    from app.commands.catalogue import try_out  # noqa: PLC0415

    try_out(file, days)


@tickets.command("import")
def import_tickets(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a header")],
    source: Annotated[str, typer.Option(help="Name of the other system; its numbers are known by it")] = "import",
) -> None:
    """Import tickets of another system, each once by the number that it had there.

    Columns: 编号, 内容, 提交时间 must be there; 标题, 诉求类型, 类别 (first/second/third level), 紧急程度,
    状态 (在办, 办结), 承办单位 (code or name), 地点, 发生时间, 姓名, 电话, 办结时间, 答复, 满意度, 保密 (是, 否)
    may be. What a row does not say of type and category the model says. An open ticket is accepted now and goes to the
    unit that had it; an ended one is kept as it ended, and no rate counts it. Every bad row is named with its line and
    the reason, the good ones are taken; an import that broke off may simply be repeated. It is written into the audit.
    """
    from app.commands.ticket import import_tickets as run  # noqa: PLC0415

    run(file, source=source)


@tickets.command("export")
def export_tickets(
    out: Annotated[Path, typer.Argument(help="File to write: .csv or .xlsx")],
    since: Annotated[datetime | None, _day("First day on which they were received")] = None,
    until: Annotated[datetime | None, _day("Last day")] = None,
    state: Annotated[list[str] | None, typer.Option(help="Only in this state; may be given several times")] = None,
    unit: Annotated[list[str] | None, typer.Option(help="Only of this unit (code); may be given several times")] = None,
) -> None:
    """Export tickets, masked as on the pages, without contacts; of reports and confidential ones no place either.

    The export is written into the audit.
    """
    from app.commands.ticket import export_tickets as run  # noqa: PLC0415

    run(out, since=since and since.date(), until=until and until.date(), states=state or [], units=unit or [])


def main() -> None:
    """Run a command: 0 on success, 2 on wrong arguments, else 1 with one clear line on standard error."""
    gc.set_threshold(*_COLLECTED_LOADING)
    # Before numpy is loaded: on products of a few megabytes its threads mostly wait for each other, and spin meanwhile.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        application()
    except HotlineError as error:
        _complain(error)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        print(f"{error.strerror}: {error.filename}", file=sys.stderr)  # noqa: T201
        sys.exit(1)


def _log_without_colours() -> None:
    """Load structlog as where rich is not installed: for colours that no log of ours has it would bring in a hundred
    modules, 5 MB for as long as the server runs."""
    if "rich" in sys.modules or "structlog" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment]  # Python's own way of saying that there is none
    try:
        import structlog  # noqa: F401, PLC0415 - only now
    finally:
        del sys.modules["rich"]


def _complain(error: HotlineError) -> None:
    print(_sentence(error).replace("\n", " "), file=sys.stderr)  # noqa: T201


def _sentence(error: HotlineError) -> str:
    """What is wrong in the reader's language; the bare fact where the wording itself is what is wrong."""
    from app.city import load_words  # noqa: PLC0415

    try:
        if error.code == "database_away":  # the citizen's sentence would not help whoever starts the server
            return load_words().say("command.no_database", **error.params)
        return load_words().error(error)
    except (HotlineError, KeyError):
        return str(error)


if __name__ == "__main__":
    main()
