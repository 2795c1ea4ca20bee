"""Which state the staging software last gave each record, in exact numbers over a stream of known length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

PENDING, APPROVED, REJECTED = "Chưa rà soát", "Đã phê duyệt", "Từ chối"
OTHER_WORDS = ("Đang xử lý", "Chờ duyệt lại")  # no state the bot knows

# Sở Tư pháp Lạng Sơn, letter of 03/07/2024; what it leaves unsaid is 381.383 less the other three
PROVINCE: Mapping[str, int] = {APPROVED: 34_569, REJECTED: 21_296, PENDING: 262_871, OTHER_WORDS[0]: 62_647}
PROVINCE_TOTAL = 381_383


def dealt(seed: object, counts: Mapping[str, int]) -> Iterator[str]:
    """Deal out words until every count is used up, at random and evenly spread, keeping only the counts in mind."""
    rng = Random(f"{seed}:statuses")
    left = dict(counts)
    total = sum(left.values())
    while total:
        at = rng.randrange(total)
        for words, count in left.items():
            if at < count:
                left[words] -= 1
                total -= 1
                yield words
                break
            at -= count
