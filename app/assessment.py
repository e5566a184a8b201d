"""The assessment of the console's pages, over the database and the city's rules."""

from console.assessment import AssessmentParts
from hotline.assessment import AssessmentRules
from storage.open import Database


def assessment_of(database: Database, rules: AssessmentRules) -> AssessmentParts:
    views = database.views
    return AssessmentParts(
        rules=rules,
        closed=lambda since, until, unreached: views.closed_tickets(since, until, unreached=unreached),
        findings=views.findings,
    )
