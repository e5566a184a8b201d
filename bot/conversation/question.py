"""A question is answered from the base with its source; if it is not clear which is meant, one asks; else a person."""

import re

from bot.conversation.acts import Say
from bot.conversation.session import Draft, Stage
from bot.conversation.show import show
from bot.conversation.turn import Turn
from hotline.message import Button
from knowledge.answer import Answer, AnswerDecision
from knowledge.entry import Entry

LONGEST_CHOICE, LONGEST_ELLIPSIS = 40, 14
_ELLIPSIS = re.compile(r"^(?:那|要是|如果)|呢[?？。]?$")


def ask_base(turn: Turn, query: str) -> None:
    """Look a question up and say what the base has, or offer to register it for the unit that knows."""
    found = turn.answer(query)
    turn.session.question = query
    match found.decision:
        case AnswerDecision.ANSWER if found.entry is not None:
            tell(turn, found.entry)
        case AnswerDecision.CLARIFY:
            _which(turn, found)
        case _:
            _register(turn)


def tell(turn: Turn, entry: Entry) -> None:
    """The answer, and whether it helped."""
    turn.session.stage, turn.session.choices = Stage.ANSWERED, [entry.id]
    show(
        turn,
        entry,
        (("answered", "answer:yes"), ("not_answered", "answer:no")),
        (("full_text", f"full:{entry.id}"), ("human", "human")),
    )


def full_text(turn: Turn, entry: str) -> None:
    """The whole entry, for who wants to read it."""
    found = turn.tools.entries.get(entry)
    if found is None:
        turn.say("entry_gone")
        return
    turn.say("full_answer", (("answered", "answer:yes"), ("not_answered", "answer:no")),
             title=found.title, answer=found.full, source=found.source)  # fmt: skip


def _which(turn: Turn, found: Answer) -> None:
    entries = [each.entry for each in found.candidates[:3]]
    turn.session.stage, turn.session.choices = Stage.CHOOSING, [entry.id for entry in entries]
    words = turn.tools.wording
    taps = [(Button(_short(entry.title), f"choose:{place}"),) for place, entry in enumerate(entries, start=1)]
    taps.append((Button(words.say("tap.none_of_these"), "choose:0"),))
    lines = "\n".join(f"{place}. {entry.title}" for place, entry in enumerate(entries, start=1))
    turn.do(Say(words.say("chat.which", choices=lines), tuple(taps)))


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_CHOICE else f"{title[:LONGEST_CHOICE]}…"


def chosen_in_words(turn: Turn) -> bool:
    """A figure chooses; anything else is a new message."""
    none = turn.means("none_of_these") or turn.means("go_on")
    place = 0 if none else _NUMBERS.get(turn.text.strip(" .、。第个"))
    if place is None:
        turn.session.rest()
        return False
    chosen(turn, place)
    return True


_NUMBERS = {"1": 1, "一": 1, "2": 2, "二": 2, "3": 3, "三": 3}


def chosen(turn: Turn, place: int) -> None:
    """The citizen tapped one of the titles, or none of them."""
    choices = turn.session.choices
    entry = turn.tools.entries.get(choices[place - 1]) if 0 < place <= len(choices) else None
    turn.session.choices = []
    if entry is None:
        _register(turn)
    else:
        tell(turn, entry)


def _register(turn: Turn, why: str = "no_answer") -> None:
    """The base has no answer: the question itself becomes a consultation for the unit that knows."""
    turn.session.stage = Stage.CHANNEL_NAMED
    turn.session.draft = Draft(texts=[turn.session.question], consultation=True)
    turn.say(why, (("register_question", "start:matter"), ("human", "human")))


def followed_up(turn: Turn) -> bool:
    """After an answer: thanks or "no good"; anything else is a new message."""
    if any(map(turn.means, ("unsolved", "no", "none_of_these"))):
        not_answered(turn)
    elif turn.means("solved") or turn.means("yes"):
        answered(turn)
    elif _ELLIPSIS.search(turn.text) and len(turn.text) <= LONGEST_ELLIPSIS and turn.session.question:
        _asked_on(turn)
    else:
        turn.session.stage = Stage.IDLE
        return False
    return True


def _asked_on(turn: Turn) -> None:
    """那外地的呢: only the question before says what is asked. The same answer once more would be none."""
    query = f"{turn.session.question} {turn.text}"
    told, found = turn.session.choices, turn.answer(query)
    turn.session.question = query
    if found.decision is AnswerDecision.ANSWER and found.entry is not None and found.entry.id not in told:
        tell(turn, found.entry)
    else:
        _register(turn, "not_in_answer")


def answered(turn: Turn) -> None:
    turn.session.rest()
    turn.say("glad")


def not_answered(turn: Turn) -> None:
    """The answer did not help: the question goes to the unit that knows, or to a person."""
    if not turn.session.question:
        turn.say("tell_more")
        return
    _register(turn, "not_helped")
