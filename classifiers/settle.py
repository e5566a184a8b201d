"""From probabilities to what becomes of a message; doubt goes the harmless way, to an ordinary ticket."""

from dataclasses import replace

from classifiers.cues import Cues
from classifiers.model import DISPOSITION, Reading
from classifiers.no_substance import tells_of_something
from classifiers.verdict import Alarm, Verdict
from hotline.matter import Disposition, MatterType

ELSEWHERE = 0.5
"""A message goes another way than ticket or answer only if all other ways together are likelier than these two,"""

LEADING = 0.35
"""and one of them stands out. On held-out messages about one matter in a hundred was lost from the tickets by this."""

OUTRIGHT = 0.9
"""From this confidence on the matter type alone says that something is to be done: "我要投诉" is no question."""

RULES_ALONE = 0.95
"""How far an alarm of the rules is believed where no model agrees."""

_CASES = (Disposition.OPEN_TICKET, Disposition.CONSULT)


def settle(reading: Reading, matter_type: Verdict, text: str, cues: Cues) -> Verdict:
    """The disposition of a message that is no emergency.

    Another way than a ticket or an answer has to be sure, and the text has to hold a word that speaks of it; an insult
    is passed over only where nothing beside it tells of something. Between ticket and answer the matter type has a
    say: both ask the same, whether the citizen wants to know or wants something done.
    """
    verdict = reading.verdict(DISPOSITION)
    elsewhere = 1 - sum(reading.chance(DISPOSITION, label) for label in _CASES)
    if elsewhere < ELSEWHERE:
        return _case(reading, verdict, matter_type)
    leading = verdict if verdict.label not in _CASES else promoted(verdict, _first_other(verdict))
    if leading.confidence >= LEADING and _speaks_of(leading.label, text, cues):
        return leading
    return _case(reading, verdict, matter_type)


def _speaks_of(label: str, text: str, cues: Cues) -> bool:
    cue = cues.get(label)
    heard = cue is None or cue.search(text) is not None
    return heard and not (label == Disposition.NO_SUBSTANCE and tells_of_something(text))


def _first_other(verdict: Verdict) -> str:
    return next((label for label, _ in verdict.alternatives if label not in _CASES), Disposition.OPEN_TICKET)


def _case(reading: Reading, verdict: Verdict, matter_type: Verdict) -> Verdict:
    ticket, consult = (reading.chance(DISPOSITION, label) for label in _CASES)
    asks = (consult / max(ticket + consult, 1e-9) + chance_of(matter_type, MatterType.CONSULTATION)) / 2
    if matter_type.label != MatterType.CONSULTATION and matter_type.confidence >= OUTRIGHT:
        asks = 0.0
    label = Disposition.CONSULT if asks > 0.5 else Disposition.OPEN_TICKET
    if label == verdict.label:
        return verdict
    alternatives = tuple(each for each in verdict.ranked if each[0] != label)
    return Verdict(label, consult if label is Disposition.CONSULT else ticket, alternatives)


def agreeing(matter_type: Verdict, disposition: Verdict) -> Verdict:
    """The matter type that goes with the disposition: an answer is for a 咨询, and a 咨询 gets an answer."""
    if disposition.label == Disposition.CONSULT and matter_type.label != MatterType.CONSULTATION:
        return promoted(matter_type, MatterType.CONSULTATION)
    if disposition.label == Disposition.OPEN_TICKET and matter_type.label == MatterType.CONSULTATION:
        other = next((label for label, _ in matter_type.alternatives), MatterType.HELP)
        return promoted(matter_type, other)
    return matter_type


def alarmed(alarm: Alarm, verdict: Verdict, probability: float | None) -> Verdict:
    """The disposition of an emergency, whatever else the message may be."""
    sure = max(RULES_ALONE, probability or 0.0)
    return Verdict(Disposition.EMERGENCY, sure, ((verdict.label, verdict.confidence),), (alarm.evidence,))


def chance_of(verdict: Verdict, label: str) -> float:
    """The probability that a verdict gives to a label; 0 where it is not among its runners-up."""
    return verdict.confidence if verdict.label == label else dict(verdict.alternatives).get(label, 0.0)


def promoted(verdict: Verdict, label: str) -> Verdict:
    return replace(
        verdict,
        label=label,
        confidence=chance_of(verdict, label),
        alternatives=tuple(each for each in verdict.ranked if each[0] != label),
        evidence=(),
        likely=0,
    )
