"""Where things are wired, by hand, and the one place that knows which adapter stands behind which port."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.caution import CautiousRouter
from app.city import City, base_of, load_city, path_of
from app.knowing import living_answerer, take_over
from app.settings import Settings
from app.shelf import model_in_use
from app.timekeeping import take_over_calendar, timekeeper
from app.vectors import open_shelf
from bot.conversation.conversation import Conversation
from bot.conversation.elsewhere import load_area_codes
from bot.conversation.phrases import load_phrases
from bot.conversation.remember import Remembering
from bot.conversation.tools import Manners, Tools
from casework.follow_time import Timekeeper
from casework.office import Office
from classifiers.elements import ElementFinder
from classifiers.emergency import EmergencyScreen
from classifiers.folder import load_model
from classifiers.model import default_folder
from classifiers.privacy import mask
from classifiers.second_view import Meanings
from classifiers.understand import Understander
from hotline.calendar import OfficeHours
from hotline.clock import Clock, SystemClock
from hotline.ticket import PATROL
from knowledge.base import KnowledgeBase
from knowledge.decide import Answerer, answerers
from knowledge.keeping.desk import KeepingDesk
from knowledge.living import LivingAnswerer, LivingEntries
from knowledge.load import open_base
from lexicon.vector_shelf import VectorShelf
from routing.confidence import CONFIDENCE, VIEWED_CONFIDENCE, load_confidence
from routing.decide import Router
from routing.versions import LivingRouter
from storage.open import Database, open_database
from storage.schema import upgrade
from storage.seal import Seal

PULL_CHANNELS = frozenset({"webchat", "phone", "script", PATROL})
"""Channels whose people fetch what was said (a caller hears it from an operator); on all others the relay pushes it."""


_ANY = "青石路的路灯坏了，我姓张"
"""Read once at load: tables that wait for their first use are opened now, so that a wrong one is refused before there
is a citizen whose message it spoils, and the first of them waits no longer than the others."""


@dataclass(frozen=True, slots=True)
class Mind:
    """The parts that need no database: understanding, knowledge, routing."""

    city: City
    understander: Understander
    elements: ElementFinder
    answerer: Answerer
    """Over the files that came with the software or lie in the city's folder; the database has the last word."""
    router: Router
    index: Callable[[KnowledgeBase], Answerer]
    """Builds what answers, whenever something else is published."""
    shelf: VectorShelf | None
    """Sentence vectors; None where there is no engine."""


@dataclass(frozen=True, slots=True)
class House:
    """The whole of Jiesu, open for work."""

    settings: Settings
    mind: Mind
    database: Database
    office: Office
    tools: Tools
    conversation: Conversation
    answerer: LivingAnswerer
    keeping: KeepingDesk
    routing: LivingRouter
    """The catalogue in force: the city's file, or what was published since."""
    pool: ThreadPoolExecutor
    talk: ThreadPoolExecutor
    """Where citizens' messages are handled: threads of their own, so that pages never wait behind them."""
    timekeeper: Timekeeper


def build_mind(settings: Settings, *, model: Path | None = None) -> Mind:
    """Load the city's data and the models.

    Raises:
        DataFileError: a table, wording file or model folder is wrong.
    """
    city = load_city(settings.city_dir, OfficeHours(settings.intervals()))
    elements = ElementFinder(city.gazetteer)
    with model_in_use(settings, model) as folder:
        knowledge = base_of(settings.city_dir)
        shelf = open_shelf(settings, knowledge)
        understander = build_understander(elements, folder, shelf)
    index = answerers(shelf=shelf, cache=settings.cache / "words.npz")
    answerer = index(open_base(knowledge, city.units.types()))
    confidence, viewed = load_confidence(CONFIDENCE), load_confidence(VIEWED_CONFIDENCE)
    if folder:  # the promises were measured with another model: ask a person
        confidence, viewed = (replace(each, threshold=1.0) for each in (confidence, viewed))
    router = Router(city.catalogue, city.units, confidence, viewed=viewed)
    understander.understand(_ANY)
    elements.elsewhere(_ANY)
    return Mind(city, understander, elements, answerer, router, index, shelf)


def build_understander(elements: ElementFinder, folder: Path | None, meanings: Meanings | None = None) -> Understander:
    """The shipped model, or a city's own over it: heads that the city's lacks are answered by the shipped one.

    Raises:
        DataFileError: the folder is broken or foreign.
    """
    shipped = load_model(default_folder())
    model = load_model(folder) if folder else shipped
    return Understander(model, EmergencyScreen(), elements, fallback=shipped, meanings=meanings)


@contextmanager
def open_house(settings: Settings, *, clock: Clock | None = None, mind: Mind | None = None,
               serial: Callable[[], int] | None = None) -> Iterator[House]:  # fmt: skip
    """Open everything, bring the database up to date, and close everything at the end."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    mind = mind or build_mind(settings)
    seal = Seal.from_file(settings.key_file)
    upgrade(settings.url)
    with (
        open_database(settings.url, seal=seal, mask=mask, pull_channels=PULL_CHANNELS) as database,
        ThreadPoolExecutor(settings.workers, thread_name_prefix="jiesu") as pool,
        ThreadPoolExecutor(talkers(settings), thread_name_prefix="talk") as talk,
    ):
        database.try_out(str(settings.key_file))
        office = Office(
            units=mind.city.units,
            taxonomy=mind.city.taxonomy,
            deadlines=mind.city.deadlines.copy(),
            wording=mind.city.wording,
            codes=database.query_codes,
            clock=clock or SystemClock(),
            serial=serial or (lambda: secrets.randbelow(1_000_000)),
            supervision=mind.city.supervision,
            aftercare=mind.city.aftercare,
        )
        revision = take_over(database, mind.answerer.base, office.clock)
        take_over_calendar(database, mind.city, office.clock)
        keeper = timekeeper(database, office)
        answerer = living_answerer(database, mind.answerer, mind.index, revision)
        routing = LivingRouter(mind.router, mind.city.frame, lambda: database.units_of_work(write=False), office.clock)
        tools = build_tools(settings, mind, office, database, answerer, routing)
        keeping = KeepingDesk(office.units, office.clock)
        with answerer.following(), keeper.following():
            yield House(settings, mind, database, office, tools, Conversation(tools), answerer, keeping, routing,
                        pool, talk, keeper)  # fmt: skip


def talkers(settings: Settings) -> int:
    """Threads for citizens' messages. SQLite lets one writer in: more than one thread only waits for the others, and
    while it waits takes the interpreter away from the one that works. Measured: a third more messages a second.
    """
    return 1 if settings.url.startswith("sqlite") else settings.workers


def build_tools(settings: Settings, mind: Mind, office: Office, database: Database,
                answerer: LivingAnswerer, routing: LivingRouter) -> Tools:  # fmt: skip
    """What the conversation works with."""
    return Tools(
        office=office,
        units_of_work=database.units_of_work,
        understander=Remembering(mind.understander),
        elements=mind.elements,
        answerer=answerer,
        router=CautiousRouter(routing, database.units_of_work, office.clock),
        entries=LivingEntries(answerer, office.clock),
        wording=office.wording,
        phrases=load_phrases(path_of("phrases.toml", settings.city_dir)),
        area_codes=load_area_codes(path_of("area_codes.csv", settings.city_dir)),
        manners=Manners(silence=settings.silence, flood=settings.flood),
    )
