"""The knowledge base in service: the files are taken over into the database, and what is answered follows it."""

from collections.abc import Callable

import structlog

from hotline.clock import Clock
from knowledge.base import KnowledgeBase
from knowledge.decide import Answerer
from knowledge.keeping.ship import ship
from knowledge.living import LivingAnswerer
from storage.open import Database

_log = structlog.get_logger("knowledge")


def take_over(database: Database, files: KnowledgeBase, clock: Clock) -> None:
    """Bring the database up to the files of the software or of the city; what people edited stays as it is."""
    with database.units_of_work() as uow:
        shipment = ship(uow, files, clock.now())
        uow.commit()
    if shipment.new or shipment.changed or shipment.withdrawn:
        _log.info("knowledge_taken_over", new=shipment.new, changed=shipment.changed, withdrawn=shipment.withdrawn)
    if shipment.left:
        _log.warning("knowledge_titles_taken", count=len(shipment.left), titles=shipment.left[:5])


def living_answerer(database: Database, ready: Answerer, build: Callable[[KnowledgeBase], Answerer]) -> LivingAnswerer:
    """Answers from the database; `ready` was built from the files and serves as long as people have changed nothing."""
    return LivingAnswerer(database.views, build, ready)
