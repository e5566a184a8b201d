"""The command `jiesu`. Each command loads only what it needs, so that `--help` is quick."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hotline.errors import HotlineError

application = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
                          help="接诉 Jiesu: intake assistant for a 12345 citizen hotline")  # fmt: skip
database = typer.Typer(no_args_is_help=True, help="The database")
user = typer.Typer(no_args_is_help=True, help="Staff accounts")
application.add_typer(database, name="db")
application.add_typer(user, name="user")

InputFile = Annotated[Path | None, typer.Argument(help="JSON lines; standard input where no file is named")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one")]


@application.command()
def demo(port: Port = None, folder: Annotated[Path | None, typer.Option(help="Keep it here")] = None) -> None:
    """Start a seeded demo city on SQLite in a throw-away folder, on a loopback port."""
    from app.commands.demo import run  # noqa: PLC0415

    run(port=port, folder=folder)


@application.command()
def serve(port: Port = None, host: Annotated[str | None, typer.Option(help="Address to listen on")] = None) -> None:
    """Serve console, web chat, API and jobs, and Telegram where its token is set."""
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
    from app.commands.train import run  # noqa: PLC0415

    run(data, out, corpus=corpus)


@application.command()
def evaluate(data: Annotated[Path, typer.Option(help="CSV with the columns of `train`")],
             model: Annotated[Path | None, typer.Option(help="Model folder")] = None,
             json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False) -> None:  # fmt: skip
    """Measure a model: accuracy, macro-F1, per class, coverage at 97 % and 98 % precision, calibration."""
    from app.commands.evaluate import run  # noqa: PLC0415

    run(data, model, as_json=json)


DatabaseUrl = Annotated[str | None, typer.Option(help="Use this empty database instead of a temporary one")]


@application.command()
def replay(
    file: Annotated[Path, typer.Argument(help="CSV with id,title,text and optionally at")],
    limit: Annotated[int | None, typer.Option(help="Only the first rows")] = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Play real messages through the conversation and the database, and account for each."""
    from app.commands.replay import run  # noqa: PLC0415

    run(file, limit=limit, database_url=database_url)


@application.command()
def doctor() -> None:
    """Check settings, data files and connections."""
    from app.commands.doctor import run  # noqa: PLC0415

    run()


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
    from app.commands.user import add  # noqa: PLC0415

    add(login=login, role=role, name=name, unit=unit)


def main() -> None:
    """Run a command: 0 on success, 2 on wrong arguments, else 1 with one clear line on standard error."""
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
