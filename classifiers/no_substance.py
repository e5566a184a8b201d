"""A message without a letter or digit: nothing is guessed from it. Blanks, stops and pictures are no matter."""

from classifiers.verdict import CategoryVerdict, Elements, ModelIdentity, Understanding, Verdict
from hotline.matter import Disposition, MatterType, Urgency
from hotline.taxonomy import Category


def says_anything(text: str) -> bool:
    """Whether a text holds a letter, a character or a digit; 👍 and …… are none, though they have a meaning."""
    return any(map(str.isalnum, text))


def nothing_said(text: str, model: ModelIdentity) -> Understanding:
    """The verdicts on a text that says nothing: sure of that, and of nothing else. No category, no unit."""
    return Understanding(
        text=text,
        alarm=None,
        disposition=Verdict(Disposition.NO_SUBSTANCE, 1.0),
        matter_type=Verdict(MatterType.HELP, 0.0),
        category=CategoryVerdict(Category(""), 0.0, abstained=True),
        unit=Verdict("", 0.0),
        urgency=Urgency.ORDINARY,
        elements=Elements(),
        privacy=(),
        model=model,
    )
