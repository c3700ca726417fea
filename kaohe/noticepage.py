"""A notice as one page for a browser: the notice as read, and beside it the file's pages with the cells' boxes.

The page stands alone: no script, no request; everything that it shows is in it.
"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import islice

from extract.notice import SURE, Box, Cell, Notice, Paragraph, Table, Warning
from extract.pdf.image import PageImage, page_image
from extract.places import places
from kaohe.pages import HEAD

WIDTH = 1000
"""Pixels that a page's picture is wide."""

MOST = 120
"""Pages that are pictured: with more, the page would be too large to open."""

FEW = 8
"""More warnings than this on one block are folded."""

SHORT = 6
"""Cells whose text is at most this long stand in the middle, as figures and names do."""

Place = tuple[int, int | None, int | None]
"""A block, and in a table the row and column of a cell."""


def page(notice: Notice, data: bytes) -> str:
    """The page of a notice; ``data`` is the file that it was read from."""
    seen = list(islice(_pictures(notice, data), MOST))
    warned = defaultdict(list)
    for warning in notice.warnings:
        warned[warning.block].append(warning)
    blocks = "".join(
        _notes(warned[index])
        + (_table(block, index, bool(seen)) if isinstance(block, Table) else _paragraph(notice, block, index))
        for index, block in enumerate(notice.blocks)
    )
    beside = f'<section class="pages" aria-label="原件">{"".join(seen)}{_left_out(notice)}</section>' if seen else ""
    shape = ' class="beside"' if seen else ""
    style = files("kaohe").joinpath("noticepage.css").read_text("utf-8")
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        'img-src data:"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(notice.title or notice.file.name)}</title><style>{style}</style></head><body{shape}>"
        f"{_head(notice, bool(seen))}{_notes(warned[None])}"
        f'<main><section class="text" aria-label="读出的通知">{blocks}</section>'
        f"{beside}</main></body></html>\n"
    )


def _head(notice: Notice, beside: bool) -> str:
    file = notice.file
    tables = sum(isinstance(block, Table) for block in notice.blocks)
    facts = [(label, getattr(notice, key)) for key, label in HEAD[1:]]
    pages = f"，{file.pages} 页" if file.pages else ""
    facts.append(("文件", f"{file.name}（{file.kind}{pages}，{len(notice.blocks) - tables} 段，{tables} 张表）"))
    shown = "".join(
        f"<div><dt>{label}</dt><dd>{escape(value) if value else '<span class=none>没有找到</span>'}</dd></div>"
        for label, value in facts
    )
    marks = [("head", "表头")]
    marks += [("doubt", f"识别把握低于 {SURE:.0%}，请对照原件")] * _is_recognised(notice)
    marks += [("cell", "表格单元格"), ("paragraph", "段落")] if beside else []
    legend = "".join(f'<span><span class="swatch {mark}"></span>{text}</span>' for mark, text in marks)
    hint = "鼠标停在格子上看它在哪一块、哪一行、哪一列" + (
        "，点标签看原件上的位置；点原件上的框回到文字" if beside else ""
    )
    title = escape(notice.title) if notice.title else "<span class=none>没有找到标题</span>"
    return f'<header><h1>{title}</h1><dl>{shown}</dl><div class="legend">{legend}<span>{hint}</span></div></header>'


def _is_recognised(notice: Notice) -> bool:
    return any(cell.confidence is not None for _, table in notice.tables() for cell in table.cells)


def _notes(warnings: Sequence[Warning]) -> str:
    if not warnings:
        return ""
    items = "".join(f"<li>{escape(warning.text)}</li>" for warning in warnings)
    if len(warnings) <= FEW:
        return f'<div class="note"><ul>{items}</ul></div>'
    return f'<details class="note"><summary>有 {len(warnings)} 处要核对</summary><ul>{items}</ul></details>'


def _paragraph(notice: Notice, block: Paragraph, index: int) -> str:
    title = notice.sources.get("title")
    tag = f"h{min(block.level + 1, 4)}" if block.level else "p"
    if title is not None and title.block == index:
        tag = 'h2 class="title"'
    return (
        f'<div class="block plain" id="{_id((index, None, None))}"><span class="number">{index + 1}</span>'
        f"<{tag}>{escape(block.text)}</{tag.split()[0]}>{_label((index, None, None), block)}</div>"
    )


def _table(table: Table, index: int, beside: bool) -> str:
    rows: dict[int, list[str]] = defaultdict(list)
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
        rows[cell.row].append(_cell(table, cell, index))
    body = "".join(f"<tr>{''.join(rows[row])}</tr>" for row in range(table.rows))
    split = "；".join(
        f"第 {part.rows[0] + 1}–{part.rows[1] + 1} 行在第 {part.page} 页" for part in table.parts if part.page
    )
    parts = f'<div class="parts">{split}</div>' if beside and len(table.parts) > 1 else ""
    return (
        f'<div class="block" id="{_id((index, None, None))}"><span class="number">{index + 1}</span>'
        f"<table>{body}</table>{parts}</div>"
    )


