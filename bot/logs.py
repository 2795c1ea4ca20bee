"""The log: events with ids, never names, numbers or words; tokens are blotted out wherever they turn up."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

from domain.wording import operator as say

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)\d{9}(?!\d)")
_QUIET = ("httpx", "httpcore", "aiohttp", "aiohttp.access", "aiohttp.client", "aiogram", "alembic", "asyncio")


def _blot(value: Any) -> Any:
    if isinstance(value, str):
        return _PHONE.sub(say.PHONE_BLOT, _TOKEN.sub(say.TOKEN_BLOT, value))
    return value


def redact(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Blot out what must not be in a log, in every value of an event."""
    return {key: _blot(value) for key, value in event.items()}


def configure(level: str = "INFO") -> None:
    """Set the log up: one JSON line an event, on standard error."""
    numeric = getattr(logging, level)
    logging.basicConfig(level=numeric, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
