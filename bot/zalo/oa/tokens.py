"""Keeping the account's tokens fresh: one refresher at a time, no token sent twice, and an alarm when a person is needed.

A refresh token may be spent once. Each refresh goes through five points, and a process may die at any of them:

    lease ─ 1 ─ intent committed ─ 2 ─ call ─ 3 ─ answer committed as it came ─ 4 ─ pair in use ─ 5

At 1 nothing has happened; at 4 the next process uses the kept answer; at 5 all is done. At 2 and 3, and after an answer
that holds no pair, nobody can know whether the token was spent: it counts as spent, the access token serves on (for 12
hours, since the refresh is made at half its life), and the alarm names the link at which the app is authorised anew.
Only where it is certain that the request never left (no connection) is the intent taken back.
"""

from __future__ import annotations

import asyncio
import hmac
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.zalo.oa import gauges
from bot.zalo.oa.oauth import AnswerLost, NotSent, OAuth, new_consent, pair_in
from bot.zalo.oa.standing import Alarm, Point, good, is_due, is_lost, seconds_left
from storage import marks, zalo_tokens
from storage.engine import Database, Tx
from storage.zalo_tokens import Pair, Tokens

LEASE = timedelta(seconds=60)  # four times as long as the call may take
REMIND_EVERY = timedelta(hours=1)
TRY_AGAIN_S = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # in sum well within the lease

log = structlog.get_logger("bot.zalo.oa.tokens")


