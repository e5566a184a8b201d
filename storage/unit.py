"""The unit of work: one connection, one transaction, all repositories on it. Leaving without commit undoes it."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

import sqlalchemy.exc
from sqlalchemy import Connection, Engine

from casework.ports import (
    Accounts,
    Attention,
    Audit,
    Halts,
    Inbox,
    Ledger,
    Links,
    Outbox,
    People,
    Questions,
    Sessions,
    Tickets,
)
from casework.ports_answer import AnswerPictures, JointReplies
from casework.ports_assessment import Claims
from casework.ports_consult import Consultations
from casework.ports_follow_up import AnswerForms, CallList, FollowUps
from casework.ports_help import Adoptions, Mediations
from casework.ports_life import Assignments, Splits, UnitNotices
from casework.ports_returns import Returns, RuleProposals
from casework.ports_rights import ApiAnswers, ApiKeys, OutsideTickets, OwnData, Retention
from casework.ports_secrecy import Looks, Recusals
from casework.ports_supervision import LongCases, Supervisions
from casework.ports_timekeeping import Absences, Timekeeping
from knowledge.keeping.ports import Entries
from routing.versions import CatalogueVersions
from storage.absences import SqlAbsences
from storage.accounts import SqlAccounts
from storage.adoptions import SqlAdoptions
from storage.answer_forms import SqlAnswerForms
from storage.answer_pictures import SqlAnswerPictures
from storage.api_answers import SqlApiAnswers
from storage.api_keys import SqlApiKeys
from storage.assignments import SqlAssignments, SqlSplits, SqlUnitNotices
from storage.attention import SqlAttention
from storage.audit import SqlAudit
from storage.call_list import SqlCallList
from storage.catalogue import SqlCatalogueVersions
from storage.claims import SqlClaims
from storage.consultations import SqlConsultations
from storage.entries import SqlEntries
from storage.errors import DatabaseAwayError
from storage.follow_ups import SqlFollowUps
from storage.halts import SqlHalts
from storage.inbox import SqlInbox
from storage.joint_replies import SqlJointReplies
from storage.ledger import SqlLedger
from storage.links import SqlLinks
from storage.long_cases import SqlLongCases
from storage.looks import SqlLooks
from storage.mediations import SqlMediations
from storage.outbox import SqlOutbox, Told
from storage.outside import SqlOutsideTickets
from storage.own_data import SqlOwnData
from storage.people import SqlPeople
from storage.questions import SqlQuestions
from storage.recusals import SqlRecusals
from storage.retention import SqlRetention
from storage.returns import SqlReturns, SqlRuleProposals
from storage.sessions import SqlSessions
from storage.supervisions import SqlSupervisions
from storage.tickets import SqlTickets
from storage.timekeeping import SqlTimekeeping
from storage.vault import Vault


class Turn(Protocol):
    """What a writer waits for before it begins, and gives back at the end."""

    def acquire(self) -> None: ...

    def release(self) -> None: ...


class SqlUnitOfWork:
    """Fulfils `casework.ports.UnitOfWork`; usable inside its `with` block only, by one thread.

    `told` are the persons who got something to read; after a commit, and after everything is released, they are
    handed to `announce`.
    """

    tickets: Tickets
    people: People
    inbox: Inbox
    sessions: Sessions
    outbox: Outbox
    ledger: Ledger
    questions: Questions
    halts: Halts
    links: Links
    attention: Attention
    audit: Audit
    accounts: Accounts
    entries: Entries
    timekeeping: Timekeeping
    absences: Absences
    assignments: Assignments
    unit_notices: UnitNotices
    splits: Splits
    returns: Returns
    proposals: RuleProposals
    consultations: Consultations
    supervisions: Supervisions
    long_cases: LongCases
    follow_ups: FollowUps
    call_list: CallList
    answer_forms: AnswerForms
    answer_pictures: AnswerPictures
    joint_replies: JointReplies
    claims: Claims
    recusals: Recusals
    looks: Looks
    mediations: Mediations
    adoptions: Adoptions
    api_keys: ApiKeys
    api_answers: ApiAnswers
    own_data: OwnData
    retention: Retention
    outside: OutsideTickets
    catalogue: CatalogueVersions

    def __init__(self, engine: Engine, vault: Vault, *, pull_channels: frozenset[str], turn: Turn | None,
                 announce: Callable[[Told], None]) -> None:  # fmt: skip
        self._engine = engine
        self._vault = vault
        self._pull_channels = pull_channels
        self._turn = turn
        self._announce = announce
        self._committed = Told()
        self.told = Told()

    def __enter__(self) -> Self:
        if self._turn:
            self._turn.acquire()
        try:
            self._begin()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        try:
            self._connection.close()
        finally:
            self._leave()
        if self._committed.mailbox or self._committed.push:
            self._announce(self._committed)

    def commit(self) -> None:
        self._connection.commit()
        self._committed.add(self.told.take())

    def _begin(self) -> None:
        connection = self._connection = self._connect()
        vault, persons = self._vault, SqlPeople(connection, self._vault)
        self.tickets = SqlTickets(connection, vault)
        self.people = persons
        self.inbox = SqlInbox(connection, vault)
        self.sessions = SqlSessions(connection, vault)
        self.outbox = SqlOutbox(connection, vault, persons, self._pull_channels, self.told)
        self.ledger = SqlLedger(connection, vault)
        self.questions = SqlQuestions(connection, vault)
        self.halts = SqlHalts(connection)
        self.catalogue = SqlCatalogueVersions(connection)
        self.links = SqlLinks(connection, vault)
        self.attention = SqlAttention(connection)
        self.audit = SqlAudit(connection, vault)
        self.accounts = SqlAccounts(connection)
        self.entries = SqlEntries(connection)
        self.timekeeping = SqlTimekeeping(connection)
        self.absences = SqlAbsences(connection)
        self.assignments = SqlAssignments(connection, vault)
        self.unit_notices = SqlUnitNotices(connection, vault)
        self.splits = SqlSplits(connection)
        self.returns = SqlReturns(connection, vault)
        self.proposals = SqlRuleProposals(connection, vault)
        self.consultations = SqlConsultations(connection, vault)
        self.supervisions = SqlSupervisions(connection, vault)
        self.long_cases = SqlLongCases(connection, vault)
        self.follow_ups = SqlFollowUps(connection, vault)
        self.call_list = SqlCallList(connection)
        self.answer_forms = SqlAnswerForms(connection, vault)
        self.answer_pictures = SqlAnswerPictures(connection, vault)
        self.joint_replies = SqlJointReplies(connection, vault)
        self.claims = SqlClaims(connection, vault)
        self.recusals = SqlRecusals(connection, vault)
        self.looks = SqlLooks(connection, vault)
        self.mediations = SqlMediations(connection, vault)
        self.adoptions = SqlAdoptions(connection, vault)
        self.api_keys = SqlApiKeys(connection)
        self.api_answers = SqlApiAnswers(connection)
        self.own_data = SqlOwnData(connection, vault)
        self.retention = SqlRetention(connection, vault)
        self.outside = SqlOutsideTickets(connection, vault)

    def _connect(self) -> Connection:
        """Begun at once, not at the first statement: a writer that will not get its turn should hear it now."""
        try:
            connection = self._engine.connect()
        except sqlalchemy.exc.TimeoutError:
            raise DatabaseAwayError(reason="no_connection_free") from None
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    def _leave(self) -> None:
        if self._turn:
            self._turn.release()
