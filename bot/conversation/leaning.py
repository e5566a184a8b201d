"""那外地户口呢, 要带什么材料: a question that leans on the last one is understood with it and with its entry."""

import re
from dataclasses import dataclass

from bot.conversation import consultation, question
from bot.conversation.asked import note
from bot.conversation.session import Asked, Stage
from bot.conversation.turn import Turn
from knowledge.answer import Answer, AnswerDecision, Candidate
from knowledge.entry import Entry
from lexicon.segment import words

LONGEST = 20
_LONGEST_ELLIPSIS = 14
_STAGES = (Stage.IDLE, Stage.ANSWERED, Stage.CHANNEL_NAMED)
_ELLIPSIS = re.compile(r"^(?:那|要是|如果)|呢[?？。]?$")
_OPENING = re.compile(r"^(?:那么?|要是|如果)|呢?[?？。]?$")
_WHOLE = re.compile(r"怎么|如何|什么|多少|哪|几|吗|么")
"""What asks in full words may be a question of its own."""
_SAID_AT_ALL, _NAMES_A_MATTER, _NAMES_IT_ALL = 2, 3, 5


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a guide: how the line of a full text begins that tells it, and what a sentence holds that does."""

    label: str
    cue: str = ""


PARTS = {
    "how_long": _Part("多久|时限|期限|时效", "工作日|当场|即时|当天"),
    "fee": _Part("费用|收费", "不收费|免费|收费|工本费|费用|\\d元"),
    "materials": _Part("材料|证件|资料", "材料[:：]|需?(?:带|携带|提供|提交|出示)[^,，。]*(?:证|簿|表|材料|合同|证明)"),
    "when": _Part("时间|受理时间|办理时间", "上班时间|办公时间|周[末六日]|节假日"),
    "where": _Part("到哪里|归谁管|地点|在哪", "窗口|派出所|服务中心|大厅|经办机构|网点|网上|平台|小程序|登记处"),
    "law": _Part("依据"),
    "who": _Part("谁可以|谁要|谁适用|条件"),
    "steps": _Part("怎么办|步骤|流程|途径"),
}
"""The surest to ask for first."""
_MOST_SENTENCES = 3
_SENTENCE = re.compile(r"(?<=[。！？])|\n")
_ELSEWHERE = re.compile(rf"(?:{PARTS['who'].label}|{PARTS['materials'].label}|{PARTS['law'].label})[^：:]{{0,6}}[：:]")


@dataclass(frozen=True, slots=True)
class _Leans:
    """How a message leans: on a part of the entry, or as a new condition (empty part)."""

    part: str


def leaned(turn: Turn) -> bool:
    """Answer a question that says nothing by itself; False for anything that does."""
    asked = _in_hand(turn)
    leans = _how(turn, asked) if asked is not None else None
    if asked is None or leans is None:
        return False
    entry = turn.tools.entries.get(asked.entry)
    if entry is not None and leans.part == "steps" and _named(turn, asked) not in entry.full:
        return False  # 没水了怎么办: one character is enough to tell a matter
    said = _said(entry, leans, turn, asked) if entry is not None else ""
    if entry is not None and (said or leans.part):
        _from_entry(turn, asked, entry, leans.part, said)
    else:
        _from_base(turn, asked)
    return True


def _together(turn: Turn, asked: Asked) -> str:
    return f"{asked.root}；{turn.text}"


def _in_hand(turn: Turn) -> Asked | None:
    session = turn.session
    if session.stage not in _STAGES or len(turn.text) > LONGEST or turn.replies:
        return None
    asked = session.in_hand(turn.at, turn.tools.manners.lean_window.total_seconds())
    return asked if asked is not None and asked.at >= session.supplemented_at else None


def _how(turn: Turn, asked: Asked) -> _Leans | None:
    new = len(_named(turn, asked))
    if new < _SAID_AT_ALL and turn.means("asks"):
        return _Leans(next((part for part in PARTS if turn.means(f"asks_{part}")), ""))
    if not _ELLIPSIS.search(turn.text) or len(turn.text) > _LONGEST_ELLIPSIS or _of_its_own(turn, new):
        return None
    return _Leans("")


def _named(turn: Turn, asked: Asked) -> str:
    """What a message names besides the parts of a guide and the matter in hand."""
    rest = turn.tools.phrases.without(turn.text, *(f"asks_{part}" for part in PARTS), "in_passing")
    matter = f"{asked.root}{_title(turn, asked)}"
    return "".join(each for each in rest if each not in matter)


def _of_its_own(turn: Turn, new: int) -> bool:
    """那居住证怎么办 names its matter, and the base knows it; 那外地户口怎么办 only a condition of the one before."""
    if not _WHOLE.search(turn.text) or new < _NAMES_A_MATTER:
        return False
    return new >= _NAMES_IT_ALL or turn.answer(turn.text).decision is not AnswerDecision.HANDOVER


def _title(turn: Turn, asked: Asked) -> str:
    entry = turn.tools.entries.get(asked.entry)
    return entry.title if entry else ""


def _said(entry: Entry, leans: _Leans, turn: Turn, asked: Asked) -> str:
    """What the entry says to it in its own words; empty if nothing. 丢了怎么补 asks how, but of one thing only."""
    new = [each for each in words(_OPENING.sub("", turn.text)) if len(each) > 1]
    new = [each for each in new if each not in asked.root and each not in entry.title]
    named = [each for each in (*new, _named(turn, asked)) if each]
    of_it = _sentences(entry, "|".join(map(re.escape, named))) if named else ""
    if not leans.part or (leans.part == "steps" and of_it):
        return of_it
    part = PARTS[leans.part]
    labelled = _of_guide(entry, leans.part) or _lines(entry, f"(?:{part.label})[^：:]{{0,6}}[：:]")
    return labelled or (_sentences(entry, part.cue) if part.cue else "") or of_it


def _of_guide(entry: Entry, part: str) -> str:
    text = getattr(entry.guide, part)
    if isinstance(text, str):
        return text
    mark = "{0}. {1}" if part == "steps" else "· {1}"
    return "\n".join(mark.format(place, each) for place, each in enumerate(text, start=1))


def _lines(entry: Entry, pattern: str) -> str:
    found = re.compile(pattern)
    return "\n".join(line for line in entry.full.splitlines() if found.match(line))


def _sentences(entry: Entry, cue: str) -> str:
    """The entry's own sentences that speak of it, but for those that tell another part: who, with what, by what law."""
    found, text = re.compile(cue), entry.full or entry.short
    told = [each.strip() for each in _SENTENCE.split(text) if found.search(each) and not _ELSEWHERE.match(each)]
    return "\n".join(told[:_MOST_SENTENCES])


