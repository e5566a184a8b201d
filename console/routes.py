"""Every address of the console in one list."""

from dataclasses import dataclass

from aiohttp.typedefs import Handler

from console.pages import (
    accounts,
    act,
    attention,
    call,
    caution,
    corrections,
    dead_letters,
    figures,
    gaps,
    home,
    inbox,
    knowledge,
    knowledge_edit,
    knowledge_entry,
    knowledge_sources,
    knowledge_tables,
    knowledge_test,
    password,
    picture,
    queue,
    reveal,
    sign_in,
    ticket,
    tickets,
    units,
)


@dataclass(frozen=True, slots=True)
class Route:
    """`name` is what the permissions table calls it."""

    method: str
    path: str
    name: str
    handler: Handler


ROUTES = (
    Route("GET", "/", "home", home.show),
    Route("GET", "/counts.json", "counts", home.counts),
    Route("GET", "/sign-in", "sign_in", sign_in.show),
    Route("POST", "/sign-in", "do_sign_in", sign_in.enter),
    Route("POST", "/sign-out", "sign_out", sign_in.leave),
    Route("GET", "/password", "password", password.show),
    Route("POST", "/password", "do_password", password.change),
    Route("GET", "/queues/{queue}", "queue", queue.show),
    Route("GET", "/attention", "attention", attention.show),
    Route("GET", "/attention/{item}/chat", "chat", attention.chat),
    Route("GET", "/attention/{item}/pictures/{picture}", "chat_picture", attention.picture),
    Route("POST", "/attention/{item}/take", "do_take", attention.take),
    Route("POST", "/attention/{item}/reply", "do_reply", attention.reply),
    Route("POST", "/attention/{item}/finish", "do_finish", attention.finish),
    Route("GET", "/call", "call", call.show),
    Route("POST", "/call/prefill", "do_prefill", call.prefill),
    Route("POST", "/call", "do_call", call.enter),
    Route("GET", "/inbox", "inbox", inbox.show),
    Route("GET", "/tickets", "tickets", tickets.show),
    Route("POST", "/tickets", "do_search", tickets.search),
    Route("GET", "/tickets/{number}", "ticket", ticket.show),
    Route("GET", "/tickets/{number}/pictures/{picture}", "picture", picture.show),
    Route("POST", "/tickets/{number}/reveal", "do_reveal", reveal.show),
    Route("POST", "/tickets/{number}/{action}", "act", act.take),
    Route("GET", "/figures", "figures", figures.show),
    Route("GET", "/dead-letters", "dead_letters", dead_letters.show),
    Route("POST", "/dead-letters/{item}/revive", "do_revive", dead_letters.revive),
    Route("GET", "/corrections", "corrections", corrections.show),
    Route("POST", "/corrections", "do_settle", corrections.settle),
    Route("GET", "/caution", "caution", caution.show),
    Route("POST", "/caution/{decision}/resume", "do_resume", caution.resume),
    Route("GET", "/knowledge", "knowledge", knowledge.show),
    Route("GET", "/knowledge/new", "new_entry", knowledge_edit.new),
    Route("POST", "/knowledge/new", "do_new_entry", knowledge_edit.add),
    Route("GET", "/knowledge/test", "try_question", knowledge_test.show),
    Route("POST", "/knowledge/test", "do_try_question", knowledge_test.ask),
    Route("GET", "/knowledge/import", "import_entries", knowledge_tables.show),
    Route("POST", "/knowledge/import", "do_import_entries", knowledge_tables.take),
    Route("GET", "/knowledge/export/{kind}", "export_entries", knowledge_tables.give),
    Route("GET", "/knowledge/sources", "sources", knowledge_sources.show),
    Route("POST", "/knowledge/sources", "do_repeal", knowledge_sources.repeal),
    Route("POST", "/knowledge/sources/restore", "do_restore_source", knowledge_sources.restore),
    Route("GET", "/knowledge/entries/{entry}", "entry", knowledge_entry.show),
    Route("GET", "/knowledge/entries/{entry}/edit", "edit_entry", knowledge_edit.edit),
    Route("POST", "/knowledge/entries/{entry}/edit", "do_edit_entry", knowledge_edit.save),
    Route("POST", "/knowledge/entries/{entry}/{verb}", "do_entry", knowledge_entry.act),
    Route("GET", "/gaps", "gaps", gaps.show),
    Route("GET", "/gaps/{gap}", "gap", gaps.one),
    Route("POST", "/gaps/{gap}/draft", "do_draft_gap", gaps.draft),
    Route("POST", "/gaps/{gap}/settle", "do_settle_gap", gaps.settle),
    Route("GET", "/units", "units", units.show),
    Route("GET", "/accounts", "accounts", accounts.show),
    Route("POST", "/accounts", "do_add_account", accounts.add),
    Route("POST", "/accounts/find", "do_find_account", accounts.find),
    Route("POST", "/accounts/{login}/disable", "do_disable", accounts.disable),
    Route("POST", "/accounts/{login}/password", "do_new_password", accounts.new_password),
)
