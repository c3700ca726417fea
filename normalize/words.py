"""Words of running text, for what the clause grammar leaves: which figure a rule falls short of, which goal it judges.

jieba segments, with the field's own dictionary (``field.dict``); it is loaded when first asked, never before.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex

DICTIONARY = Path(__file__).with_name("field.dict")

_FILLER = regex.compile(
    "的|了|和|与|及|或|等|各|类|项|次|个|条|篇|少|缺|扣|分|每|未|无|没|没有|按|要求|活动|工作|开展|情况|进行|以上|不少于|全年|有|在|对|为|将|并|其中|任务|完成"
)
"""Words that say nothing about what is counted."""


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("CRITICAL")
    return jieba.Tokenizer(dictionary=str(DICTIONARY))


@lru_cache(maxsize=4096)
def keywords(text: str) -> frozenset[str]:
    """The words of a text that name things, without filler, numbers and punctuation."""
    cut = _segmenter().lcut(text)
    return frozenset(word for word in cut if not _FILLER.fullmatch(word) and any(map(str.isalpha, word)))


def likeness(one: str, other: str) -> float:
    """How many words two texts share, weighed by length, from 0 (none) to 1 (all of the shorter one's)."""
    left, right = keywords(one), keywords(other)
    shared = sum(map(len, left & right))
    return shared / max(1, min(sum(map(len, left)), sum(map(len, right))))


def overlap(one: str, other: str) -> int:
    """How many pairs of neighbouring characters of ``one`` stand in ``other``."""
    return sum(one[at : at + 2] in other for at in range(len(one) - 1) if one[at : at + 2].isalpha())
