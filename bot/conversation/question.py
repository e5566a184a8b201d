"""A question is answered from the base with its source; if it is not clear which is meant, one asks; else a person."""

from dataclasses import replace

from bot.conversation import consultation, helped, matter
from bot.conversation.acts import GiveEntry, Say, SayOfAnswer
from bot.conversation.asked import note
from bot.conversation.session import Asked, Stage
from bot.conversation.show import Rows, show, show_all, show_part
from bot.conversation.turn import Turn
from casework.ports import SaidOfAnswer
from hotline.matter import Disposition
from hotline.message import Button
from knowledge.answer import Answer, AnswerDecision
from knowledge.entry import Entry


def ask_base(turn: Turn, query: str) -> None:
    """Look a question up and say what the base has, or offer to register it for the unit that knows."""
    found = turn.answer(query)
    turn.take_as(Disposition.CONSULT)
    asked = note(turn, query, found)
    match found.decision:
        case AnswerDecision.ANSWER if found.entry is not None:
            tell(turn, asked, found.entry)
        case AnswerDecision.CLARIFY:
            which(turn, found)
        case _:
            consultation.offer(turn, asked)


def tell(turn: Turn, asked: Asked, entry: Entry) -> None:
    """The answer, and whether it helped."""
    _await_word(turn, entry)
    show(turn, entry, *_rows(asked, entry))


def tell_part(turn: Turn, asked: Asked, entry: Entry, part: str, text: str) -> None:
    """One part of an entry, which was asked for, and whether it helped."""
    _await_word(turn, entry)
    show_part(turn, entry, part, text, *_rows(asked, entry))


def _await_word(turn: Turn, entry: Entry) -> None:
    turn.session.stage, turn.session.draft, turn.session.choices = Stage.ANSWERED, None, [entry.id]


def _rows(asked: Asked, entry: Entry) -> tuple[Rows, ...]:
    return helped.buttons(asked), (("full_text", f"full:{entry.id}"),)


def full_text(turn: Turn, entry: str) -> None:
    """The whole entry, with the same question whether it helped."""
    found = turn.tools.entries.get(entry)
    if found is None:
        turn.say("entry_gone")
        return
    asked = next((each for each in reversed(turn.session.asked) if each.entry == entry), None)
    rows = (helped.buttons(asked),) if asked is not None and turn.session.stage is Stage.ANSWERED else ()
    show_all(turn, found, *rows)


def which(turn: Turn, found: Answer, *, without: str = "") -> None:
    """Ask which of two or three is meant."""
    entries = [each.entry.id for each in found.candidates if each.entry.id != without][:3]
    turn.session.stage, turn.session.choices, turn.session.draft = Stage.CHOOSING, entries, None
    lines, taps = helped.choices(turn, entries)
    words = turn.tools.wording
    none = (Button(words.say("tap.none_of_these"), "choose:0"), Button(words.say("tap.human"), "human"))
    turn.do(Say(words.say("chat.which", choices=lines), (*taps, none)))


def chosen_in_words(turn: Turn) -> bool:
    """A figure chooses, "none" and "go on" lead to the unit; anything else is a new message."""
    draft = turn.session.draft
    if draft is not None and any(map(turn.means, ("yes", "go_on", "none_of_these", "unsolved"))):
        turn.session.choices = []
        matter.proceed(turn, draft)
        return True
    if turn.means("solved"):
        return helped.said(turn)
    none = any(map(turn.means, ("none_of_these", "go_on", "unsolved")))
    place = 0 if none else _NUMBERS.get(turn.text.strip(" .、。第个"))
    if place is None:
        turn.session.rest()
        return False
    chosen(turn, place)
    return True


_NUMBERS = {"1": 1, "一": 1, "2": 2, "二": 2, "3": 3, "三": 3}


def chosen(turn: Turn, place: int) -> None:
    """The citizen tapped one of the titles, or none of them."""
    choices, asked = turn.session.choices, helped.in_question(turn)
    entry = turn.tools.entries.get(choices[place - 1]) if 0 < place <= len(choices) else None
    turn.session.choices = []
    if asked is None:
        turn.session.rest()
        turn.say("tell_question")
    elif entry is None:
        turn.do(SayOfAnswer(asked.key, SaidOfAnswer.UNSOLVED))
        consultation.offer(turn, asked)
    else:
        _given(turn, asked, entry)


def _given(turn: Turn, asked: Asked, entry: Entry) -> None:
    changed = replace(asked, entry=entry.id, unit=entry.owner or asked.unit, at=turn.at.timestamp())
    turn.session.ask_again(changed)
    turn.do(GiveEntry(asked.key, entry.id))
    tell(turn, changed, entry)


def followed_up(turn: Turn) -> bool:
    """After an answer: helped or not; anything else is a new message."""
    if helped.said(turn):
        return True
    turn.session.stage = Stage.IDLE
    return False
