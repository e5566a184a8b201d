"""`jiesu understand`: what each message means."""

from datetime import datetime
from pathlib import Path

from app.assembly import Mind, build_mind
from app.forms import ToldMatter, understanding_form
from app.lines import FieldNotMomentError, as_text, read_lines, text_of, write_line
from app.settings import read_settings
from classifiers.verdict import Understanding
from hotline.clock import SHANGHAI, SystemClock, utc
from routing.decision import Decision, RoutedMatter, Suggestion


def run(file: Path | None, model: Path | None) -> None:
    """Read messages `{"id","title"?,"text","at"?,"district"?}` and print a verdict for each."""
    mind = build_mind(read_settings(), model=model)
    now = SystemClock().now()
    for number, line in read_lines(file, "text"):
        at = moment(line.get("at"), now, number)
        text, title, district = (text_of(line, field, number) for field in ("text", "title", "district"))
        understood = mind.understander.understand(text, title=title, at=at, district=district, vectors=True)
        decision = decide(mind, understood, f"{title}\n{text}".strip(), at)
        matters = told(mind, understood, decision, at)
        write_line(understanding_form(line.get("id", number), understood, decision, matters))


def told(mind: Mind, understood: Understanding, decision: Decision, at: datetime) -> list[ToldMatter]:
    """The matters of the text; a single one is what was understood of the whole message."""
    spans = mind.understander.matters_in(understood.text)
    if len(spans) == 1:
        return [ToldMatter(spans[0].start, spans[0].end, understood, decision)]
    alone = [mind.understander.understand(span.text, at=at, vectors=True) for span in spans]
    decisions = [decide(mind, each, each.text, at) for each in alone]
    return [
        ToldMatter(span.start, span.end, each, unit) for span, each, unit in zip(spans, alone, decisions, strict=True)
    ]


def decide(mind: Mind, understood: Understanding, text: str, at: datetime) -> Decision:
    """The dispatch decision on an understood message, as the conversation takes it."""
    unit = understood.unit
    suggestion = Suggestion(unit.ranked, understood.category.confidence, understood.second_view)
    place = understood.elements.place
    routed = RoutedMatter(text, understood.category.category, understood.kind, place)
    return mind.router.decide(routed, suggestion, at)


def moment(value: object, now: datetime, line: int) -> datetime:
    """An ISO moment, local time where no zone is given; now where there is none.

    Raises:
        FieldNotMomentError: something else.
    """
    if not value:
        return now
    try:
        read = datetime.fromisoformat(as_text(value, "at", line))
    except ValueError:
        raise FieldNotMomentError(line=line, field="at") from None
    return utc(read if read.tzinfo else read.replace(tzinfo=SHANGHAI))
