"""The figures of the console's page, made of what analytics computes over the read models."""

from collections.abc import Sequence
from datetime import datetime

from analytics.misroutes import by_decision
from analytics.questions import QuestionShares, question_shares
from analytics.rates import Rate, three_rates
from app.assembly import House
from console.parts import Figure
from hotline.clock import local_day


def figures_of(house: House, since: datetime, until: datetime) -> Sequence[Figure]:
    """The three rates of tickets closed, what became of questions, and how often people changed the machine's
    decisions, in a period."""
    views, words = house.database.views, house.office.wording
    rule = house.mind.city.assessment.on(local_day(until))
    findings = views.findings(since, until)
    closed = views.closed_tickets(since, until, unreached=rule.unreached)
    rates = three_rates(closed, weights=rule.weights, partly=rule.partly, excluded=findings.excluded,
                        spared=findings.spared)  # fmt: skip
    figures = [
        _figure(words.say(f"figure.{name}"), rate)
        for name, rate in (
            ("response", rates.response),
            ("solution", rates.solution),
            ("satisfaction", rates.satisfaction),
        )
    ]
    shares = question_shares(views.question_counts(since, until))
    for name in QuestionShares.__dataclass_fields__:
        figures.append(_figure(words.say(f"figure.asked_{name}"), getattr(shares, name)))
    for decision, misroute in by_decision(views.misroutes(since, until).counts).items():
        figures.append(Figure(words.say(f"figure.changed_{decision}"), misroute.changed, misroute.judged))
    return figures


def _figure(name: str, rate: Rate) -> Figure:
    return Figure(name, int(rate.part), rate.whole)
