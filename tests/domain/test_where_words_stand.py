"""What people read stands in domain/wording; the code around it speaks English."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LETTERS = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
# names of columns as vendors spell them, and letters that are drawn to see whether the font has them
DATA = {
    "storage/imports/roster.py",
    "storage/imports/mergers.py",
    "storage/imports/units.py",
    "bot/commands/checkups.py",
}
# their words are scenery: invented people and phones
SCENERY = ("bot/sandbox/", "bot/sandbox_zalo/", "bot/synthetic/", "bot/demo/", "bot/bench/")


def files() -> list[str]:
    found = [
        path.relative_to(ROOT).as_posix()
        for floor in ("bot", "handlers", "reminders", "storage")
        for path in (ROOT / floor).rglob("*.py")
    ]
    return sorted(name for name in found if name not in DATA and not name.startswith(SCENERY))


@pytest.mark.parametrize("name", files())
def test_no_sentence_for_people_stands_in_the_code(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    comments = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings may quote what is shown
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in comments
    ]
    assert [text for text in said if LETTERS & set(text.lower())] == []
