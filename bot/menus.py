"""The menu of commands in the channel: each person is shown those of their roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from domain.talk import commands
from storage import people
from storage.engine import Database, Tx


class HasMenu(Protocol):
    """A channel that can show each person a menu."""

    name: str

    async def publish_menu(self, chats: Iterable[tuple[str, list[tuple[str, str]]]]) -> None:
        """Show each person, by the channel's name for them, commands as (name, what it does)."""
        ...


async def publish(database: Database, channel: HasMenu, account_id: int | None = None) -> None:
    """Show everybody linked on a channel, or one account alone, the commands of the roles held now."""

    async def who(tx: Tx) -> list[tuple[str, list[tuple[str, str]]]]:
        linked = await people.linked(tx, channel.name, account_id)
        return [
            (user, [(entry.name, entry.menu) for entry in commands.menu_for(frozenset(roles))])
            for user, roles in linked
        ]

    await channel.publish_menu(await database.read(who))
