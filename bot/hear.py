"""One message through the conversation, whatever channel it came by."""

from bot.conversation.api import Conversing, Heard
from bot.lanes import Lanes
from hotline.message import Inbound


async def hear(lanes: Lanes, conversation: Conversing, inbound: Inbound) -> Heard:
    """What can be foreseen is made ready beside, then the message has its turn, after all earlier ones of its person.

    Raises:
        LaneFullError: too many of this person's messages wait; nothing was stored.
        HotlineError: whatever `Conversing.handle` raises.
    """
    person, ready = (inbound.channel, inbound.address), conversation.foresee(inbound)
    return await lanes.run_prepared(person, ready, conversation.handle, inbound)
