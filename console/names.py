"""What people are called: a page says names, the records behind it hold logins."""

from collections.abc import Mapping

from console.parts import ConsoleParts


def account_names(parts: ConsoleParts) -> Mapping[str, str]:
    """Names by login, of accounts that are disabled too. Blocking."""
    with parts.units_of_work(write=False) as uow:
        return {account.login: account.name for account in uow.accounts.all()}
