"""Bodies of calls: query string, urlencoded, JSON, and multipart, chunked or with a length."""

from __future__ import annotations

import json
from binascii import a2b_qp
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

from aiohttp import BodyPartReader, MultipartReader, StreamReader, hdrs

from bot.sandbox.errors import ApiError, bad, too_large
from bot.sandbox.params import Params, Upload

BODY_MAX = 52 * 1024 * 1024  # a file of 50 MB and the words around it
FIELDS_MAX = 1000
OCTETS = "application/octet-stream"


async def read_params(headers: Mapping[str, str], content: StreamReader, query: str = "") -> Params:
    """Read the parameters of a call; those of the body win over those of the query string.

    Raises ApiError 413 for a body over 52 MB, 400 for one that cannot be read.
    """
    params = Params()
    if query:
        params.values.update(parse_qsl(query, keep_blank_values=True))
    kind = headers.get(hdrs.CONTENT_TYPE, "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        await _read_multipart(headers, content, params)
        return params
    body = await read_all(content)
    if not body:
        return params
    if kind == "application/json":
        params.values.update(_json_object(body))
    elif kind in ("application/x-www-form-urlencoded", ""):
        params.values.update(_pairs(body))
    return params


async def read_all(content: StreamReader, limit: int = BODY_MAX) -> bytes:
    """Read a body; raises ApiError 413 as soon as it is longer than `limit`."""
    first = await content.readany()
    if content.at_eof():
        return first
    pieces, size = [first], len(first)
    while piece := await content.readany():
        size += len(piece)
        if size > limit:
            raise too_large()
        pieces.append(piece)
    return b"".join(pieces)


def _pairs(body: bytes) -> dict[str, str]:
    pairs = body.split(b"&")
    if len(pairs) > FIELDS_MAX:
        raise bad("too many parameters")
    try:
        split = (pair.partition(b"=") for pair in pairs)
        return {_decoded(name): _decoded(value) for name, _, value in split}
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None


def _decoded(quoted: bytes) -> str:
    """Undo %XX and +. Quoted-printable is the same thing with another sign, and its decoder ten times as quick."""
    escapes = quoted.count(b"%")
    if not escapes:
        return quoted.replace(b"+", b" ").decode()
    as_printable = quoted.replace(b"=", b"=3D").replace(b"+", b" ").replace(b"%", b"=")
    plain = a2b_qp(as_printable)
    if len(plain) != len(quoted) - 2 * escapes:  # a bare % among them
        plain = unquote_to_bytes(quoted.replace(b"+", b" "))
    return plain.decode()


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise ApiError(400, "Bad Request: can't parse JSON object") from None
    if not isinstance(found, dict):
        raise ApiError(400, "Bad Request: expected JSON object")
    return found


async def _read_multipart(headers: Mapping[str, str], content: StreamReader, params: Params) -> None:
    size = 0
    try:
        reader = MultipartReader(headers, content)
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader):
                raise bad("can't parse the multipart body")
            pieces = []
            while piece := await part.read_chunk(64 * 1024):
                size += len(piece)
                if size > BODY_MAX:
                    raise too_large()
                pieces.append(piece)
            _keep(part, b"".join(pieces), params)
    except (ValueError, AssertionError, EOFError):
        raise bad("can't parse the multipart body") from None


def _keep(part: BodyPartReader, body: bytes, params: Params) -> None:
    name = part.name or ""
    if part.filename is not None:
        params.files[name] = Upload(part.filename, body, part.headers.get(hdrs.CONTENT_TYPE, OCTETS))
        return
    try:
        params.values[name] = body.decode()
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None
