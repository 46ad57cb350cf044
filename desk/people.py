"""Accounts by command: ``python -m desk.people add 王芳 --role supervisor`` prints a password."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime

from claims.clock import BEIJING
from claims.settings import Settings
from claims.store import NotFound, Refused, Store
from desk.pages.rights import LOCAL, ROLES, hashed, new_password

BY = "command"


def local_account(store: Store, now: datetime) -> str:
    """Make the account of a local run, or give it a new password; return the password."""
    password = new_password()
    store.add_account(LOCAL, "administrator", hashed(password), BY, now, over=True)
    return password


def main(arguments: list[str] | None = None) -> int:
    """Add, change or list accounts in the database of ``DATABASE_URL``; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m desk.people", description="Accounts of the claims desk.")
    what = parser.add_subparsers(dest="what", required=True)
    adding = what.add_parser("add", help="add an account and print its password")
    adding.add_argument("name")
    adding.add_argument("--role", choices=tuple(ROLES), default="clerk")
    what.add_parser("reset", help="give an account a new password and print it").add_argument("name")
    what.add_parser("close", help="let nobody sign in by an account any more").add_argument("name")
    what.add_parser("local", help="give the account of a local run a new password and print it")
    what.add_parser("list", help="list the accounts")
    said = parser.parse_args(arguments)
    settings = Settings.from_environment(os.environ)
    if said.what == "local" and not settings.local_run:
        print("!!! DESK_TOKEN is set: this is no local run", file=sys.stderr)
        return 1
    store = Store(settings.database_url, settings.company)
    store.migrate()
    now, password = datetime.now(BEIJING), new_password()
    try:
        if said.what == "add":
            store.add_account(said.name, said.role, hashed(password), BY, now)
        elif said.what == "reset":
            fresh = {"password": hashed(password), "changed_at": now, "failures": 0, "locked_until": None}
            store.change_account(said.name, BY, "password", now, **fresh)
        elif said.what == "local":
            said.name, password = LOCAL, local_account(store, now)
        elif said.what == "close":
            store.change_account(said.name, BY, "close", now, closed_at=now)
        else:
            for account in store.accounts():
                state = "closed" if account["closed_at"] else "open"
                print(account["name"], account["role"], state, sep="\t")
    except (NotFound, Refused) as error:
        print(f"!!! {error}", file=sys.stderr)
        return 1
    finally:
        store.close()
    if said.what in ("add", "reset", "local"):
        print(f"{said.name}\t{password}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
