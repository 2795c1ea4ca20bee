"""`/phones/api/…`: what phones and consoles do, over HTTP, for the phones of phone.py, a page, or another process.

POST bot/<act> and oa/<act> with JSON (`content` in base64); GET bot/state, oa/state, bot/calls, oa/calls; GET and POST
clock; GET events, a stream.
"""

from __future__ import annotations

import asyncio
import base64
import json
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from aiohttp import StreamReader, web

from bot.sandbox_zalo.news import LAST_WORDS
from bot.sandbox_zalo.stage import Impossible

if TYPE_CHECKING:
    from bot.sandbox_zalo.server import ZaloSandbox

Json = dict[str, Any]
HEARTBEAT_S = 15.0
BODY_MAX = 16 * 1024 * 1024


class _Refused(Exception):
    """An answer that is no 200: status and words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Control:
    """Routes of the control interface over one ZaloSandbox."""

    def __init__(self, box: ZaloSandbox) -> None:
        self._box = box
        self._faces: dict[str, Any] = {"bot": box.bot, "oa": box.oa}

    async def serve(self, request: web.BaseRequest, rest: str) -> web.StreamResponse:
        """Answer a request; `rest` is the path after `/phones/api/`."""
        try:
            if rest == "events":
                return await self._stream(request)
            if rest == "clock":
                return web.json_response(await self._clock(request))
            face, _, name = rest.partition("/")
            if face not in self._faces:
                raise _Refused(404, "not found")
            if request.method == "GET":
                return web.json_response(self._look(face, name, request.query))
            return web.json_response(await self._act(face, name, await _body(request)))
        except _Refused as refused:
            return web.json_response({"error": str(refused)}, status=refused.status)
        except Impossible as fault:
            return web.json_response({"error": str(fault)}, status=409)
        except KeyError as fault:
            return web.json_response({"error": f"there is no {fault}"}, status=404)
        except (TypeError, ValueError) as fault:
            return web.json_response({"error": str(fault)}, status=400)

    def _look(self, face: str, name: str, query: Any) -> Any:
        if name == "state":
            return self._faces[face].state(query["user"])
        if name == "calls":
            return self._faces[face].calls(int(query.get("since", 0)), query.get("method", ""))
        raise _Refused(404, "not found")

    async def _act(self, face: str, name: str, body: Json) -> Any:
        if name not in self._faces[face].ACTS:
            raise _Refused(404, "not found")
        if isinstance(body.get("content"), str) and name in ("send_image", "send_file"):
            body["content"] = base64.b64decode(body["content"], validate=True)
        done = getattr(self._faces[face], name)(**body)
        return await done if isawaitable(done) else done

    async def _clock(self, request: web.BaseRequest) -> Json:
        if request.method == "POST":
            body = await _body(request)
            if "pass_s" in body:
                await self._box.pass_by(float(body["pass_s"]))
            else:
                await self._box.move_to(float(body["now"]))
        return {"now": self._box.stage.clock()}

    async def _stream(self, request: web.BaseRequest) -> web.StreamResponse:
        """Server-sent events, of one phone with `?face=&user=`, else of all, until either side goes."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        about = request.query.get("face", ""), request.query.get("user", "")
        with self._box.stage.news.listen(*about) as heard:
            await response.prepare(request)
            await response.write(b": listening\n\n")
            try:
                while True:
                    try:
                        event = await asyncio.wait_for(heard.get(), HEARTBEAT_S)
                    except TimeoutError:
                        await response.write(b": still here\n\n")
                        continue
                    if event is LAST_WORDS:
                        break
                    await response.write(f"data: {json.dumps(event)}\n\n".encode())
            except ConnectionError:
                pass
        return response


async def _body(request: web.BaseRequest) -> Json:
    # A page of another origin cannot send this content type without asking first.
    if request.content_type != "application/json":
        raise _Refused(415, "Content-Type must be application/json")
    try:
        body = json.loads(await _whole(request.content) or b"{}")
    except (ValueError, RecursionError):
        raise _Refused(400, "the body is no JSON") from None
    if not isinstance(body, dict):
        raise _Refused(400, "the body must be an object")
    return body


async def _whole(content: StreamReader) -> bytes:
    """Read a body; another stand-in's server that passes requests on knows nothing of the limit of ours."""
    read = bytearray()
    while piece := await content.readany():
        read += piece
        if len(read) > BODY_MAX:
            raise _Refused(413, "the body is too long")
    return bytes(read)
