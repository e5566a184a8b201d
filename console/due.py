"""What a unit has to look at in the knowledge base."""

from console.parts import ConsoleParts
from hotline.clock import local_day
from hotline.people import Actor
from knowledge.keeping.views import EntryFilter, Standing


def due_for(parts: ConsoleParts, actor: Actor) -> int:
    """How many published entries of the person's own unit are due for review, or expire soon. Blocking."""
    owner = parts.knowledge.desk.owner_of(actor)
    if not owner:
        return 0
    return parts.views.count_entries(EntryFilter(standing=Standing.DUE, owner=owner), local_day(parts.now()))
