"""What a part of the clause grammar is, and the building blocks that parts share.

A part is data: a name, what it recognises, and real examples that run as tests. No part knows the sentence that it
will stand in. Parts match on folded text (``normalize.quantity.fold``) from which blanks and explanations in brackets
have been taken out (``normalize.clause.squeeze``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex


@dataclass(frozen=True)
class Part:
    """One named pattern; ``examples`` pairs a text as issued with the stretch that the part recognises in it."""

    name: str
    pattern: str
    examples: tuple[tuple[str, str], ...]
    compiled: regex.Pattern = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", regex.compile(self.pattern))


N = r"(?:(?<!\d)\d{1,9}(?!\d)(?:\.\d{1,6}(?!\d))?|[零一二两三四五六七八九十]{1,3}|半)"
"""A number of points."""

FEN = r"分(?![别钟之类解管布散析期档工项]|及?以[上下内])"
"""The word 分 where it means points, not 分别, 分钟, 分类 …"""

TO = r"(?:-|~|至|到)"
LIST = rf"(?:{N}(?:{FEN})?(?:[、/]{N}(?:{FEN})?)*(?:[、/]|和){N}{FEN}|{N}(?:,{N})+{FEN})"
SCOPE = r"(?:此|本|该|当|全|单)(?:小?项|条|款)?(?:指标|工作|考核)?"
SOFT = (
    r"(?:再|另外?|同时|均|即|可|将|给予|予以|相应|一次性|直接|一律|累计|额外|只|就|应|从总分中|在总分中|在?总分中?|"
    r"当[年月]|本?考核)*"
)
"""Words before a verb that change no points."""

DEDUCT = r"(?:倒扣|加扣|扣除|扣减|扣|减去|减少(?=\d{1,3}(?:\.\d{1,2})?分)|减)"
AWARD = r"(?:另加|加计|加记|加|(?<=[每次项个件条篇])增(?=\d)|奖励|奖|得|计|记|赋予|赋|给|评)"
