"""What people are called: a page says names, the records behind it hold logins."""

from collections.abc import Mapping

from casework.ports import UnitOfWork
from console.parts import ConsoleParts


def staff_names(uow: UnitOfWork) -> Mapping[str, str]:
    """Names by login, of accounts that are disabled too."""
    return {account.login: account.name for account in uow.accounts.all()}


def account_names(parts: ConsoleParts) -> Mapping[str, str]:
    """The same for a page that reads nothing else of the database at once. Blocking."""
    with parts.units_of_work(write=False) as uow:
        return staff_names(uow)
