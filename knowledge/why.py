"""Why an entry came up for a question: the words that both have, for people who wonder."""

from knowledge.entry import Entry
from knowledge.terms import Terms


def shared_words(terms: Terms, question: str, entry: Entry) -> list[str]:
    """Words of the question, and what they mean in the office's words, that the entry has too; then pairs of characters
    that stand in none of those words. Empty where only the meaning is near."""
    text = "\n".join((entry.title, *entry.variants, *entry.keywords, entry.short, entry.full))
    both = terms.asked(question).keys() & terms.of(text).keys()
    words = sorted((term[1:] for term in both if term.startswith("=")), key=len, reverse=True)
    pairs = sorted(term for term in both if not term.startswith("=") and not any(term in word for word in words))
    return [*words, *pairs]
