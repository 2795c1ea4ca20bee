"""Which chat a call means, and whether the bot may write there: Telegram's checks in Telegram's order."""

from __future__ import annotations

from bot.sandbox.errors import BLOCKED, CANNOT_INITIATE, DEACTIVATED, ApiError, bad, forbidden
from bot.sandbox.params import Params
from bot.sandbox.world import Account, Chat, Json, Kept, World

KINDS = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def find_chat(world: World, account: Account, params: Params) -> Chat:
    """The chat of `chat_id`, known to the bot; raises 400, or 403 for a person who never wrote to it."""
    given = params.values.get("chat_id")
    if given is None or given == "":
        raise bad("chat_id is empty")
    number = params.integer("chat_id")
    chat = account.chats.get(number)
    if chat is None:
        name = str(given).removeprefix("@").lower() if str(given).startswith("@") else ""
        chat = next((c for c in account.chats.values() if name and _username(c) == name), None)
    if chat is not None:
        return chat
    if number in world.users:
        raise forbidden(CANNOT_INITIATE)
    raise bad("chat not found")


def writable(world: World, account: Account, params: Params, what: str = "text messages") -> Chat:
    """The chat of `chat_id` if the bot may send `what` there; raises the 400 or 403 of the first hindrance."""
    chat = find_chat(world, account, params)
    user = chat.user
    if user is not None:
        if user.deactivated:
            raise forbidden(DEACTIVATED)
        if account.id in user.blocks:
            raise forbidden(BLOCKED)
        return chat
    _check_group(chat, what)
    return chat


def _check_group(chat: Chat, what: str) -> None:
    kind = KINDS[chat.about["type"]]
    match chat.state:
        case "kicked":
            raise forbidden(f"bot was kicked from the {kind}")
        case "left":
            raise forbidden(f"bot is not a member of the {kind}")
        case "deleted":
            raise forbidden(f"the {kind} was deleted")
        case "upgraded":
            where = {"migrate_to_chat_id": chat.migrated_to} if chat.migrated_to else None
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", where)
        case "restricted":
            raise bad(f"not enough rights to send {what} to the chat")


def open_chat(world: World, account: Account, user_id: int) -> Chat:
    """The private chat of a person with the bot, made if they had none; raises KeyError for an unknown person."""
    chat = account.chats.get(user_id)
    if chat is None:
        user = world.users[user_id]
        chat = account.chats[user_id] = Chat(user_id, user.as_chat(), user)
    return chat


def reply_target(chat: Chat, params: Params) -> Json | None:
    """The message replied to; None without one, or where it is gone and may be; raises 400 where it may not."""
    about = params.json("reply_parameters", "can't parse reply parameters JSON object")
    about = about if isinstance(about, dict) else {}
    number = about.get("message_id") or params.integer("reply_to_message_id")
    if not number:
        return None
    kept = chat.messages.get(int(number)) if str(number).isdecimal() else None
    if kept is not None:
        return {name: value for name, value in kept.body.items() if name != "reply_to_message"}
    allowed = about.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    if str(allowed).lower() in ("true", "1", "yes"):
        return None
    raise bad("message to be replied not found")


def own_message(chat: Chat, params: Params, refusal: str) -> Kept:
    """The message of `message_id` in the chat; raises 400 `refusal` if there is none."""
    kept = chat.messages.get(params.integer("message_id"))
    if kept is None:
        raise bad(refusal)
    return kept


def _username(chat: Chat) -> str:
    return str(chat.about.get("username", "")).lower()
