"""Who may open which page and take which action: one table, and what it does not name is refused.

The workflow table has the last word on a step of a ticket, and knowledge/keeping on one of an entry (a unit writes its
own, who wrote a version does not publish it); this table decides who gets as far as asking.
"""

from collections.abc import Mapping

from hotline.people import Role

O, D, S, A = Role.OPERATOR, Role.DEPARTMENT, Role.SUPERVISOR, Role.ADMINISTRATOR  # noqa: E741 - columns of a table
EVERYONE: frozenset[Role] | None = None
"""Open without signing in."""
STAFF = frozenset({O, D, S, A})
DESK = frozenset({O, S})
HANDLES = frozenset({O, D, S})

PERMISSIONS: Mapping[str, frozenset[Role] | None] = {
    "static": EVERYONE,
    "sign_in": EVERYONE,
    "do_sign_in": EVERYONE,
    "sign_out": STAFF,
    "home": STAFF,
    "counts": STAFF,
    "password": STAFF,
    "do_password": STAFF,
    "knowledge": STAFF,
    "entry": STAFF,
    "try_question": STAFF,
    "do_try_question": STAFF,
    "new_entry": STAFF,
    "do_new_entry": STAFF,
    "edit_entry": STAFF,
    "do_edit_entry": STAFF,
    "do_entry": STAFF,
    "import_entries": STAFF,
    "do_import_entries": STAFF,
    "export_entries": STAFF,
    "sources": frozenset({S, A}),
    "do_repeal": frozenset({A}),
    "do_restore_source": frozenset({A}),
    "gaps": STAFF,
    "gap": STAFF,
    "do_draft_gap": STAFF,
    "do_settle_gap": frozenset({O, S, A}),
    "queue": DESK,
    "attention": DESK,
    "chat": DESK,
    "chat_picture": DESK,
    "do_take": DESK,
    "do_reply": DESK,
    "do_finish": DESK,
    "call": DESK,
    "do_prefill": DESK,
    "do_call": DESK,
    "inbox": frozenset({D}),
    "tickets": DESK,
    "do_search": DESK,
    "figures": DESK,
    "ticket": HANDLES,
    "picture": HANDLES,
    "do_reveal": HANDLES,
    "act": HANDLES,
    "corrections": frozenset({S}),
    "do_settle": frozenset({S}),
    "caution": frozenset({S, A}),
    "do_resume": frozenset({A}),
    "dead_letters": frozenset({O, S, A}),
    "do_revive": frozenset({O, S, A}),
    "units": frozenset({O, S, A}),
    "accounts": frozenset({A}),
    "do_find_account": frozenset({A}),
    "do_add_account": frozenset({A}),
    "do_disable": frozenset({A}),
    "do_new_password": frozenset({A}),
}

ACTIONS: Mapping[str, frozenset[Role]] = {
    "review": DESK,
    "refer": DESK,
    "answer_directly": DESK,
    "merge": DESK,
    "not_same": DESK,
    "hand_to_emergency": DESK,
    "terminate": DESK,
    "convene": DESK,
    "conclude": DESK,
    "ask_citizen": HANDLES,
    "supplement": DESK,
    "sign": frozenset({D}),
    "request_return": frozenset({D}),
    "uphold_return": DESK,
    "refuse_return": DESK,
    "request_extension": frozenset({D}),
    "grant_extension": DESK,
    "refuse_extension": DESK,
    "answer": frozenset({D}),
    "approve_answer": DESK,
    "reject_answer": DESK,
    "follow_up": DESK,
    "close": DESK,
    "reopen": DESK,
    "remind": DESK,
    "withdraw": DESK,
}


def may_open(route: str, role: Role) -> bool:
    """Whether a signed-in role may use a route; a route nobody wrote down is for nobody."""
    allowed = PERMISSIONS.get(route, frozenset())
    return allowed is None or role in allowed


def may_act(action: str, role: Role) -> bool:
    return role in ACTIONS.get(action, frozenset())
