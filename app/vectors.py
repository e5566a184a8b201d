"""Sentence vectors for this process: the engine where it is installed, and the vectors that were made before."""

import logging
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from app.settings import Settings
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import open_encoder

_LOG = logging.getLogger(__name__)
SHIPPED = "vectors.npz"


def open_shelf(settings: Settings, knowledge: Path, on_failure: Callable[[], None] | None = None) -> VectorShelf | None:
    """The shelf for a knowledge base: what ships beside its files, and this machine's cache for that base.

    None where the engine is missing or switched off: words alone answer then. `on_failure` is called once if the
    engine breaks later on.
    """

    def failed(name: str) -> None:
        _LOG.warning("sentence vectors failed, words alone answer from now on: %s", name)
        if on_failure:
            on_failure()

    encoder = open_encoder(failed) if settings.sentence_vectors else None
    if encoder is None:
        return None
    name = blake2b(str(knowledge.resolve()).encode(), digest_size=8).hexdigest()
    return VectorShelf(encoder, [knowledge / SHIPPED], settings.cache / f"vectors-{name}.npz")
