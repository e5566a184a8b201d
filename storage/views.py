"""The read models behind one door. Each call is a short read-only transaction of its own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime

import sqlalchemy.exc
from sqlalchemy import Connection, Engine

from analytics.assessment.table import Findings
from analytics.rows import ClosedTicket, LiveDecision, MisrouteFigures, QuestionCount, UnansweredQuestion
from casework.ports import AttentionItem, Halt
from casework.ports_help import CommunityRow
from casework.ports_timekeeping import Absence, CalendarYear, PublishedDeadlines
from casework.views import ChatLine, CorrectionRow, DeadLetter, DeskCounts, TicketFilter, TicketPage, TicketRow
from hotline.people import Actor
from hotline.workflow import State
from knowledge.entry import Entry
from knowledge.keeping.ports import Kept, RepealedSource
from knowledge.keeping.views import EntryFilter, EntryRow
from routing.what_if import PastTicket
from storage import (
    analytics_rows,
    assessment_rows,
    attention,
    catalogue,
    claims,
    community_rows,
    entries,
    halts,
    live_rows,
    question_rows,
    teaching_rows,
    timekeeping,
    views_desk,
    views_entries,
    views_export,
    views_page,
    views_tickets,
)
from storage.absences import SqlAbsences
from storage.errors import DatabaseAwayError
from storage.vault import Vault


class SqlViews:
    """Fulfils `casework.views.Views`, and gives analytics its rows."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def tickets(self, wanted: TicketFilter, now: datetime) -> list[TicketRow]:
        with self._reading() as connection:
            return views_tickets.list_tickets(connection, wanted, now)

    def tickets_after(self, wanted: TicketFilter, after: tuple[datetime, str] | None, now: datetime) -> list[TicketRow]:
        with self._reading() as connection:
            return views_tickets.list_after(connection, wanted, after, now)

    def export_tickets(self, wanted: TicketFilter, now: datetime) -> Iterator[Mapping[str, object]]:
        """Every ticket that the filter names as a line of a table, masked, the newest first."""
        with self._reading() as connection:
            yield from views_export.exported(connection, self._vault, wanted, now)

    def count(self, wanted: TicketFilter) -> int:
        with self._reading() as connection:
            return views_tickets.count_tickets(connection, wanted)

    def ticket(self, number: str, now: datetime, *, knows: bool = False) -> TicketPage:
        with self._reading() as connection:
            return views_page.ticket_page(connection, self._vault, number, now, knows=knows)

    def conversation(self, person: int, limit: int = 100) -> list[ChatLine]:
        with self._reading() as connection:
            return views_desk.conversation(connection, self._vault, person, limit)

    def attention(self, limit: int = 100) -> list[AttentionItem]:
        with self._reading() as connection:
            return attention.open_items(connection, limit)

    def dead_letters(self, limit: int = 100) -> list[DeadLetter]:
        with self._reading() as connection:
            return views_desk.dead_letters(connection, self._vault, limit)

    def counts(self, now: datetime, units: Sequence[str] = (), viewer: Actor | None = None) -> DeskCounts:
        with self._reading() as connection:
            return views_desk.desk_counts(connection, now, units, viewer)

    def queue(self, state: State, now: datetime, limit: int = 50, viewer: Actor | None = None) -> list[TicketRow]:
        with self._reading() as connection:
            return views_tickets.queue(connection, state, now, limit, viewer)

    def by_state(self) -> Mapping[str, int]:
        with self._reading() as connection:
            return views_desk.by_state(connection)

    def misroutes(self, since: datetime, until: datetime) -> MisrouteFigures:
        """What people made of the machine's decisions in [since, until)."""
        with self._reading() as connection:
            return analytics_rows.misroutes(connection, since, until)

    def closed_tickets(self, since: datetime, until: datetime, *, unreached: int = 3) -> list[ClosedTicket]:
        """The tickets closed in [since, until), as the event log tells it; after `unreached` calls in vain a citizen
        cannot be asked."""
        with self._reading() as connection:
            return assessment_rows.closed_tickets(connection, self._vault, since, until, unreached=unreached)

    def findings(self, since: datetime, until: datetime) -> Findings:
        """What was decided about the tickets closed in [since, until): left out, or not counted in one figure."""
        with self._reading() as connection:
            return claims.findings(connection, since, until)

    def live_decisions(self, since: datetime, until: datetime, now: datetime) -> list[LiveDecision]:
        """The machine's decisions of [since, until), each with what became of it until now."""
        with self._reading() as connection:
            return live_rows.live_decisions(connection, since, until, now)

    def units_at_once(self, since: datetime, now: datetime) -> list[LiveDecision]:
        """The units of the tickets that went out without a person since a moment, with what became of them."""
        with self._reading() as connection:
            return live_rows.units_at_once(connection, since, now)

    def unsettled(self, limit: int = 50, *, changed: bool = True) -> list[CorrectionRow]:
        with self._reading() as connection:
            return teaching_rows.unsettled(connection, limit, changed=changed)

    def teaching(self) -> list[teaching_rows.Lesson]:
        """Tickets whose labels a person gave and a second one accepted, masked; in the order of their numbers."""
        with self._reading() as connection:
            return teaching_rows.lessons(connection)

    def unanswered(self, since: datetime, limit: int = 2000) -> list[UnansweredQuestion]:
        """The newest questions since a moment that got no answer, or none that helped; oldest first."""
        with self._reading() as connection:
            return question_rows.unanswered(connection, since, limit)

    def question_counts(self, since: datetime, until: datetime) -> list[QuestionCount]:
        """The questions of [since, until), counted by what was decided and what was said of it."""
        with self._reading() as connection:
            return question_rows.counts(connection, since, until)

    def answered_consultations(self, limit: int = 20) -> list[question_rows.AnsweredConsultation]:
        """Consultations whose answer was let out and helped, and of which nobody has made a draft yet; masked."""
        with self._reading() as connection:
            return question_rows.answered_consultations(connection, self._vault, limit)

    def communities(self, since: datetime, viewer: Actor, units: Sequence[str] = ()) -> list[CommunityRow]:
        with self._reading() as connection:
            return community_rows.communities(connection, since, viewer, units)

    def past_tickets(self, since: datetime, limit: int) -> list[PastTicket]:
        with self._reading() as connection:
            return list(catalogue.past_tickets(connection, since, limit))

    def halts(self, limit: int = 20) -> list[Halt]:
        with self._reading() as connection:
            return halts.newest(connection, limit)

    def entry_rows(self, wanted: EntryFilter, today: date) -> list[EntryRow]:
        with self._reading() as connection:
            return views_entries.list_entries(connection, wanted, today)

    def count_entries(self, wanted: EntryFilter, today: date) -> int:
        with self._reading() as connection:
            return views_entries.count_entries(connection, wanted, today)

    def entry(self, entry_id: str) -> Kept:
        with self._reading() as connection:
            return entries.read(connection, entry_id)

    def current_entries(self) -> Iterator[Entry]:
        """Every entry that is not retired, as it is meant now: what is being worked on, else what is answered."""
        with self._reading() as connection:
            yield from entries.current(connection)

    def repealed_sources(self) -> list[RepealedSource]:
        with self._reading() as connection:
            return entries.SqlEntries(connection).repealed()

    def knowledge_revision(self) -> int:
        """Rises with every change of what is answered from."""
        with self._reading() as connection:
            return entries.revision(connection)

    def published_entries(self, after: int = 0) -> tuple[int, Mapping[str, Entry | None]]:
        """The revision, and what changed in the answers after an earlier one; None where nothing is answered now."""
        with self._reading() as connection:
            return entries.revision(connection), entries.changed(connection, after)

    def timekeeping_revision(self) -> int:
        """Rises with every change of the calendar and of the table of deadlines."""
        with self._reading() as connection:
            return timekeeping.revision(connection)

    def calendar_years(self) -> list[CalendarYear]:
        with self._reading() as connection:
            return timekeeping.years(connection)

    def published_deadlines(self, limit: int = 1) -> list[PublishedDeadlines]:
        with self._reading() as connection:
            return timekeeping.published(connection, limit)

    def absences(self, day: date) -> Sequence[Absence]:
        """Who is away on that day or will be, and nobody has ended it."""
        with self._reading() as connection:
            return SqlAbsences(connection).standing(day)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            connection = self._engine.connect()
        except sqlalchemy.exc.TimeoutError:
            raise DatabaseAwayError(reason="no_connection_free") from None
        with connection:
            yield connection
