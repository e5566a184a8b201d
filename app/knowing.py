"""The knowledge base in service: the files are taken over into the database, and what is answered follows it."""

import logging
from collections.abc import Callable

from hotline.clock import Clock
from knowledge.base import KnowledgeBase
from knowledge.decide import Answerer
from knowledge.keeping.ship import ship
from knowledge.living import LivingAnswerer
from storage.open import Database

_LOG = logging.getLogger(__name__)
"""Not the structured log: commands whose standard output is read by scripts take the files over too."""


def take_over(database: Database, files: KnowledgeBase, clock: Clock, *, withdraw: bool = True) -> int | None:
    """Bring the database up to the files of the software or of the city; what people edited stays as it is.

    A command may be run with another folder than that of the office in service: it withdraws nothing. Gives the
    revision at which just the files were published, where that is known without reading all: at the first start.
    """
    with database.units_of_work() as uow:
        shipment = ship(uow, files, clock.now(), withdraw=withdraw)
        revision = uow.entries.revision()
        uow.commit()
    if shipment.new or shipment.changed or shipment.withdrawn:
        _LOG.info("entries taken over: %s new, %s changed, %s gone", shipment.new, shipment.changed, shipment.withdrawn)
    if shipment.left:
        _LOG.warning("%s entries left out, their titles are taken: %s", len(shipment.left), shipment.left[:5])
    return revision if shipment.whole else None


def living_answerer(database: Database, ready: Answerer, build: Callable[[KnowledgeBase], Answerer],
                    revision: int | None = None) -> LivingAnswerer:  # fmt: skip
    """Answers from the database; `ready` was built from the files and serves as long as people have changed nothing."""
    return LivingAnswerer(database.views, build, ready, revision)
