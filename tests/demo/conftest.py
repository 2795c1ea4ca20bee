"""What the tests of the demo share: a port somebody else holds, and the browser of the page's tests."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from page.browser import browser, complaints, page

__all__ = ["browser", "complaints", "page"]


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]
