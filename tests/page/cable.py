"""A line between browser and stand-in that a test can cut and mend."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType


class Cable:
    """Passes bytes on from a port of its own to `port`, both on 127.0.0.1; use as an async context."""

    def __init__(self, port: int) -> None:
        self.far_port = port
        self.near_port = 0
        self.cut_off = False
        self.ends: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Cable:
        self.server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.near_port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        self.server.close()

    def cut(self) -> None:
        """Drop every connection; new ones are dropped at once."""
        self.cut_off = True
        for end in self.ends:
            end.transport.abort()

    def mend(self) -> None:
        """Let new connections through again."""
        self.cut_off = False

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.cut_off:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.far_port)
        both = {writer, far_writer}
        self.ends |= both
        with contextlib.suppress(ConnectionError):
            await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))
        self.ends -= both
        for end in both:
            end.close()


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while some := await source.read(65_536):
            target.write(some)
            await target.drain()
    with contextlib.suppress(ConnectionError, OSError):
        target.write_eof()
