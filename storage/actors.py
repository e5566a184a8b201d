"""A member of staff as columns of a row, and back: role, login, name and unit, each under a prefix."""

from hotline.people import Actor, Role
from storage.statements import AnyRow


def actor_values(prefix: str, actor: Actor) -> dict[str, object]:
    return {
        f"{prefix}_role": actor.role.value,
        f"{prefix}_login": actor.id,
        f"{prefix}_name": actor.name,
        f"{prefix}_unit": actor.unit,
    }


def actor_of(prefix: str, row: AnyRow) -> Actor:
    return Actor(
        Role(getattr(row, f"{prefix}_role")),
        getattr(row, f"{prefix}_login"),
        getattr(row, f"{prefix}_unit"),
        getattr(row, f"{prefix}_name"),
    )
