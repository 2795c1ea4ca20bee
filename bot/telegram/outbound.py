"""Telegram's way out: messages, cards edited in place, scans, and the answer each tap is owed.

Everything goes out as plain text, without a parse mode, so that no name in a record can break a message; protected
from forwarding; without link previews.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from aiogram import Bot
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
)
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaPhoto, LinkPreviewOptions

from bot.telegram.calls import Answer, Calls, ended
from bot.telegram.entities import entities_of
from bot.telegram.errors import Verdict
from bot.telegram.inbound import CHANNEL
from bot.telegram.keyboards import Keyboard, keyboard
from bot.telegram.uploads import BLANK_JPEG, FileNames, Upload, known_name, method_for, remember
from domain.markup import Mark
from domain.talk.ports import Page, Showing
from domain.talk.values import Address, Capabilities, Failed, Sent

TEXT_MAX = 4096
CAPTION_MAX = 1024
NOTICE_MAX = 200
TAPS = "taps"  # answers to taps belong to no chat: they sleep together
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

log = structlog.get_logger("bot.telegram.outbound")


class TelegramOutbound:
    """The Outbound port for one bot. All that send for the bot share one, since it knows who must be left in peace."""

    capabilities = Capabilities(
        channel=CHANNEL,
        buttons=100,
        text_max=TEXT_MAX,
        can_edit=True,
        can_share_contact=True,
        link_buttons=True,
    )

    def __init__(
        self, bot: Bot, known_files: FileNames, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._calls = Calls(bot, now)
        self._files = known_files

    async def show(self, to: Address, showing: Showing) -> Sent | Failed:
        """Show a message, by editing `edit_ref` where Telegram lets it, else as a new one."""
        try:
            markup = keyboard(showing)
        except ValueError as fault:
            log.error("keyboard_refused", prompt=showing.prompt_id, fault=str(fault))
            return Failed(f"refused: {fault}", permanent=True)
        if showing.kept is not None:
            return await self._show_file(to, showing, markup, Upload.of_kept(showing.kept))
        if showing.file is not None:
            return await self._show_file(to, showing, markup, Upload.of(showing.file))
        text = _clip(showing.text, TEXT_MAX)
        # A reply keyboard can neither be edited into a message nor taken away by an edit.
        number = None if showing.ask_contact or showing.drop_keyboard else _number(showing.edit_ref)
        if number is not None:
            edit = EditMessageText(
                chat_id=_chat(to),
                message_id=number,
                text=text,
                entities=entities_of(text, showing.marks),
                reply_markup=markup if isinstance(markup, InlineKeyboardMarkup) else None,
                link_preview_options=NO_PREVIEW,
                parse_mode=None,
            )
            outcome = await self._calls.call(to.user, edit)
            if outcome is Verdict.DONE:  # the same tap twice: the message already says this
                return Sent(showing.edit_ref)
            if outcome not in (Verdict.GONE, Verdict.CAPTION):
                return ended(outcome)
        return ended(
            await self._calls.call(
                to.user,
                SendMessage(
                    chat_id=_chat(to),
                    text=text,
                    entities=entities_of(text, showing.marks),
                    reply_markup=markup,
                    link_preview_options=NO_PREVIEW,
                    protect_content=True,
                    parse_mode=None,
                ),
            )
        )

    async def show_page(self, to: Address, page: Page) -> Sent | Failed:
        """Show a page of a scan as a protected photo; bytes Telegram already holds are not uploaded again."""
        upload = Upload(f"{page.content_key[:16]}.jpg", page.jpeg, True, page.content_key)
        return await self._send_file(to, upload, _clip(page.caption, CAPTION_MAX), None)

    async def put_away(self, to: Address, message_ref: str, text: str) -> Sent | Failed:
        """Replace a message by a short line without buttons; one that is gone counts as done."""
        number = _number(message_ref)
        if number is None:
            return Sent()
        outcome = await self._calls.call(
            to.user,
            EditMessageText(
                chat_id=_chat(to),
                message_id=number,
                text=_clip(text, TEXT_MAX),
                link_preview_options=NO_PREVIEW,
                parse_mode=None,
            ),
        )
        if outcome is Verdict.CAPTION:
            caption = _clip(text, CAPTION_MAX)
            outcome = await self._calls.call(
                to.user,
                EditMessageCaption(chat_id=_chat(to), message_id=number, caption=caption, parse_mode=None),
            )
        return Sent() if outcome in (Verdict.GONE, Verdict.CAPTION) else ended(outcome)

    async def take_back(self, to: Address, message_ref: str) -> Sent | Failed:
        """Delete a message. A scan older than the 48 hours Telegram allows is overwritten by a blank picture."""
        number = _number(message_ref)
        if number is None:
            return Sent()
        outcome = await self._calls.call(to.user, DeleteMessage(chat_id=_chat(to), message_id=number))
        if outcome is Verdict.TOO_OLD:
            blank = InputMediaPhoto(media=BufferedInputFile(BLANK_JPEG, "blank.jpg"))
            outcome = await self._calls.call(
                to.user, EditMessageMedia(chat_id=_chat(to), message_id=number, media=blank)
            )
        if isinstance(outcome, Failed) and outcome.permanent and not outcome.unreachable:
            return Sent()  # not ours, or never there: there is nothing more to do
        return Sent() if isinstance(outcome, Verdict) else ended(outcome)

    async def answer_tap(self, callback_ref: str, text: str) -> Sent | Failed:
        """Stop the button's waiting; a tap too old to be answered counts as answered."""
        return ended(
            await self._calls.call(
                TAPS,
                AnswerCallbackQuery(callback_query_id=callback_ref, text=_clip(text, NOTICE_MAX)),
            )
        )

    async def _show_file(
        self, to: Address, showing: Showing, markup: Keyboard | None, upload: Upload
    ) -> Sent | Failed:
        if len(showing.text) <= CAPTION_MAX:
            return await self._send_file(to, upload, showing.text, markup, showing.marks)
        # Words too long for a caption follow in a message of their own, which carries the choices.
        outcome = await self._send_file(to, upload, "", None)
        if isinstance(outcome, Failed):
            return outcome
        words = Showing(
            showing.text,
            showing.prompt_id,
            showing.choices,
            ask_contact=showing.ask_contact,
            drop_keyboard=showing.drop_keyboard,
            link=showing.link,
            marks=showing.marks,
        )
        return await self.show(to, words)

    async def _send_file(
        self,
        to: Address,
        upload: Upload,
        caption: str,
        markup: Keyboard | None,
        marks: tuple[Mark, ...] = (),
    ) -> Sent | Failed:
        def method(file_id: str | None) -> SendPhoto | SendDocument:
            return method_for(upload, _chat(to), caption, markup, file_id, marks)

        name = await known_name(self._files, upload)
        if name is not None:
            outcome = await self._calls.call(to.user, method(name))
            if outcome is not Verdict.FILE_NAME:
                return ended(outcome)
        outcome = await self._calls.call(to.user, method(None))
        if outcome is Verdict.NOT_A_PICTURE:
            return await self._send_file(to, upload.as_document(), caption, markup, marks)
        if isinstance(outcome, Answer):
            await remember(self._files, upload, outcome.result)
        return ended(outcome)


def _chat(to: Address) -> int | str:
    return int(to.user) if to.user.isascii() and to.user.isdigit() else to.user


def _number(message_ref: str | None) -> int | None:
    return int(message_ref) if message_ref and message_ref.isascii() and message_ref.isdigit() else None


def _clip(text: str, limit: int) -> str:
    """Cut what Telegram would refuse whole, and drop halves of characters that cannot be sent at all."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= limit else text[: limit - 1] + "…"
