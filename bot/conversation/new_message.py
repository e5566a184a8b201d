"""A message that answers nothing we asked: greet, answer, take the matter, or name the channel that is competent."""

from bot.conversation import elsewhere, helped, matter, my_data, progress, question, supplement
from bot.conversation.asking import take
from bot.conversation.mixed import tells_beside
from bot.conversation.session import Draft, Stage
from bot.conversation.turn import Turn
from hotline.matter import Disposition
from knowledge.answer import AnswerDecision

_CHANNELS = frozenset(
    {
        Disposition.LEGAL_CHANNEL,
        Disposition.INFORMATION_DISCLOSURE,
        Disposition.DISCIPLINE_INSPECTION,
        Disposition.OUT_OF_SCOPE,
        Disposition.PRIVATE_DISPUTE,
        Disposition.SECRET,
    }
)
LONGEST_CHAT = 20
_BESIDE_PLACE = 4
"""So many characters beside a place tell nothing of their own (我是在…的)."""
_BARE = frozenset({Disposition.NO_SUBSTANCE, Disposition.MALICIOUS, Disposition.ADVERTISEMENT})


def taken(turn: Turn) -> None:
    """Follow the disposition. What is doubtful was judged harmless before it came here."""
    if supplement.followed(turn) or _opened(turn):
        return
    if turn.stray:
        turn.say("tell_matter")
    else:
        _disposed(turn)


def _opened(turn: Turn) -> bool:
    """A greeting, or only the wish to tell something."""
    if turn.means("greeting"):
        greet(turn)
    elif turn.wordless:
        turn.take_as(Disposition.NO_SUBSTANCE)
        turn.say("no_words", (("matter", "start:matter"), ("human", "human")))
    elif turn.means("wants_to_tell"):
        _welcome(turn)
        turn.take_as(Disposition.OPEN_TICKET)
        turn.say("tell_matter")
    elif turn.means("wants_to_ask"):
        _welcome(turn)
        turn.take_as(Disposition.CONSULT)
        turn.say("tell_question")
    else:
        return False
    return True


def _disposed(turn: Turn) -> None:
    match turn.understood.disposed:
        case Disposition.CONSULT if not turn.means("tells") and not tells_beside(turn):
            _welcome(turn)
            question.ask_base(turn, turn.text)
        case Disposition.SMALLTALK if not _tells_where(turn):
            greet(turn)
        case Disposition.THANKS if not turn.means("tells"):
            turn.take_as(Disposition.THANKS)
            turn.say("thanks")
        case Disposition.PROGRESS_QUERY if not progress.tells_matter(turn):
            progress.report(turn)
        case Disposition.PETITION_HANDLED:
            _handled_before(turn)
        case Disposition.PRIVACY_REQUEST:
            my_data.offer(turn)
        case Disposition.OTHER_CITY if elsewhere.only_mentioned(turn):
            _welcome(turn)
            matter.begin(turn)
        case Disposition.OTHER_CITY:
            _elsewhere(turn)
        case disposed if disposed in _CHANNELS or disposed in _BARE:
            _name_channel(turn, disposed)
        case _:
            _welcome(turn)
            matter.begin(turn)


def _tells_where(turn: Turn) -> bool:
    """我跟你讲啊，我住在…: who begins like a chat and names a place tells a matter."""
    return len(turn.text) > LONGEST_CHAT and bool(turn.understood.elements.place)


def greet(turn: Turn) -> None:
    """Who we are, what can be said here, what happens to it."""
    turn.take_as(Disposition.SMALLTALK)
    turn.say(
        "greeting_again" if turn.session.greeted else "greeting",
        (("matter", "start:matter"), ("question", "start:question")),
        (("progress", "progress"), ("human", "human")),
    )
    turn.session.greeted = True


def insisted(turn: Turn) -> bool:
    """After a number or a channel was named: "go on" registers it all the same; anything else is new.

    A matter that danger has interrupted goes on where it stood.
    """
    draft = turn.session.draft
    if draft is not None and (
        (elsewhere.heard(turn, draft) and _dropped(turn))
        or _agreed(turn)
        or _here(turn, draft)
        or (draft.consultation and _said_of_answer(turn, draft))
    ):
        return True
    if turn.session.stage is Stage.AFTER_DANGER and turn.session.asking:
        return matter.told(turn)
    if turn.means("no") or (turn.courteous and turn.session.later):
        return _dropped(turn)
    if turn.session.stage is Stage.AFTER_DANGER and draft is not None and not _something_else(turn):
        _goes_on(turn, draft)
        return True
    if draft is not None and draft.invited and _more_of_it(turn):
        draft.texts.insert(0, turn.text)
        matter.proceed(turn, draft)
        return True
    turn.session.rest()
    return False


