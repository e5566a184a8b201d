"""What the catalogue says today of one ticket, for the desk: every rule tried, what to ask, and 法定渠道 and 抄送."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.ports import Predicted
from console.parts import ConsoleParts
from hotline.clock import local_day
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.workflow import State
from routing.decision import Ask, Decision, Lack, Lacking, RoutedMatter, Suggestion
from routing.facts import FactKind
from routing.jurisdiction import copied_districts

MOST = 40
"""Rules that one page lists, the fitting ones first."""


@dataclass(frozen=True, slots=True)
class TriedRule:
    """One rule with where it leads, the words that it found, and what it lacks, each as lack and what was wanted. Only
    words of the catalogue stand here, none of the citizen's."""

    rule: str
    door: str
    words: Sequence[str]
    lacking: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Ruling:
    """`channel` is a legal way that is named to the citizen instead of a dispatch; `asks` are facts on which the unit
    turns: both only while the ticket waits for a dispatcher. `copies` are the districts of its streets."""

    copies: Sequence[str] = ()
    channel: str = ""
    advice: str = ""
    asks: Sequence[Ask] = ()
    tried: Sequence[TriedRule] = ()
    left_out: int = 0


def read_ruling(parts: ConsoleParts, ticket: Ticket, predictions: Mapping[str, Predicted], actor: Actor) -> Ruling:
    """Blocking (rules). A unit's people see the copies only."""
    copies = copied_districts(parts.office.units, ticket.units)
    if actor.role is Role.DEPARTMENT:
        return Ruling(copies)
    decision = _decided(parts, ticket, predictions.get("unit"))
    kinds = _fact_kinds(parts)
    tried = [
        TriedRule(each.rule, each.channel or each.lead, each.words, [_lack(kinds, lack) for lack in each.lacking])
        for each in decision.trials[:MOST]
    ]
    left_out = max(0, len(decision.trials) - MOST)
    if ticket.state is not State.ACCEPTED:
        return Ruling(copies, tried=tried, left_out=left_out)
    return Ruling(copies, decision.channel, decision.advice, decision.asks, tried, left_out)


def _decided(parts: ConsoleParts, ticket: Ticket, predicted: Predicted | None) -> Decision:
    appeal = ticket.appeal
    units = ((predicted.label, predicted.confidence), *predicted.alternatives) if predicted else ()
    matter = RoutedMatter(appeal.text, appeal.category, appeal.matter_type, appeal.place)
    return parts.decide(matter, Suggestion(tuple(pair for pair in units if pair[0])), parts.now())


def _fact_kinds(parts: ConsoleParts) -> Mapping[str, FactKind]:
    if parts.catalogue is None:
        return {}
    return parts.catalogue.router.in_force(local_day(parts.now())).router.catalogue.facts.kinds


def _lack(kinds: Mapping[str, FactKind], lacking: Lacking) -> tuple[str, str]:
    """A fact by its title, for its values are signs of the table; all else as the catalogue words it."""
    wanted = lacking.wanted
    if lacking.lack is Lack.FACT and wanted and wanted[0] in kinds:
        return lacking.lack.value, kinds[wanted[0]].title
    return lacking.lack.value, "、".join(map(str, wanted))
