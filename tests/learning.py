"""Tickets with the machine's decisions beside them, and what people make of them: for tests of what is learned."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from casework.accept import Intake, accept
from casework.office import Office
from casework.ports import Predicted
from casework.return_ticket import request_return, uphold_return
from casework.review import Ruling, review
from casework.sign import sign
from hotline.appeal import Appeal
from hotline.clock import SetClock
from hotline.matter import MatterType
from hotline.message import Inbound
from hotline.people import Actor
from hotline.taxonomy import Category
from storage.open import Database
from tests.house import CHANNEL, CLERK, OPERATOR, decision, noise

LEAD, PLACE = "城管执法", "城乡建设/城市建设和市政管理"
_SERIAL = count(1)


@dataclass(frozen=True)
class Practice:
    """A hotline at work: opens tickets as the conversation does, and lets people act on them."""

    office: Office
    database: Database
    clock: SetClock

    def ticket(self, *, at_once: bool = True, appeal: Appeal | None = None, disposition: str = "open_ticket") -> str:
        """A ticket on which the machine decided; `at_once` it went to CG without a person."""
        now, address = self.clock.now(), f"learner-{next(_SERIAL)}"
        taken = appeal or noise()
        with self.database.units_of_work() as uow:
            citizen = uow.people.find_or_add(CHANNEL, address, now)
            message = uow.inbox.take(Inbound(CHANNEL, address, address, now, text=taken.text), citizen.id)
            assert message is not None
            opened = accept(self.office, uow, intake=Intake(citizen), appeal=taken, decision=decision(sure=at_once))
            decisions = {
                "unit": Predicted(LEAD, 0.99 if at_once else 0.5, auto=at_once),
                "category": Predicted(PLACE, 0.9),
                "matter_type": Predicted("投诉", 0.9),
                "disposition": Predicted(disposition, 0.9),
            }
            uow.ledger.add(message, "v1", decisions, now, opened.number)
            uow.commit()
        return opened.number

    def signed(self, number: str) -> None:
        with self.database.units_of_work() as uow:
            sign(self.office, uow, number, CLERK)
            uow.commit()

    def returned(self, number: str) -> None:
        """The unit gives it back, and the hotline agrees."""
        with self.database.units_of_work() as uow:
            request_return(self.office, uow, number, CLERK, reason="不归我们管", ground="三定方案")
            uow.commit()
        with self.database.units_of_work() as uow:
            uphold_return(self.office, uow, number, OPERATOR)
            uow.commit()

    def reviewed(self, number: str, *, lead: str = "CG", kind: MatterType = MatterType.COMPLAINT, category: str = PLACE,
                 by: Actor = OPERATOR) -> None:  # fmt: skip
        ruling = Ruling(Category.parse(category), kind, lead)
        with self.database.units_of_work() as uow:
            review(self.office, uow, number, by, ruling)
            uow.commit()

    def sent_at_once(self, right: int, wrong: int) -> None:
        """So many tickets went out at once; all were signed, and so many of them came back."""
        numbers = [self.ticket() for _ in range(right + wrong)]
        for number in numbers[:wrong]:
            self.returned(number)
        for number in numbers[wrong:]:
            self.signed(number)

    def wait(self, span: timedelta = timedelta(days=2)) -> datetime:
        """Until no unit can give anything back any more."""
        self.clock.pass_time(span)
        return self.clock.now()


def about(text: str, *, title: str = "", confidential: bool = False) -> Appeal:
    return replace(noise(), text=text, title=title, confidential=confidential)
