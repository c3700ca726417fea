"""What stands around a notice's content: headings with their levels; title, number, issuer and date with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from extract.notice import Box, Paragraph, Place, Table, Warning
from extract.numeral import printed_number

Blocks = list[Paragraph | Table]

HEADING_LENGTH = 40
"""A numbered paragraph longer than this is content, not a heading."""

HEAD_LENGTH = 20
"""The number, the title and the issuer's letterhead stand within this many blocks."""

_HAN_NUMBER = "[一二三四五六七八九十百]{1,4}"
_LEVELS = (
    (1, re.compile(f"第{_HAN_NUMBER}[章编]|第{_HAN_NUMBER}部分|{_HAN_NUMBER}、")),
    (2, re.compile(rf"第{_HAN_NUMBER}节|[（(]\s*{_HAN_NUMBER}\s*[）)]")),
    (3, re.compile(rf"第{_HAN_NUMBER}条|\d{{1,2}}\s*[．.、](?!\d)")),
    (4, re.compile(r"[（(]\s*\d{1,2}\s*[）)]")),
    (5, re.compile("[①-⑳]")),
)
_SENTENCE = re.compile("[。；;：:，,！？]$|。")

_KIND = (
    "(?:通知|意见|方案|办法|细则|规定|规程|规则|决定|决议|通报|公告|通告|报告|请示|批复|函|纪要|制度|标准|指标|体系|计划"
    "|要点|目标|责任书|责任状|情况|评分表|考核表|自评表|[表册]|条例|章程|总结|清单)"
)
_TITLE_END = re.compile(rf"{_KIND}\s*(?:[（(〔《][^（）()]{{1,20}}[）)〕》]\s*)?$")
_TITLE_BEGIN = re.compile(r"关于|^(?:\d{4}|[二〇○零一二三四五六七八九]{4})\s*年|^印发|^转发")
_NUMBER = re.compile(
    r"(?:[\u4e00-\u9fff]{1,16}(?:（[\u4e00-\u9fff]{1,4}）)?\s*[〔\[（(【﹝［]\s*\d{4}\s*[〕\]）)】﹞］]\s*(?:第\s*)?\d+\s*号"
    r"|[\u4e00-\u9fff]{1,16}\d{4}年第?\d+号)"
)
_NUMBER_LINE = re.compile(rf"[（(]?\s*({_NUMBER.pattern})\s*[）)]?\s*(?:签发人.*)?")
_ORGANISATION = re.compile(
    "[\u4e00-\u9fff（）()、 ]{1,40}(?:联合会|妇联|委员会|妇工委|妇儿工委|办公室|政府|人大常委会|政协|局|厅|部|委|办|院|校|学|中心|协会"
    "|公司|集团|工会|团委|领导小组|指挥部|处|科|站|所|支队|法院|检察院|街道|镇|乡|党组)"
)
_LETTERHEAD = re.compile(f"({_ORGANISATION.pattern})(?:[（(][^）)]*[）)])?文件")
_DATE = re.compile(
    r"(?P<year>\d{4}|[〇○零ＯO0０一二三四五六七八九]{4})\s*年\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_DOTTED = re.compile(r"(?P<year>\d{4})\s*[.\-/]\s*(?P<month>\d{1,2})\s*[.\-/]\s*(?P<day>\d{1,2})")
_PRINTED = re.compile(r"\s*(?:印发|印)$")


@dataclass
class Heading:
    """A notice's blocks with levels, its metadata, and where each stands."""

    blocks: Blocks
    warnings: list[Warning]
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    sources: dict[str, Place] = field(default_factory=dict)


def find_heading(blocks: Blocks, warnings: Sequence[Warning]) -> Heading:
    """The blocks with a title of several lines joined and headings given their levels, and the notice's metadata."""
    found = Heading([_levelled(block) for block in blocks], list(warnings))
    _find_title(found)
    _find_number(found)
    _find_date(found)
    _find_issuer(found)
    return found


def level_of(text: str) -> int | None:
    """The level of a heading by its number, None for content: ``一、`` 1, ``（一）`` 2, ``1.`` 3, ``（1）`` 4, ``①`` 5."""
    if len(text) > HEADING_LENGTH or _SENTENCE.search(text):
        return None
    return next((level for level, number in _LEVELS if number.match(text)), None)


def _levelled(block: Paragraph | Table) -> Paragraph | Table:
    if isinstance(block, Table) or block.level is not None:
        return block
    level = level_of(block.text)
    return block if level is None else block.model_copy(update={"level": level})


def _head(blocks: Blocks) -> list[tuple[int, Paragraph]]:
    """The paragraphs before the first table, heading, sentence or address (``各镇妇联：``)."""
    head: list[tuple[int, Paragraph]] = []
    for index, block in enumerate(blocks[:HEAD_LENGTH]):
        if isinstance(block, Table) or (head and (level_of(block.text) is not None or _SENTENCE.search(block.text))):
            break
        head.append((index, block))
    return head


def _find_title(found: Heading) -> None:
    head = [
        (index, block)
        for index, block in _head(found.blocks)
        if not _NUMBER_LINE.fullmatch(block.text)
        and not _LETTERHEAD.fullmatch(block.text)
        and not _is_furniture(block.text)
    ]
    title = (
        _titled(head, lambda text: "关于" in text and _TITLE_END.search(text) is not None)
        or _title_of_lines(found, head)
        or _titled(head, lambda text: _TITLE_END.search(text) is not None)
        or _titled(head, lambda text: len(text) >= 6 and not _ORGANISATION.fullmatch(text) and "：" not in text)
    )
    if title is not None:
        index, text = title
        found.title = text
        found.sources["title"] = Place(block=index, start=0, end=len(text))


def _is_furniture(text: str) -> bool:
    return re.match("附件|签发人|主送|抄送|主题词|机密|秘密|特急|加急", text) is not None or not re.search(r"\w", text)


def _titled(head: list[tuple[int, Paragraph]], test: Callable[[str], bool]) -> tuple[int, str] | None:
    return next(((index, block.text) for index, block in head if test(block.text)), None)


def _title_of_lines(found: Heading, head: list[tuple[int, Paragraph]]) -> tuple[int, str] | None:
    """A title whose lines stand as paragraphs becomes one paragraph: ``关于召开…`` / ``…的预通知``."""
    for at, (index, first) in enumerate(head):
        if not _TITLE_BEGIN.search(first.text) or _TITLE_END.search(first.text):
            continue
        lines = [first]
        for following, block in head[at + 1 : at + 4]:
            if following != index + len(lines):
                break
            lines.append(block)
            if _TITLE_END.search(block.text):
                _join(found, index, lines)
                return index, "".join(line.text for line in lines)
    return None


def _join(found: Heading, index: int, lines: list[Paragraph]) -> None:
    gone = len(lines) - 1
    joined = lines[0].model_copy(update={"text": "".join(line.text for line in lines), "bbox": _around(lines)})
    found.blocks[index : index + len(lines)] = [joined]
    found.warnings = [
        warning
        if warning.block is None or warning.block <= index
        else warning.model_copy(update={"block": max(index, warning.block - gone)})
        for warning in found.warnings
    ]


def _around(lines: list[Paragraph]) -> Box | None:
    boxes = [line.bbox for line in lines if line.bbox is not None]
    if not boxes:
        return None
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _find_number(found: Heading) -> None:
    """The number stands on a line of its own, above the title or at most beside 签发人."""
    for index, block in enumerate(found.blocks[:HEAD_LENGTH]):
        if isinstance(block, Table):
            return
        match = _NUMBER_LINE.fullmatch(block.text)
        if match:
            found.number = match[1]
            found.sources["number"] = Place(block=index, start=match.start(1), end=match.end(1))
            return


def _find_date(found: Heading) -> None:
    """The last line that ends with a date and says at most an organisation before it; a printing date (印发) counts
    only where there is no other."""
    for printed in (False, True):
        for index in reversed(range(len(found.blocks))):
            block = found.blocks[index]
            if isinstance(block, Table):
                continue
            dated = _dated(block.text)
            if dated is not None and dated[2] == printed:
                match, day, _ = dated
                found.issued_on = day.isoformat()
                found.sources["issued_on"] = Place(block=index, start=match.start(), end=match.end())
                return


def _dated(text: str) -> tuple[re.Match[str], date, bool] | None:
    match = next((found for pattern in (_DATE, _DOTTED) for found in pattern.finditer(text)), None)
    if match is None:
        return None
    before = text[: match.start()].strip("（( ")
    after = text[match.end() :].strip("）) ")
    alone = (not before or _ORGANISATION.fullmatch(before)) and (not after or _PRINTED.fullmatch(after))
    day = _day(match) if alone else None
    return None if day is None else (match, day, bool(after))


def _day(match: re.Match[str]) -> date | None:
    year, month, day = (printed_number(match[part]) for part in ("year", "month", "day"))
    try:
        return None if year is None or month is None or day is None else date(year, month, day)
    except ValueError:
        return None


def _find_issuer(found: Heading) -> None:
    """The letterhead's organisation (``…文件``, or its bare name above number and title), else who signed, else whom
    the title names (``某市妇联关于…``)."""
    title = found.sources.get("title")
    above = len(found.blocks) if title is None else title.block
    for index, block in enumerate(found.blocks[: min(above, HEAD_LENGTH)]):
        if isinstance(block, Table):
            break
        letterhead = _LETTERHEAD.fullmatch(block.text)
        if letterhead or (title is not None and _ORGANISATION.fullmatch(block.text)):
            name = letterhead[1] if letterhead else block.text
            found.issuer = name
            found.sources["issuer"] = Place(block=index, start=0, end=len(name))
            return
    signed = found.sources.get("issued_on")
    places = _above_date(found.blocks, signed) if signed is not None else []
    if title is not None and found.title is not None and "关于" in found.title:
        places.append((title.block, found.title.partition("关于")[0]))
    for index, text in places:
        if _ORGANISATION.fullmatch(text):
            found.issuer = text
            found.sources["issuer"] = Place(block=index, start=0, end=len(text))
            return


def _above_date(blocks: Blocks, signed: Place) -> list[tuple[int, str]]:
    """What stands before the date in its line, then the line above it."""
    places: list[tuple[int, str]] = []
    line = blocks[signed.block]
    if isinstance(line, Paragraph) and line.text[: signed.start].strip():
        places.append((signed.block, line.text[: signed.start].rstrip()))
    previous = blocks[signed.block - 1] if signed.block else None
    if isinstance(previous, Paragraph):
        places.append((signed.block - 1, previous.text))
    return places
