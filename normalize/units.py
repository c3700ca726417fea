"""Who is assessed: the words that the notice uses for the assessed units, and the units that it names."""

from __future__ import annotations

import regex

from extract.notice import Notice, Paragraph
from normalize.quantity import fold
from normalize.rubric import Item, Unit

_EACH = regex.compile(
    r"各(?P<kinds>(?:[^,;。、()\s]{1,8}?(?:\([^)]*\))?、?)+?)(?=妇联|妇女|团|党|单位|工作|的|\d|人民|政府|:|$)"
)
_TITLED = regex.compile(r"\d年度?(?P<kinds>(?:县|市|区|镇|乡|街道|村|社区|\(|\)|、){1,12})")


def assessed_words(notice: Notice) -> frozenset[str]:
    """Words for the assessed units: 各镇（区、街道） → 镇, 区, 街道; 各县市区 → 县市区, 县, 市, 区."""
    texts = [block.text for block in notice.blocks if isinstance(block, Paragraph)]
    found: set[str] = set()
    for text in [notice.title or "", *texts]:
        folded = fold(text)
        for pattern in (_EACH, _TITLED):
            for match in pattern.finditer(folded) if len(folded) < 80 else ():
                words = [word for word in regex.split(r"[()、]", match["kinds"]) if word]
                found.update(words)
                found.update(char for word in words if regex.fullmatch("[县市区镇乡]{2,3}", word) for char in word)
    return frozenset(word for word in found if regex.fullmatch(r"\p{Han}{1,6}", word))


def named_units(items: list[Item]) -> list[Unit]:
    """The units that targets and points by group name, in document order."""
    names: dict[str, None] = {}
    for item in items:
        for target in item.figures():
            for group in target.by_group or []:
                names.update(dict.fromkeys(group.units))
        for rule in item.rules:
            for points in rule.by_group or []:
                names.update(dict.fromkeys(points.units))
    return [Unit(id=f"u{number}", name=name) for number, name in enumerate(names, start=1)]
