"""What people send is kept by its channel's name, fetched by one process at a time, and judged by its bytes."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PIL import Image

from bot.fetching import AT_ONCE, BACK_OFF_S, Fetching, judged
from domain import attachments as rules
from domain.attachments import Why
from domain.talk.values import Aside, Attached, Failed
from storage import attachments
from storage.attachments import Attachment
from storage.engine import Database
from tests.world import ZONE, Clock

LAN = 7
PHOTO = Attached("photo", "AgAC1", "", "image/jpeg", 900, "bản sửa")


def picture(kind: str = "JPEG", side: int = 40) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(target, kind)
    return target.getvalue()


PDF = b"%PDF-1.4\n%%EOF"


class Far:
    """A channel that gives out what it was told to."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def fetch(self, ref: str, most: int) -> bytes | Failed:
        assert most == rules.MOST
        self.asked.append(ref)
        found: bytes | Failed = self.answers.pop(0)
        return found


class Post:
    """The files that wait in one database, and who fetches them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.told: list[Aside] = []

    async def keeps(self, attached: Attached = PHOTO, channel: str = "telegram") -> int:
        now = self.clock()
        return await self.database.write(
            lambda tx: attachments.keep(tx, attached, channel=channel, by=LAN, now=now)
        )

    def fetching(self, far: Any) -> Fetching:
        async def tell(tx: Any, asides: list[Aside]) -> None:
            self.told += asides

        return Fetching(self.database, self.clock, {"telegram": far}, tell, ZONE)

    async def row(self, number: int, *, with_content: bool = False) -> Attachment:
        found = await self.database.read(lambda tx: attachments.find(tx, number, with_content=with_content))
        assert found is not None
        return found

    async def write(self, work: Callable[[Any], Awaitable[Any]]) -> Any:
        return await self.database.write(work)


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database, Clock())


async def test_what_was_sent_is_kept_as_it_was_told_until_its_bytes_are_there(post: Post):
    number = await post.keeps(Attached("document", "BQAC2", "QĐ 15.pdf", "application/pdf", 3))
    row = await post.row(number, with_content=True)
    assert (row.state, row.kind, row.ref, row.name, row.mime, row.size) == (
        "waiting", "document", "BQAC2", "QĐ 15.pdf", "application/pdf", 3,
    )  # fmt: skip
    assert row.content is None and row.sent_by == LAN
    far = Far(PDF)
    assert await post.fetching(far).run_once() == 1 and far.asked == ["BQAC2"]
    row = await post.row(number, with_content=True)
    assert (row.state, row.content, row.size, row.name) == ("fetched", PDF, len(PDF), "QĐ 15.pdf")
    assert len(row.content_hash) == 64 and post.told == []
    assert await post.fetching(far).run_once() == 0, "once is enough"


async def test_the_bytes_come_only_where_they_are_asked_for(post: Post):
    number = await post.keeps()
    await post.fetching(Far(picture())).run_once()
    assert (await post.row(number)).content is None
    assert (await post.row(number, with_content=True)).content == picture()


async def test_there_is_no_file_of_a_number_nobody_gave(post: Post):
    assert await post.database.read(lambda tx: attachments.find(tx, 99)) is None


async def test_two_processes_do_not_fetch_the_same(post: Post):
    for _ in range(3):
        await post.keeps()
    now = post.clock()

    async def claims() -> list[int]:
        found = await post.write(lambda tx: attachments.claim(tx, ["telegram"], now=now, limit=2))
        return [one.id for one in found]

    assert await claims() == [1, 2] and await claims() == [3] and await claims() == []


async def test_what_a_dead_process_had_claimed_is_due_again_after_a_while(post: Post):
    await post.keeps()
    now = post.clock()
    [dead] = await post.write(lambda tx: attachments.claim(tx, ["telegram"], now=now, limit=2))
    post.clock.move(seconds=attachments.LEASE.total_seconds() + 1)
    assert await post.fetching(Far(picture())).run_once() == 1
    # what the dead one sends after all changes nothing
    late = await post.write(
        lambda tx: attachments.fetched(tx, dead, b"late", digest="0", name="x", mime="image/png")
    )
    assert late is False and (await post.row(1)).mime == "image/jpeg"


async def test_a_clock_set_back_keeps_no_file_waiting_for_days(post: Post):
    await post.keeps()
    now = post.clock()
    await post.write(lambda tx: attachments.claim(tx, ["telegram"], now=now, limit=2))
    post.clock.move(days=-3)
    assert await post.fetching(Far(picture())).run_once() == 1


async def test_a_channel_that_is_not_set_up_is_not_fetched_from(post: Post):
    await post.keeps(channel="zalo_oa")
    assert await post.fetching(Far()).run_once() == 0


async def test_only_a_few_are_fetched_at_once(post: Post):
    for _ in range(AT_ONCE + 2):
        await post.keeps()
    fetching = post.fetching(Far(*[picture()] * (AT_ONCE + 2)))
    assert [await fetching.run_once() for _ in range(3)] == [AT_ONCE, 2, 0]


async def test_what_did_not_come_is_asked_for_again_with_longer_and_longer_waits(post: Post):
    number = await post.keeps()
    tries = len(BACK_OFF_S) + 1
    far = Far(*[Failed("unavailable: HTTP 502")] * tries)
    fetching = post.fetching(far)
    for wait_s in BACK_OFF_S:
        assert await fetching.run_once() == 1 and await fetching.run_once() == 0
        assert (await post.row(number)).state == "waiting" and post.told == []
        post.clock.move(seconds=wait_s + 1)
    assert await fetching.run_once() == 1
    row = await post.row(number)
    assert (row.state, row.result, row.tries) == ("failed", "unavailable: HTTP 502", tries)
    [told] = post.told
    assert told.person_id == LAN and "không tải được từ kênh chat. Xin gửi lại." in told.message.text


async def test_a_channel_that_wants_peace_is_left_in_peace(post: Post):
    await post.keeps()
    fetching = post.fetching(Far(Failed("flood", retry_after_s=600), picture()))
    await fetching.run_once()
    post.clock.move(seconds=599)
    assert await fetching.run_once() == 0
    post.clock.move(seconds=2)
    assert await fetching.run_once() == 1


BAD = [
    pytest.param(Failed("large", permanent=True), "lớn quá 20 MB", id="too large"),
    pytest.param(Failed("gone: HTTP 404", permanent=True), "kênh chat không còn giữ tệp", id="gone"),
    pytest.param(b"PK\x03\x04 docx", "không phải ảnh JPEG, PNG hay PDF", id="another kind of document"),
    pytest.param(b"MZ\x90 program", "không phải ảnh JPEG, PNG hay PDF", id="a program"),
    pytest.param(b"<html>%PDF-1.4", "không phải ảnh JPEG, PNG hay PDF", id="a page that calls itself a PDF"),
    pytest.param(b"", "rỗng", id="nothing"),
    pytest.param(picture()[:300], "hỏng", id="half a picture"),
    pytest.param(picture("PNG")[:-20], "hỏng", id="a picture that ends too soon"),
    pytest.param(b"\xff\xd8\xff junk", "hỏng", id="what only begins as a picture"),
]


@pytest.mark.parametrize(("answer", "why"), BAD)
async def test_who_sent_what_is_of_no_use_is_told_at_the_first_try(post: Post, answer: Any, why: str):
    number = await post.keeps(Attached("document", "B", "Quyết định.pdf"))
    await post.fetching(Far(answer)).run_once()
    row = await post.row(number, with_content=True)
    assert (row.state, row.content) == ("failed", None)
    [told] = post.told
    assert told.message.text.startswith("⚠️ Tệp “Quyết định.pdf” anh/chị gửi lúc 07:30 ngày 04/07/2024")
    assert why in told.message.text and told.key == str(number)


async def test_of_a_heap_each_states_is_known_the_newest_first(post: Post):
    since = post.clock()
    await post.keeps()
    now = post.clock()
    await post.write(lambda tx: attachments.refuse(tx, PHOTO, channel="telegram", by=LAN, now=now))
    assert await post.database.read(lambda tx: attachments.lately(tx, LAN, since)) == ["refused", "waiting"]
    assert await post.database.read(lambda tx: attachments.lately(tx, LAN + 1, since)) == []
    later = post.clock()
    assert await post.database.read(lambda tx: attachments.lately(tx, LAN, later)) == []


async def test_what_nobody_asked_for_is_forgotten_and_the_rest_stays(post: Post):
    await post.keeps()
    now = post.clock()
    await post.write(lambda tx: attachments.refuse(tx, PHOTO, channel="telegram", by=LAN, now=now))
    assert await post.database.read(attachments.counts) == {"waiting": 1, "refused": 1}
    later = post.clock()
    assert await post.write(lambda tx: attachments.prune(tx, before=later)) == 1
    assert await post.database.read(attachments.counts) == {"waiting": 1}


# ── the rules, without a database ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("attached", "why"),
    [
        pytest.param(PHOTO, None, id="a photo"),
        pytest.param(Attached("document", "b", "a.PDF", "application/pdf", 9), None, id="a PDF"),
        pytest.param(Attached("document", "b", "IMG.JPG", "image/jpg"), None, id="a picture as a document"),
        pytest.param(Attached("document", "b"), None, id="nothing is known of it"),
        pytest.param(
            Attached("document", "b", "a.pdf", "application/octet-stream"), None, id="only its name is"
        ),
        pytest.param(Attached("document", "b", "QĐ 15.2024", "application/pdf"), None, id="an odd name"),
        pytest.param(Attached("document", "b", "a.docx", "application/msword"), Why.TYPE, id="a letter"),
        pytest.param(Attached("document", "b", "a.pdf", "text/html"), Why.TYPE, id="a page named as a PDF"),
        pytest.param(Attached("document", "b", "a.zip"), Why.TYPE, id="a name alone may tell"),
        pytest.param(Attached("document", "b", "a.pdf", size=rules.MOST + 1), Why.LARGE, id="too large"),
        pytest.param(Attached("photo", "b", size=rules.MOST + 1), Why.LARGE, id="too large a photo"),
    ],
)
def test_what_can_be_told_at_once_is_told_at_once(attached: Attached, why: Why | None):
    assert rules.refused_at_once(attached) is why


@pytest.mark.parametrize(
    ("name", "mime", "called"),
    [
        ("QĐ 15.pdf", rules.PDF, "QĐ 15.pdf"),
        ("QĐ 15.PDF", rules.PDF, "QĐ 15.pdf"),
        ("QĐ 15.2024", rules.PDF, "QĐ 15.2024.pdf"),
        ("ảnh.jpeg", rules.JPEG, "ảnh.jpg"),
        ("", rules.PNG, "tep-5.png"),
        ("../../etc/passwd", rules.PDF, "etcpasswd.pdf"),
        ("a\u202egpj.exe", rules.JPEG, "agpj.exe.jpg"),
        ("x" * 300, rules.PDF, "x" * 80 + ".pdf"),
    ],
)
def test_a_file_is_called_what_it_is(name: str, mime: str, called: str):
    assert rules.name_of(name, mime, 5) == called


def test_a_picture_of_more_dots_than_anybody_needs_is_not_opened():
    small = bytearray(picture("PNG"))
    small[16:24] = (20_000).to_bytes(4, "big") * 2  # its size, as its head tells it
    assert judged(bytes(small)) is Why.BROKEN


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_whole_picture_is_taken(kind: str):
    assert judged(picture(kind)) is None