def _dropped(turn: Turn) -> bool:
    """It is not registered; what else they told is taken up."""
    draft = turn.session.draft
    turn.session.rest()
    turn.say("cancelled")
    matter.next_one(turn, draft)
    return True


def _agreed(turn: Turn) -> bool:
    draft = turn.session.draft
    if draft is None or not (turn.means("go_on") or turn.means("yes")):
        return False
    matter.proceed(turn, draft)
    return True


def _here(turn: Turn, draft: Draft) -> bool:
    """It was taken for another city's, and a place of this one is named."""
    here = elsewhere.after_all_here(turn, draft)
    if here:
        matter.proceed(turn, draft)
    return here


def _said_of_answer(turn: Turn, draft: Draft) -> bool:
    """没解决 after the unit was offered is a yes to it; 解决了 ends it."""
    asked = turn.session.asked_as(draft.question)
    if turn.means("unsolved") or turn.means("none_of_these"):
        matter.proceed(turn, draft)
    elif _only_where(turn):
        draft.texts.append(turn.text)
        matter.proceed(turn, draft)
    elif turn.means("solved") and asked is not None:
        helped.solved(turn, asked)
    else:
        return False
    return True


def _only_where(turn: Turn) -> bool:
    """系锦绣苑3栋, said after the unit was offered: it belongs to what was asked, and is no matter of its own."""
    place = turn.tools.elements.find(turn.text, None).place.text
    return bool(place) and len(turn.text) - len(place) <= _BESIDE_PLACE


def _goes_on(turn: Turn, draft: Draft) -> None:
    """After the number, what is said belongs to the danger, however little it is (在锦绣苑)."""
    if not turn.session.reassured:
        turn.session.reassured = True
        turn.say("after_danger")
    if not take(turn, draft, ""):
        draft.texts.append(turn.text)
    matter.proceed(turn, draft)


def _something_else(turn: Turn) -> bool:
    """Thanks, or a question to which the base has a sure answer."""
    disposed = turn.understood.disposed
    if turn.courteous or disposed is Disposition.THANKS:
        return True
    return disposed is Disposition.CONSULT and turn.answer(turn.text).decision is AnswerDecision.ANSWER


def _more_of_it(turn: Turn) -> bool:
    return turn.understood.disposed in (Disposition.OPEN_TICKET, Disposition.EMERGENCY, Disposition.PROGRESS_QUERY)


def _welcome(turn: Turn) -> None:
    """One line at the very first message, so that the person knows whom they write to and what is kept."""
    if not turn.session.greeted:
        turn.session.greeted = True
        turn.say("first_line")


def _handled_before(turn: Turn) -> None:
    """The same matter again: show where it stands, and take new facts if there are any."""
    turn.take_as(Disposition.PETITION_HANDLED)
    turn.session.draft, turn.session.stage = Draft(texts=[turn.text]), Stage.CHANNEL_NAMED
    turn.session.leans = False
    turn.say("petition_already_handled", (("new_facts", "start:matter"), ("progress", "progress")),
             (("human", "human"),))  # fmt: skip


def _elsewhere(turn: Turn) -> None:
    """Another city's matter: the number of that city where it is named."""
    draft = turn.session.draft = Draft(texts=[turn.text])
    if elsewhere.told(turn, draft):
        turn.session.greeted = True
    else:
        _name_channel(turn, Disposition.OTHER_CITY)
        draft.here = draft.invited = True
        turn.session.draft = draft


def _name_channel(turn: Turn, disposed: Disposition) -> None:
    """Never a bare refusal: say where it belongs, and leave the door open."""
    invited = disposed is Disposition.NO_SUBSTANCE
    turn.take_as(disposed)
    turn.session.draft, turn.session.stage = Draft(texts=[turn.text], invited=invited), Stage.CHANNEL_NAMED
    turn.session.greeted, turn.session.leans = True, False
    rows = (("insist", "start:matter"), ("human", "human"))
    turn.say(f"channel_{disposed.value}", rows)
