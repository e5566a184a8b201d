"""解决了、没解决、转人工: what the citizen says of an answer is kept, and 没解决 is no dead end."""

from bot.conversation import consultation
from bot.conversation.acts import Say, SayOfAnswer
from bot.conversation.session import Asked, Stage
from bot.conversation.turn import Turn
from casework.ports import SaidOfAnswer
from hotline.message import Button

LONGEST_CHOICE = 40
_ABOUT_A_QUESTION = (Stage.ANSWERED, Stage.CHOOSING, Stage.CHANNEL_NAMED)
_SAID = {"yes": SaidOfAnswer.SOLVED, "no": SaidOfAnswer.UNSOLVED}


def buttons(asked: Asked) -> tuple[tuple[str, str], ...]:
    """The row under every answer. The key says which question is meant, when several answers stand on the screen."""
    return (("answered", f"answer:yes:{asked.key}"), ("not_answered", f"answer:no:{asked.key}"), ("human", "human"))


def tapped(turn: Turn, rest: str) -> bool:
    """A button under an answer, perhaps not the latest one.

    While a matter is being told, or a person is called, it is only noted: what goes on now is worth more than a word
    about an old answer.
    """
    word, _, key = rest.partition(":")
    asked = turn.session.asked_as(int(key)) if key.isascii() and key.isdecimal() and len(key) < 10 else _last(turn)
    if asked is None or word not in _SAID:
        return False
    if _something_goes_on(turn):
        turn.do(SayOfAnswer(asked.key, _SAID[word]))
        turn.say("noted")
    else:
        (solved if word == "yes" else unsolved)(turn, asked)
    return True


def _something_goes_on(turn: Turn) -> bool:
    return turn.session.unfinished or turn.session.stage in (Stage.WITH_PERSON, Stage.AFTER_DANGER)


def said(turn: Turn) -> bool:
    """The same in words, about the latest answer."""
    asked = _last(turn)
    if asked is None:
        return False
    if any(map(turn.means, ("unsolved", "no", "none_of_these"))):
        unsolved(turn, asked)
    elif turn.means("solved"):
        solved(turn, asked)
    elif turn.means("yes"):
        turn.session.rest()
        turn.say("glad")
    else:
        return False
    return True


def solved(turn: Turn, asked: Asked) -> None:
    turn.do(SayOfAnswer(asked.key, SaidOfAnswer.SOLVED))
    turn.session.rest()
    turn.say("glad")


def unsolved(turn: Turn, asked: Asked) -> None:
    """The answer did not help: what else could be meant, the unit that knows, or a person."""
    turn.do(SayOfAnswer(asked.key, SaidOfAnswer.UNSOLVED))
    turn.session.question = asked.words
    near = [each for each in asked.near if each in turn.tools.entries and each != asked.entry]
    if not near:
        consultation.offer(turn, asked, "not_helped")
        return
    turn.session.stage, turn.session.choices = Stage.CHOOSING, near
    turn.session.draft = consultation.draft_of(asked)
    lines, taps = choices(turn, near)
    words = turn.tools.wording
    row = tuple(Button(words.say(f"tap.{label}"), action) for label, action in consultation.OFFERS)
    turn.do(Say(words.say("chat.not_helped_near", choices=lines), (*taps, row)))


def choices(turn: Turn, entries: list[str]) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    """Titles to choose from, as numbered lines and as buttons."""
    titles = [turn.tools.entries[each].title for each in entries]
    taps = tuple((Button(_short(title), f"choose:{place}"),) for place, title in enumerate(titles, start=1))
    return "\n".join(f"{place}. {title}" for place, title in enumerate(titles, start=1)), taps


def person_wanted(turn: Turn) -> None:
    """A person was asked for when an answer or a choice stood on the screen."""
    asked = in_question(turn)
    if asked is not None and turn.session.stage in _ABOUT_A_QUESTION:
        turn.do(SayOfAnswer(asked.key, SaidOfAnswer.PERSON))


def in_question(turn: Turn) -> Asked | None:
    """The question that a choice or an offer on the screen is about: perhaps an older one, else the latest."""
    draft = turn.session.draft
    return (turn.session.asked_as(draft.question) if draft is not None else None) or _last(turn)


def _last(turn: Turn) -> Asked | None:
    return turn.session.asked[-1] if turn.session.asked else None


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_CHOICE else f"{title[:LONGEST_CHOICE]}…"
