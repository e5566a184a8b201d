"""A member of staff has ended a call for a person; whoever talked with a person hears that the machine is back."""

from casework.office import Office
from casework.ports import AttentionItem, AttentionKind, UnitOfWork
from hotline.message import Message


def end_call(office: Office, uow: UnitOfWork, item: AttentionItem) -> None:
    """Take a call off the list. The end of a talk is told, once; other calls end without a word."""
    at = office.clock.now()
    uow.attention.finish(item.id, at)
    talked = item.kind is AttentionKind.HANDOVER or (item.kind is AttentionKind.EMERGENCY and item.taken_by)
    if talked and item.done_at is None:
        message = Message(office.wording.say("notice.handover_ended"))
        uow.outbox.add(item.person, message, key=f"attention:{item.id}:ended", at=at)