class TokenKeeper:
    """The tokens of one app, shared by all processes through the database."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        oauth: OAuth,
        *,
        app_id: str,
        first_refresh_token: str | None,
        at_point: Callable[[Point], object] = lambda point: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._oauth = oauth
        self._app = app_id
        self._first = first_refresh_token
        self._at_point = at_point
        self._me = uuid.uuid4().hex
        self._lease = f"zalo_oa:{app_id}"
        self._seeded = False
        self._one = asyncio.Lock()
        self._running: asyncio.Task[Tokens] | None = None
        self._reminded: datetime | None = None
        self.alarm: Alarm | None = None

    async def access_token(self) -> str | None:
        """Give the access token to call with; None where there is none that is still good."""
        tokens = await self._load()
        if good(tokens, self._clock()) is None:
            tokens = await self.keep_fresh()
        return good(tokens, self._clock())

    async def refused(self, access_token: str) -> str | None:
        """Give another access token than one that Zalo refused; None, and the alarm, where there is none.

        A pair that was got this way is not replaced this way again: what a new token does not mend, such as a
        permission that is missing, must not use up one token after the other.
        """
        tokens = await self._load()
        if tokens.access_token != access_token:
            return good(tokens, self._clock())
        if not tokens.forced:
            tokens = await self._alone(forced=True, unless=access_token)
            if tokens.access_token != access_token:
                return good(tokens, self._clock())
        if tokens.spending is None and tokens.alarm is None and tokens.forced:
            await self._raise("token refused", seen=None)
        return None

    async def keep_fresh(self) -> Tokens:
        """Get the next pair if this one is past half its life, or finish what another process began."""
        tokens = await self._load()
        if tokens.answer is None and not is_due(tokens, self._clock()) and not is_lost(tokens):
            return await self._tell(tokens)
        return await self._tell(await self._alone(forced=False))

    async def consent(self, state: str, code: str) -> bool:
        """Spend the code of an administrator's consent; False where none was asked for, or it failed."""
        tokens = await self._load()
        verifier = tokens.consent_verifier
        if not verifier or not hmac.compare_digest((tokens.consent_state or "").encode(), state.encode()):
            return False
        async with self._one:
            now = self._clock()

            async def intend(tx: Tx) -> bool:
                if await marks.lease(tx, self._lease, self._me, now=now, span=LEASE) is None:
                    return False
                return await zalo_tokens.intend_code(
                    tx, self._app, code, consent_state=state, by=self._me, now=now
                )

            if not await self._database.write(intend):
                return False
            await self._shielded(lambda: self._spend(code, lambda: self._oauth.exchange(code, verifier)))
            await self._let_go()
        after = await self._tell(await self._load())
        return after.alarm is None and good(after, self._clock()) is not None

    async def close(self) -> None:
        """Let a refresh that runs come to its end: its answer cannot be had a second time."""
        if self._running is not None and not self._running.done():
            await asyncio.wait([self._running])

    async def _alone(self, *, forced: bool, unless: str | None = None) -> Tokens:
        """Go on with a refresh under the lease, or leave it to whoever holds it."""
        async with self._one:
            return await self._shielded(lambda: self._refresh(forced, unless))

    async def _shielded(self, work: Callable[[], Coroutine[Any, Any, Tokens]]) -> Tokens:
        """Do work that no cancelling may cut off between its call and its commit, after whatever still runs."""
        await self.close()
        self._running = asyncio.create_task(work())
        return await asyncio.shield(self._running)

    async def _refresh(self, forced: bool, unless: str | None) -> Tokens:
        now = self._clock()
        fence = await self._database.write(
            lambda tx: marks.lease(tx, self._lease, self._me, now=now, span=LEASE)
        )
        tokens = await self._load()
        if fence is None:
            return tokens
        self._at_point(Point.BEFORE_INTENT)
        if tokens.answer is not None and tokens.spending is not None:
            tokens = await self._use(tokens.spending, tokens.answer, tokens.spending_at or now)
        elif is_lost(tokens):
            await self._raise("answer lost" if tokens.spending else "never authorised", seen=tokens.spending)
            tokens = await self._load()
        elif is_due(tokens, self._clock()) or (
            forced and tokens.access_token == unless and tokens.spending is None
        ):
            tokens = await self._begin(tokens, forced=forced, now=now)
        await self._let_go()
        return tokens

    async def _let_go(self) -> None:
        # only here, at a good end: the lease of a refresh that broke off runs out by itself
        now = self._clock()
        await self._database.write(lambda tx: marks.let_go(tx, self._lease, self._me, now=now))

    async def _begin(self, tokens: Tokens, *, forced: bool, now: datetime) -> Tokens:
        token = tokens.refresh_token
        assert token is not None
        intended = await self._database.write(
            lambda tx: zalo_tokens.intend(tx, self._app, token, by=self._me, now=now, forced=forced)
        )
        if not intended:
            return await self._load()
        return await self._spend(token, lambda: self._oauth.refresh(token))

    async def _spend(self, token: str, call: Callable[[], Awaitable[str]]) -> Tokens:
        """Make the call for which the intent is committed, and keep whatever comes back before looking at it."""
        begun = self._clock()
        self._at_point(Point.AFTER_INTENT)
        try:
            answer = await call()
        except NotSent as fault:
            log.warning("refresh_not_sent", fault=str(fault))
            await self._surely(lambda tx: zalo_tokens.withdraw(tx, self._app, token, by=self._me))
            return await self._load()
        except AnswerLost as fault:
            log.error("refresh_answer_lost", fault=str(fault))
            await self._raise("answer lost", seen=token)
            return await self._load()
        self._at_point(Point.AFTER_CALL)
        await self._surely(lambda tx: zalo_tokens.keep_answer(tx, self._app, token, answer))
        self._at_point(Point.AFTER_ANSWER)
        tokens = await self._use(token, answer, begun)
        self._at_point(Point.AFTER_USE)
        return tokens

    async def _surely(self, work: Callable[[Tx], Awaitable[bool]]) -> None:
        """Commit what cannot be had again, trying while the database is away and the lease is ours."""
        for wait_s in TRY_AGAIN_S:
            try:
                await self._database.write(work)
                return
            except Exception as fault:
                log.error("token_commit_failed", fault=type(fault).__name__)
                await asyncio.sleep(wait_s)
        await self._database.write(work)

    async def _use(self, token: str, answer: str, asked_at: datetime) -> Tokens:
        found = pair_in(answer, spent=token)
        if isinstance(found, Pair):
            expires_at = asked_at + timedelta(seconds=found.lasts_s)
            taken = await self._database.write(
                lambda tx: zalo_tokens.take_pair(
                    tx, self._app, token, found, obtained_at=asked_at, expires_at=expires_at
                )
            )
            if taken:
                log.info("tokens_renewed", expires_at=expires_at.isoformat())
        else:
            log.error("refresh_refused", reason=found)
            await self._raise(found, seen=token)
            await self._database.write(lambda tx: zalo_tokens.drop_answer(tx, self._app, token))
        return await self._load()

    async def _load(self) -> Tokens:
        if not self._seeded:
            fresh = await self._database.write(lambda tx: zalo_tokens.seed(tx, self._app, self._first))
            self._seeded = True
            if fresh:
                log.info("refresh_token_given")
        return await self._database.read(lambda tx: zalo_tokens.load(tx, self._app))

    async def _raise(self, reason: str, *, seen: str | None) -> None:
        state, verifier = new_consent()
        now = self._clock()
        await self._database.write(
            lambda tx: zalo_tokens.raise_alarm(
                tx, self._app, reason, state=state, verifier=verifier, now=now, seen=seen
            )
        )
        await self._tell(await self._load())

    async def _tell(self, tokens: Tokens) -> Tokens:
        """Let the log, the counts and `alarm` say how things stand; the log again every hour."""
        now = self._clock()
        left = seconds_left(tokens, now)
        gauges.show_tokens(left, alarm=tokens.alarm is not None)
        if tokens.alarm is None:
            self.alarm = self._reminded = None
            return tokens
        link = self._oauth.consent_link(tokens.consent_state or "", tokens.consent_verifier or "")
        self.alarm = Alarm(tokens.alarm, tokens.alarm_at or now, link)
        if self._reminded is None or now - self._reminded >= REMIND_EVERY:
            self._reminded = now
            log.error("authorise_anew", reason=tokens.alarm, link=link, serves_on_s=round(left))
        return tokens