def _cell(table: Table, cell: Cell, index: int) -> str:
    tag = "th" if cell.row < table.header_rows else "td"
    kinds = [
        "doubt" if _is_doubtful(cell) else "",
        "empty" if not cell.text else "short" if len(cell.text) <= SHORT else "",
        "right" if cell.col < table.cols / 2 else "",
        "tall" if cell.row_span > 1 else "",
    ]
    spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
        f' colspan="{cell.col_span}"' if cell.col_span > 1 else ""
    )
    place = (index, cell.row, cell.col)
    classes = " ".join(filter(None, kinds))
    return f'<{tag} id="{_id(place)}" class="{classes}"{spans}>{escape(cell.text)}{_label(place, cell)}</{tag}>'


def _is_doubtful(held: Paragraph | Cell) -> bool:
    return isinstance(held, Cell) and held.confidence is not None and held.confidence < SURE


def _id(place: Place, on: int | None = None) -> str:
    """The anchor of a block or cell in the text, or of its box on a page."""
    block, row, col = place
    cell = "" if row is None else f"-{row}-{col}"
    return f"b{block}{cell}" if on is None else f"p{on}-{block}{cell}"


def _said(place: Place, held: Paragraph | Cell) -> str:
    """Where it stands, in words, and how surely it was recognised."""
    block, row, col = place
    words = [f"第{block + 1}块" + ("" if row is None or col is None else f"第{row + 1}行第{col + 1}列")]
    if isinstance(held, Cell):
        spans = [f"{held.row_span}行"] * (held.row_span > 1) + [f"{held.col_span}列"] * (held.col_span > 1)
        words += ["占" + "".join(spans)] if spans else []
        words += [f"把握{held.confidence:.0%}"] if held.confidence is not None else []
    return " ".join([*words, *([f"第{held.page}页"] if held.page else [])])


def _label(place: Place, held: Paragraph | Cell) -> str:
    """What is shown while the mouse is on a piece of the text; a link to its box where the file has pages."""
    said = _said(place, held)
    if held.page is None:
        return f'<span class="at">{said}</span>'
    return f'<a class="at" href="#{_id(place, held.page)}">{said}</a>'


def _pictures(notice: Notice, data: bytes) -> Iterator[str]:
    """The file's pages, each with the boxes of what was read on it; nothing where the file has no pages."""
    boxes = _boxes(notice)
    for number in range(1, (notice.file.pages or 0) + 1):
        picture = page_image(data, number, WIDTH)
        drawn = "".join(_box(picture, number, *box) for box in boxes[number])
        source = b64encode(picture.jpeg).decode()
        yield (
            f'<figure id="page{number}"><figcaption>第 {number} 页</figcaption><div class="page">'
            f'<img src="data:image/jpeg;base64,{source}" alt="第 {number} 页">{drawn}</div></figure>'
        )


def _boxes(notice: Notice) -> dict[int, list[tuple[Place, Paragraph | Cell, Box]]]:
    """By page: the blocks and cells that stand on it, and where."""
    found: dict[int, list[tuple[Place, Paragraph | Cell, Box]]] = defaultdict(list)
    for index, block in enumerate(notice.blocks):
        if isinstance(block, Paragraph):
            if block.page is not None and block.bbox is not None:
                found[block.page].append(((index, None, None), block, block.bbox))
            continue
        known = places(block)
        for cell in block.cells:
            for number, box in known.get((cell.row, cell.col), []):
                found[number].append(((index, cell.row, cell.col), cell, box))
    return found


def _box(picture: PageImage, number: int, place: Place, held: Paragraph | Cell, box: Box) -> str:
    x0, top, x1, bottom = box
    style = (
        f"left:{100 * x0 / picture.width:.2f}%;top:{100 * top / picture.height:.2f}%;"
        f"width:{100 * (x1 - x0) / picture.width:.2f}%;height:{100 * (bottom - top) / picture.height:.2f}%"
    )
    kind = "doubt" if _is_doubtful(held) else "paragraph" if isinstance(held, Paragraph) else "cell"
    return (
        f'<a class="box {kind}" id="{_id(place, number)}" href="#{_id(place)}" style="{style}" '
        f'title="{_said(place, held)}"></a>'
    )


def _left_out(notice: Notice) -> str:
    if (notice.file.pages or 0) <= MOST:
        return ""
    return f'<p class="note">这份文件有 {notice.file.pages} 页，第 {MOST + 1} 页起没有附上原件的图。</p>'
