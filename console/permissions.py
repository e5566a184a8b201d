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
    "assessment": frozenset({D, S, A}),
    "export_assessment": frozenset({D, S, A}),
    "assessment_claims": frozenset({D, S, A}),
    "do_decide_claim": frozenset({S}),
    "assessment_ticket": HANDLES,
    "do_claim": HANDLES,
    "secrecy": HANDLES,
    "do_secrecy": HANDLES,
    "help": HANDLES,
    "do_help": HANDLES,
    "looks": frozenset({S, A}),
    "export_looks": frozenset({S, A}),
    "audit": frozenset({A}),
    "communities": HANDLES,
    "community": HANDLES,
    "ticket": HANDLES,
    "picture": HANDLES,
    "do_reveal": HANDLES,
    "act": HANDLES,
    "corrections": frozenset({S}),
    "do_settle": frozenset({S}),
    "caution": frozenset({S, A}),
    "do_resume": frozenset({A}),
    "supervision": frozenset({D, S}),
    "long_cases": frozenset({S}),
    "revisits": DESK,
    "do_revisit": DESK,
    "dead_letters": frozenset({O, S, A}),
    "do_revive": frozenset({O, S, A}),
    "units": frozenset({O, S, A}),
    "calendar": frozenset({S, A}),
    "do_edit_day": frozenset({A}),
    "do_import_calendar": frozenset({A}),
    "deadlines": frozenset({S, A}),
    "do_preview_deadlines": frozenset({A}),
    "do_publish_deadlines": frozenset({A}),
    "away": STAFF,
    "do_go_away": STAFF,
    "do_come_back": STAFF,
    "catalogue": frozenset({S, A}),
    "catalogue_version": frozenset({S, A}),
    "do_catalogue": frozenset({A}),
    "accounts": frozenset({A}),
    "do_find_account": frozenset({A}),
    "do_add_account": frozenset({A}),
    "do_disable": frozenset({A}),
    "do_revoke_key": frozenset({A}),
    "do_new_password": frozenset({A}),
    "do_read_notice": frozenset({D}),
    "answer_picture": HANDLES,
    "do_drop_picture": frozenset({D}),
    "evidence_picture": HANDLES,
    "do_evidence": frozenset({D}),
    "return_board": frozenset({S, A}),
    "together": frozenset({S, A}),
    "proposals": frozenset({A}),
    "do_proposal": frozenset({A}),
    "export_proposals": frozenset({A}),
    "patrol": HANDLES,
    "do_patrol": HANDLES,
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
    "unreached": DESK,
    "reply_step": frozenset({D}),
    "reply_joint": frozenset({D}),
    "begin_step": frozenset({S}),
    "skip_step": frozenset({S}),
    "take_step": frozenset({S}),
    "release_step": frozenset({S}),
    "open_case": frozenset({S}),
    "note_case": frozenset({D, S}),
    "close_case": frozenset({S}),
    "close": DESK,
    "reopen": DESK,
    "remind": DESK,
    "withdraw": DESK,
    "redispatch": DESK,
    "designate": DESK,
    "split": DESK,
    "add_unit": DESK,
    "ask_unit": frozenset({D}),
    "grant_unit": DESK,
    "deny_unit": DESK,
    "whistle": frozenset({D}),
    "co_sign": frozenset({D}),
    "co_report": frozenset({D}),
    "co_object": frozenset({D}),
    "uphold_objection": DESK,
    "refuse_objection": DESK,
    "invite": DESK,
    "state_position": frozenset({D}),
    "note_position": DESK,
    "no_reply": DESK,
}

BESIDE: Mapping[str, frozenset[Role]] = {
    "seal": DESK,
    "recuse_self": HANDLES,
    "recuse": DESK,
    "lift_recusal": frozenset({S}),
    "propose_mediation": HANDLES,
    "note_consent": DESK,
    "end_mediation": HANDLES,
    "adopt": HANDLES,
    "note_adoption": HANDLES,
    "end_adoption": HANDLES,
}
"""Verbs of the pages that stand beside a ticket (console/beside.py)."""


def may_open(route: str, role: Role) -> bool:
    """Whether a signed-in role may use a route; a route nobody wrote down is for nobody."""
    allowed = PERMISSIONS.get(route, frozenset())
    return allowed is None or role in allowed


def may_act(action: str, role: Role) -> bool:
    return role in ACTIONS.get(action, frozenset())


def may_beside(verb: str, role: Role) -> bool:
    return role in BESIDE.get(verb, frozenset())
