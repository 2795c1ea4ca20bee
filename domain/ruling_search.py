"""Which ruling answers a question: words, pairs of words and what they mean, weighed as in BM25.

Questions are typed with accents and without. A word without them may be any that folds to it; one with them counts
fully only for the same word. The order is worked out here and not by a database, so that every database gives the
same. Words with one slip of the finger still count, a little less. How sure the first place is goes from 0 to 1; a
question that is explained too little is not answered at once, since a wrong answer is worse than none.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain import ruling_words
from domain.synonyms import FILLERS

SURE = 0.5  # below this share of a question explained nothing is shown at once
LEAD = 1.2  # and the first must be that much ahead of the second
LEAST = 12.0  # and more than a word or two must have matched
_K1, _B = 1.2, 0.6
_TITLE = 2  # words of the title count so often
_WEIGHT = {"w": 1.0, "p": 0.5, "m": 1.6}  # a word, a pair of neighbours, a meaning
_FILLER = 0.25  # of a word that tells little
_OTHER_ACCENTS = 0.3  # of a word that is another one but for its accents
_FEW = 60  # of fewer rulings one would not know which words are rare: then it is reckoned as if there were so many
_HANDFUL, _DOUBT = (
    20,
    1.3,
)  # of so few the best may well be a wrong one: a question must be explained that much better
_SLIP = 0.6  # of a word that is another one but for a slip of the finger
_SLIP_FROM = 4  # letters; of shorter words too many are alike


@dataclass(frozen=True, slots=True)
class Document:
    """A ruling as the search sees it."""

    id: int
    title: str
    text: str
    asked: str = ""  # the question it was made for


@dataclass(frozen=True, slots=True)
class Hit:
    """A ruling that may answer; `sure` is the share of the question it explains, 0 to 1."""

    id: int
    score: float
    sure: float


_Feature = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a text is compared by: words, pairs of neighbours and meanings, and how its words are accented."""

    counts: Counter[_Feature]
    accents: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4096)  # rulings are read again for every question
def _see(*texts: tuple[str, int]) -> _Seen:
    counts: Counter[_Feature] = Counter()
    accents: dict[str, set[str]] = {}
    for text, times in texts:
        words = ruling_words.read(text)
        for word in words:
            counts["w", word.plain] += times
            accents.setdefault(word.plain, set()).add(word.accented)
        for one, two in itertools.pairwise(words):
            if not {one.plain, two.plain} <= FILLERS:
                counts["p", one.plain, two.plain] += times
        for rows in ruling_words.meanings(words):
            for row in rows:
                counts["m", str(row)] += times
    return _Seen(counts, {word: frozenset(forms) for word, forms in accents.items()})


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing asked for: what it is looked up as, how much it weighs, and with which accents it was typed."""

    feature: _Feature
    weight: float
    typed: frozenset[str] = frozenset()
    mended: bool = False  # what was typed is taken for another word


def rank(question: str, documents: Collection[Document], *, total: int) -> list[Hit]:
    """Order the documents that match a question, the best first, by our own sums.

    `documents` are those that hold anything of what is `wanted`, `total` is how many there are beside.
    """
    seen = {one.id: _see((one.title, _TITLE), (one.text, 1), (one.asked, 1)) for one in documents}
    holding = Counter(feature for one in seen.values() for feature in one.counts)
    terms = _terms(_see((question, 1)), holding, max(total, len(seen), _FEW))
    ideal = sum(term.weight for term in terms if term.feature[0] == "w" or term.feature in holding)
    lengths = {one: sum(n for f, n in each.counts.items() if f[0] == "w") for one, each in seen.items()}
    mean = sum(lengths.values()) / len(lengths) if lengths else 1.0
    if total < _HANDFUL:
        ideal *= _DOUBT
    hits = [_hit(one, each, terms, ideal, lengths[one] / (mean or 1.0)) for one, each in seen.items()]
    return sorted((hit for hit in hits if hit.score > 0), key=lambda hit: (-hit.score, hit.id))


def _terms(asked: _Seen, holding: Mapping[_Feature, int], total: int) -> list[_Term]:
    """Weigh what is asked for by how rare it is; a word nobody uses may be one with a slip in it."""
    known = sorted(feature[1] for feature in holding if feature[0] == "w")
    terms = []
    for feature in sorted(asked.counts):
        share, found, typed, mended = 1.0, feature, frozenset[str](), False
        if feature[0] == "w":
            typed = asked.accents[feature[1]] if "" not in asked.accents[feature[1]] else typed
            share = _FILLER if feature[1] in FILLERS else 1.0
            if feature not in holding and len(feature[1]) >= _SLIP_FROM:
                near = [word for word in known if len(word) >= _SLIP_FROM - 1 and one_slip(feature[1], word)]
                if near:
                    share, found, typed, mended = _SLIP, ("w", near[0]), frozenset(), True
        n = holding.get(found, 0)
        rarity = math.log(1 + (total - n + 0.5) / (n + 0.5))
        terms.append(_Term(found, _WEIGHT[feature[0]] * share * rarity, typed, mended))
    return terms


def _hit(one: int, seen: _Seen, terms: Iterable[_Term], ideal: float, length: float) -> Hit:
    score = explained = 0.0
    for term in terms:
        n = seen.counts.get(term.feature, 0)
        if not n:
            continue
        weight = term.weight
        if term.typed and not term.typed & seen.accents[term.feature[1]]:
            weight *= _OTHER_ACCENTS
        score += weight * n * (_K1 + 1) / (n + _K1 * (1 - _B + _B * length))
        explained += 0.0 if term.mended else weight
    return Hit(one, score, explained / ideal if ideal else 0.0)


def one_slip(typed: str, meant: str) -> bool:
    """Say whether two words differ by one letter more, less, other, or by two letters in the wrong order."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    a, b = typed[start:], meant[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def sure_answer(hits: Sequence[Hit]) -> Hit | None:
    """Pick the ruling that may be shown at once: it explains enough of the question and nothing comes near it."""
    if not hits or hits[0].sure < SURE or hits[0].score < LEAST:
        return None
    if len(hits) > 1 and hits[0].score < LEAD * hits[1].score:
        return None
    return hits[0]
