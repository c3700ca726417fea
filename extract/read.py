"""A file → its ``Notice``: what kind of file it is (by its bytes, never by its name), and which reader takes it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extract.heading import Blocks, find_heading
from extract.kind import Kind, kind_of
from extract.limits import FILE_BYTES
from extract.notice import File, Notice, Paragraph, Table, Warning
from extract.refusal import FileRefusal
from extract.text import is_garbled

PICTURES = frozenset({Kind.PNG, Kind.JPEG, Kind.TIFF, Kind.BMP, Kind.GIF})


def read(path: Path) -> Notice:
    """The notice in a file.

    Raises FileRefusal where the file is missing, empty, too large, damaged, encrypted, or of a kind that is not read;
    MissingProgram where LibreOffice is needed and not there.
    """
    path = Path(path)
    name = path.name
    data = load(path)
    blocks, warnings, pages, kind = _blocks(data, name)
    if not blocks:
        if any(warning.code == "picture" for warning in warnings):
            raise FileRefusal(name, "里只有图片，没有文字", "请导出为 PDF，按扫描件导入")
        raise FileRefusal(name, "里没有任何文字", "请确认选对了文件")
    if is_garbled("".join(map(_said, blocks))):
        warnings.append(Warning(code="garbled", text="不少字读出来是乱码，文件可能已损坏，请对照原件核实。"))
    heading = find_heading(blocks, warnings)
    return Notice(
        file=File(name=name, sha256=hashlib.sha256(data).hexdigest(), kind=kind, pages=pages),
        title=heading.title,
        number=heading.number,
        issuer=heading.issuer,
        issued_on=heading.issued_on,
        sources=heading.sources,
        blocks=heading.blocks,
        warnings=heading.warnings,
    )


def _said(block: Paragraph | Table) -> str:
    return block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)


def load(path: Path) -> bytes:
    """The bytes of a file that is there, not empty and not too large."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise FileRefusal(name, "是文件夹，不是文件", "请选择其中的一份通知")
        size = path.stat().st_size
        if size > FILE_BYTES:
            said = f"有 {size / 2**20:.0f} MB，超过 {FILE_BYTES // 2**20} MB 的上限"
            raise FileRefusal(name, said, "请只导入通知本身")
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileRefusal(name, "不存在", "请检查文件名和所在文件夹") from None
    except PermissionError:
        raise FileRefusal(name, "没有读取权限", "请检查文件权限，或关闭正在使用它的程序") from None
    except OSError as error:
        raise FileRefusal(name, f"无法读取（{error.strerror}）", "请把文件复制到本机后再导入") from None
    if not data.strip(b"\x00 \t\r\n"):
        raise FileRefusal(name, "是空文件", "请确认选对了文件")
    return data


def _blocks(data: bytes, name: str) -> tuple[Blocks, list[Warning], int | None, str]:
    """The reader's blocks, warnings, number of pages, and the kind as the notice names it."""
    kind = kind_of(data, name)
    if kind is Kind.PDF:
        from extract.pdf.document import read as read_pdf

        return read_pdf(data, name)
    if kind in PICTURES:
        from extract.pdf.document import read_pictures

        return (*read_pictures(data, name), kind.value)
    return (*_flowing(data, name, kind), None, kind.value)


def _flowing(data: bytes, name: str, kind: Kind) -> tuple[Blocks, list[Warning]]:
    """The blocks and warnings of a kind that has no pages; only the reader that is needed is loaded."""
    match kind:
        case Kind.DOCX:
            from extract.word import document

            return document.read(data, name)
        case Kind.DOC | Kind.WPS | Kind.RTF | Kind.ODT | Kind.WORD_XML:
            from extract import office

            return office.read_document(data, name, kind)
        case Kind.XLS | Kind.ODS:
            from extract import office

            return office.read_workbook(data, name, kind)
        case Kind.XLSX:
            from extract.sheet import document as workbook

            return workbook.read(data, name)
        case Kind.HTML:
            from extract.web import page

            return page.read(data, name)
        case Kind.MHT:
            from extract.web import page

            return page.read_archive(data, name)
        case Kind.MARKDOWN:
            from extract import markdown

            return markdown.read(data, name)
    from extract import dump

    return dump.read(data, name)
