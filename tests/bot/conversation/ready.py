"""A small base whose decisions are written down: what the conversation makes of them does not hang on a retriever."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.assembly import House
from bot.conversation.conversation import Conversation
from hotline.clock import SetClock
from knowledge.answer import Answer, AnswerDecision, Candidate
from knowledge.entry import Entry, EntryKind, Guide
from tests.bot.conversation.person import Person

BIRTH = Entry(
    "birth", "新生儿户口登记", ("新生儿怎么上户口",), "一个月以内带出生医学证明到派出所申报。",
    "谁可以办：孩子的父母。\n材料：出生医学证明、父母户口簿。\n怎么办：到常住地派出所户籍窗口申报，当场办好。不收费。\n"
    "外地户口的，先问户口所在地派出所。\n丢了出生证明的，先到医院补办。\n依据：《户口登记条例》第七条。",
    EntryKind.GUIDE, "公安", "《户口登记条例》第七条", date(1958, 1, 9), None, None, "全国", "", (), None,
)  # fmt: skip
PERMIT = Entry(
    "permit", "居住证申领", (), "住满半年，到派出所或社区受理点申领。", "带身份证和居住证明申领。", EntryKind.GUIDE,
    "公安", "《居住证暂行条例》第九条", date(2015, 11, 26), None, None, "全国", "", (), None,
    guide=Guide(materials=("身份证", "居住地住址证明"), fee="首次申领不收费", how_long="15日内制发"),
    city=("异地受理点", "补领工本费"),
)  # fmt: skip
RENT = replace(
    PERMIT, id="rent", title="租房补贴申领", owner="住建房管", short="第一行\n第二行\n第三行\n第四行",
    full="全文在此。", source="《公共租赁住房管理办法》", city=("补贴标准", "受理窗口"), guide=Guide(),
)  # fmt: skip
MOVE = replace(PERMIT, id="move", title="户口迁移手续", city=(), guide=Guide())
ENTRIES = {each.id: each for each in (BIRTH, PERMIT, RENT, MOVE)}


def given(entry: Entry, *near: Entry) -> Answer:
    ranked = (Candidate(entry, 0.9), *(Candidate(each, 0.6) for each in near))
    return Answer(AnswerDecision.ANSWER, entry, 0.9, ranked)


def doubtful(*near: Entry) -> Answer:
    return Answer(AnswerDecision.CLARIFY, None, 0.5, tuple(Candidate(each, 0.5) for each in near))


READY: Mapping[str, Answer] = {
    "新生儿怎么上户口": given(BIRTH),
    "新生儿上户口的事": given(BIRTH, MOVE, PERMIT),
    "居住证怎么办": given(PERMIT, MOVE),
    "那居住证怎么办": given(PERMIT),
    "租房补贴怎么领": given(RENT),
    "新生儿怎么上户口；那迁户口呢": given(MOVE),
    "新生儿怎么上户口；那双胞胎呢": given(BIRTH),
    "户口的事怎么办": doubtful(BIRTH, MOVE, PERMIT),
    "公园门票能退吗": Answer(AnswerDecision.HANDOVER, None, 0.1, (Candidate(RENT, 0.1),)),
    "另外想问一下新生儿怎么上户口？": given(BIRTH),
    "顺便问一下新生儿怎么上户口": given(BIRTH),
}


@dataclass
class ReadyAnswers:
    """Fulfils the conversation's `Answers`; `asked` is what was looked up."""

    ready: Mapping[str, Answer]
    asked: list[str] = field(default_factory=list)

    def foresee(self, query: str) -> None:
        """Nothing takes long here."""

    def answer(self, query: str, at: datetime, *, in_words: bool = False) -> Answer:
        self.asked += [] if in_words else [query]
        return self.ready.get(query, Answer(AnswerDecision.HANDOVER, None, 0.0))


def talk(house: House) -> Conversation:
    """A conversation over the written-down base; every call is a fresh start over the same database."""
    return Conversation(replace(house.tools, answerer=ReadyAnswers(READY), entries=ENTRIES))


def reader(house: House, clock: SetClock, address: str = "reader-1") -> Person:
    return Person(house, clock, address, talk=talk(house))