def _from_entry(turn: Turn, asked: Asked, entry: Entry, part: str, said: str) -> None:
    """What the entry says; what it does not say nobody makes up, and the owner of the entry is asked."""
    given = AnswerDecision.ANSWER if said else AnswerDecision.HANDOVER
    found = Answer(given, entry if said else None, asked.score, (Candidate(entry, asked.score),))
    following = note(turn, _together(turn, asked), found, lean_on=asked, root=asked.root if part else "")
    if said:
        question.tell_part(turn, following, entry, part or "said", said)
    else:
        consultation.offer(turn, following, "not_in_answer")


def _from_base(turn: Turn, asked: Asked) -> None:
    """Both questions together may find another entry; the same one once more would be no answer."""
    found = turn.answer(_together(turn, asked))
    again = found.entry is not None and found.entry.id == asked.entry
    kept = Answer(AnswerDecision.HANDOVER, None, found.score, found.candidates) if again else found
    following = note(turn, _together(turn, asked), kept, lean_on=asked)
    others = [each for each in found.candidates if each.entry.id != asked.entry]
    if found.entry is not None and not again:
        question.tell(turn, following, found.entry)
    elif found.decision is AnswerDecision.CLARIFY and len(others) > 1:
        question.which(turn, found, without=asked.entry)
    else:
        consultation.offer(turn, following, "not_in_answer" if asked.entry else "no_answer")
