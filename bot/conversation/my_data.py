"""我的数据: to see what is stored, to take it along, and to have it deleted (PIPL 44-50)."""

from bot.conversation.acts import EraseMe, OfferDownload, Say
from bot.conversation.turn import Turn
from casework.own_data import OwnData, latest, own_data, summary
from hotline.matter import Disposition
from hotline.people import Contact

RECORD_YEARS = 3


def asked(turn: Turn) -> bool:
    """我的数据、删除我的信息: said in words, whatever else is open; an answer to "really?" too."""
    if turn.session.erasing:
        return _decided(turn)
    if turn.means("erase_me"):
        explain(turn)
    elif turn.means("my_data"):
        show(turn)
    else:
        return False
    return True


def offer(turn: Turn) -> None:
    """Somebody speaks of their data, and it is not clear what they want done."""
    turn.session.greeted = True
    turn.take_as(Disposition.PRIVACY_REQUEST)
    turn.say("data_offer", (("data_show", "data:show"), ("data_erase", "data:erase")), (("human", "human"),))


def show(turn: Turn) -> None:
    """What there is, and the whole of it where the channel can give a file; elsewhere the latest lines."""
    office, data = turn.tools.office, _data(turn)
    turn.do(Say(summary(office, data)))
    way = turn.tools.manners.downloads.get(turn.inbound.channel)
    if way is not None:
        turn.do(OfferDownload(way))
    elif data.words:
        turn.do(Say(latest(office, data)))


def explain(turn: Turn) -> None:
    """What goes, what waits, what stays and why; nothing is deleted before they say so a second time."""
    tickets = _data(turn).tickets
    turn.session.erasing = True
    turn.say("erase_explained", (("really_erase", "erase:yes"), ("not_erase", "erase:no")),
             open=sum(each.open for each in tickets), tickets=len(tickets), years=RECORD_YEARS)  # fmt: skip


def tapped(turn: Turn, rest: str) -> bool:
    """The buttons under the explanation; an old one deletes nothing."""
    if not turn.session.erasing:
        return False
    turn.session.erasing = False
    if rest == "yes":
        turn.do(EraseMe())
    else:
        turn.say("not_erased")
    return True


def _decided(turn: Turn) -> bool:
    """A bare yes is no answer to this: it must be said what is meant. Whatever else is said leaves everything."""
    turn.session.erasing = False
    if turn.means("really_erase") or turn.means("erase_me"):
        turn.do(EraseMe())
    elif any(map(turn.means, ("yes", "no", "cancel", "keep"))):
        turn.say("not_erased", (("data_erase", "data:erase"),))
    else:
        return False
    return True


def _data(turn: Turn) -> OwnData:
    if turn.citizen is None:
        return OwnData(Contact(), (), ())
    with turn.tools.units_of_work(write=False) as uow:
        return own_data(uow, turn.citizen.id)
