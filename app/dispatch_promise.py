"""How sure a dispatch must be to go out alone: learned from what is said to matters that no model asked has seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.city import City
from app.letters import letters
from classifiers.build import SETTINGS, default_rows
from classifiers.corpus_rows import CorpusRow, corpus_folder, matter_rows
from classifiers.folds import FOLDS
from classifiers.held_out import unseen
from classifiers.model import CATEGORY, UNIT, Model
from hotline.clock import local_day
from hotline.matter import MatterType
from lexicon.vectors import Vectors
from routing.calibrate import LabelledMatter, calibrate
from routing.confidence import DispatchConfidence
from routing.decision import RoutedMatter, Suggestion

MATERIAL = (
    "classifiers/corpus/matters, each as written and as a letter with others told behind it; "
    "right: the lead named there or one of its co-units; suggestions out of fold"
)

LEAST = 0.95
"""No threshold below this. On the 250 real letters of the routing development set 82 of 84 are right from here on; a
little lower (0.945) it is 85 of 88, which so few letters cannot tell from the promise, nor from less."""


@dataclass(frozen=True, slots=True)
class LearnedPromises:
    """How far suggestions of the words alone can be believed, and those that heard a sentence vector too; None where
    the model has no second view."""

    words: DispatchConfidence
    viewed: DispatchConfidence | None


def learn_promises(
    city: City, model: Model, at: datetime, told: Callable[[int, int, str], None], vectors: Vectors | None = None
) -> LearnedPromises:
    """Weights and threshold for the promised precision, on every matter of the corpus, each seen by no model asked.

    `vectors` are those of the default rows.
    """
    rows = list(matter_rows(corpus_folder()))
    words: list[LabelledMatter] = []
    viewed: list[LabelledMatter] = []
    folds = unseen(default_rows(), (CATEGORY, UNIT), model, SETTINGS, vectors)
    for part, (blind, hidden) in enumerate(folds, start=1):
        told(part, FOLDS, "dispatch")
        mine = [place for place in hidden if place < len(rows)]
        for place, letter in letters(rows, mine):
            texts = rows[place].required("text"), letter
            words += [_labelled(rows[place], text, blind, None) for text in texts]
            if vectors is not None and blind.second:
                viewed += [_labelled(rows[place], text, blind, vectors[place]) for text in texts]
    learned = _learned(city, words, at)
    return LearnedPromises(learned, _learned(city, viewed, at) if viewed else None)


def _learned(city: City, labelled: Sequence[LabelledMatter], at: datetime) -> DispatchConfidence:
    learned = calibrate(labelled, city.catalogue, local_day(at), data=MATERIAL)
    measured = {**learned.measured, "threshold_of_this_data": learned.threshold}
    return replace(learned, threshold=max(learned.threshold, LEAST), measured=measured)


def _labelled(row: CorpusRow, text: str, blind: Model, vector: Vectors | None) -> LabelledMatter:
    """What a model that has not seen the row says to `text`; the vector is that of the row, since the engine reads the
    beginning of a letter only."""
    title = row.text("title")
    reading = blind.read(text, title, vector)
    unit, category = reading.verdict(UNIT), reading.category()
    suggestion = Suggestion(unit.ranked, category.confidence, reading.viewed)
    matter = RoutedMatter(f"{title}\n{text}".strip(), category.category, MatterType(row.required("matter_type")))
    return LabelledMatter(matter, suggestion, (row.required("unit"), *_others(row)))


def _others(row: CorpusRow) -> Sequence[str]:
    others = row.cells.get("others")
    return [str(each) for each in others] if isinstance(others, list) else []
