"""Long words in parts, and several messages in one."""

from __future__ import annotations

import random

import pytest

from bot.zalo.bot_platform.splitting import length, parts
from domain.talk import numbered
from domain.talk.joining import joined
from domain.talk.values import Choice, File, Message, Scan, Slot

LIST = tuple(Choice(f"c{n}", f"Việc thứ {n}") for n in range(1, 6))


def test_what_fits_is_one_message_and_stays_as_it_is():
    assert parts("Số 24 · Quyển 01/2005\n\n1. Phê duyệt") == ["Số 24 · Quyển 01/2005\n\n1. Phê duyệt"]
    assert len(parts("á" * 2000)) == 1


def test_2001_letters_are_two_messages_and_no_letter_is_lost():
    found = parts("á" * 2001)
    assert len(found) == 2
    assert "".join(found) == "á" * 2001


def test_long_words_are_divided_at_line_ends():
    lines = [f"{n:02}. " + "x" * 90 for n in range(60)]
    found = parts("\n".join(lines))
    assert "\n".join(found).split("\n") == lines
    assert all(length(part) <= 2000 for part in found)
    assert len(found) == 3


def test_a_numbered_list_stays_with_the_end_of_its_question():
    text = "\n".join(["Dòng giải thích " + "y" * 80] * 30 + ["Chọn việc nào?"])
    last = parts(numbered.render(text, LIST, takes_text=False))[-1]
    assert "Chọn việc nào?\n1. Việc thứ 1" in last
    assert last.endswith("5. Việc thứ 5")


def test_a_question_of_one_long_line_is_divided_between_words_before_its_list_stands_alone():
    found = parts(numbered.render("chữ " * 490, LIST, takes_text=False))
    assert all(length(part) <= 2000 for part in found)
    before_list = found[-1].split("1. Việc")[0]
    assert before_list.count("chữ") > 100
    assert " ".join(found).count("chữ") == 490


def test_letters_beyond_the_first_plane_count_twice():
    assert length("🖼a") == 3
    assert all(length(part) <= 2000 for part in parts("🖼" * 1500))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\0"])
def test_nothing_is_no_message(text: str):
    assert parts(text) == []


def test_halves_of_a_letter_are_replaced_rather_than_refused():
    assert parts("a\ud800b") == ["a?b"]


def test_any_text_at_all_keeps_every_word_in_order():
    chance = random.Random(4)
    for _ in range(300):
        words = [
            f"w{n}" + chance.choice(["", "🖼", "x" * chance.randrange(500)])
            for n in range(chance.randrange(1, 150))
        ]
        text = "".join(word + chance.choice([" ", " ", "\n", "\n\n"]) for word in words).strip()
        limit = chance.choice([600, 1000, 2000])
        found = parts(text, limit)
        assert [word for part in found for word in part.split()] == words
        assert all(length(part) <= limit for part in found)
        assert len(found) <= 2 * (length(text) // limit) + 2


CARD = Message("Số 24 · Quyển 01/2005", Slot.CARD, LIST, "card")


def test_the_word_on_a_decision_travels_with_the_next_card():
    (one,) = joined([Message("Đã ghi nhận số 23."), CARD], 2000)
    assert one.text == "Đã ghi nhận số 23.\n\nSố 24 · Quyển 01/2005"
    assert (one.slot, one.choices, one.step) == (Slot.CARD, LIST, "card")


def test_three_lines_are_one_message():
    assert [m.text for m in joined([Message("a"), Message("b"), Message("c")], 2000)] == ["a\n\nb\n\nc"]


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param([CARD, Message("sau")], id="nothing follows a list whose numbers are awaited"),
        pytest.param([Message("a" * 1990), CARD], id="the whole would be too long"),
        pytest.param([Message("a", scan=Scan(1, "x.pdf")), CARD], id="a scan is a message of its own"),
        pytest.param([Message("a"), Message("b", file=File("x", ""))], id="a file is a message of its own"),
        pytest.param([Message("a", takes_text=True, step="s"), CARD], id="two questions stay two"),
        pytest.param([Message("hết", Slot.CARD), Message("b")], id="a card stays the card"),
    ],
)
def test_what_belongs_apart_stays_apart(messages: list[Message]):
    assert joined(messages, 2000) == tuple(messages)
