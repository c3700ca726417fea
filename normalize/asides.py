"""What a scoring text says beside its rules: exceptions and explanations, which no rule takes up and a reader must see."""

from __future__ import annotations

import regex

from extract.notice import Source
from normalize.rubric import Item

_WORDS = regex.compile(r"\p{Han}")


def asides(item: Item) -> list[Source]:
    """The stretches that stand as ``explanation`` and say something, in document order: ``个人荣誉除外``, not ``2.``."""
    said = [span.source for span in item.spans if span.role == "explanation"]
    return [source for source in said if _WORDS.search(source.text)]
