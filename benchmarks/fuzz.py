"""Damaged and hostile files by the thousand: does every one end in a notice or in a sentence?

Run: ``.venv/bin/python -m benchmarks.fuzz [files a kind] [seed]``. Each file is a notice of ``corpus/`` in one of its
forms, damaged in one way; it is read as ``kaohe read`` does, in processes that can be killed. Counted are

    read       a notice without warnings that says all of what is left of the words (``LOST``: less than that)
    warned     a notice with warnings
    refused    a sentence
    fault      a sentence that says the program failed: each is a bug
    stopped    killed because nothing was heard of it, or dead: each is a bug

Faults, dead ones and silent losses are written to ``out/fuzz`` to be looked at.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from extract.apart import notices
from extract.kind import Kind
from extract.notice import Notice, Paragraph
from extract.read import read
from extract.refusal import Refusal
from extract.text import HAN
from tests.forms import CORPUS, issued, markdown, page, workbook

NAMES = ("rugao-2019", "yueyang-2015", "lixia-2013")
OUT = Path("out/fuzz")
SHARE = 0.95
"""A file read without warning that keeps less than this share of what its damage leaves has lost something."""

_HAN = re.compile(f"[{HAN}]")
_PACKAGES = (Kind.DOCX.value, Kind.XLSX.value)
_TEXTS = (Kind.TXT.value, Kind.HTML.value, Kind.MARKDOWN.value)

Damage = Callable[[random.Random, bytes], bytes]


def samples() -> dict[str, list[bytes]]:
    """Whole files of every kind that is damaged."""
    found = {
        kind: [(CORPUS / f"{name}.{kind}").read_bytes() for name in NAMES] for kind in ("docx", "doc", "pdf", "txt")
    }
    found["html"] = [page(issued(name)).encode("gb18030" if name == NAMES[0] else "utf-8") for name in NAMES]
    found["xlsx"] = [workbook(issued(name)) for name in NAMES]
    found["md"] = [markdown(issued(name)).encode() for name in NAMES[:2]]
    found["png"] = [_picture()]
    return found


def _picture() -> bytes:
    import pypdfium2  # type: ignore[import-untyped]

    out = io.BytesIO()
    with pypdfium2.PdfDocument(CORPUS / "rugao-2019.pdf") as document:
        document[0].render(scale=1).to_pil().convert("L").save(out, "PNG")
    return out.getvalue()


def cut(chance: random.Random, data: bytes) -> bytes:
    """The file ends early."""
    return data[: chance.randrange(1, len(data))]


def flip(chance: random.Random, data: bytes) -> bytes:
    """Some bits are others."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def hole(chance: random.Random, data: bytes) -> bytes:
    """A stretch is gone, zero, or there twice."""
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.choice((1, 16, 512, 8192)))
    middle = chance.choice((b"", bytes(end - start), data[start:end] * 2))
    return data[:start] + middle + data[end:]


def figures(chance: random.Random, data: bytes) -> bytes:
    """Figures in the file are absurd: spans, sizes, counts."""
    places = [at for at in range(len(data) - 1) if data[at : at + 1].isdigit() and data[at - 1 : at] in b'"= ']
    for at in sorted(chance.sample(places, min(len(places), 20)), reverse=True):
        data = data[:at] + chance.choice((b"0", b"-1", b"99999", b"2147483648", b"9" * 30)) + data[at + 1 :]
    return data


DAMAGES: tuple[Damage, ...] = (cut, flip, hole, figures)


def damaged(chance: random.Random, kind: str, data: bytes) -> tuple[bytes, str]:
    """The file damaged in one way, and the way's name; a package as often inside, with its checksums right."""
    damage = chance.choice(DAMAGES)
    if kind in _PACKAGES and chance.random() < 0.7:
        return _inside(chance, data, damage), f"{damage.__name__} inside"
    return damage(chance, data), damage.__name__


def _inside(chance: random.Random, data: bytes, damage: Damage) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        hit = chance.choice(names)
        for name in package.namelist():
            content = package.read(name)
            written.writestr(name, damage(chance, content) if name == hit and content else content)
    return out.getvalue()


def words(notice: Notice) -> int:
    """How many characters a notice says."""
    blocks = (
        [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells] for block in notice.blocks
    )
    return sum(len("".join(text.split())) for block in blocks for text in block)


def left(kind: str, data: bytes) -> int:
    """How many Chinese characters a damaged text still holds, whichever its encoding."""
    if kind not in _TEXTS:
        return 0
    texts = (re.sub("<[^>]*>?", "", data.decode(encoding, "ignore")) for encoding in ("utf-8", "gb18030"))
    return min(len(_HAN.findall(text)) for text in texts)


def outcome(kind: str, whole: int, kept: int, result: Notice | Refusal) -> str:
    """The name under which the result counts."""
    if isinstance(result, Refusal):
        if "内部出错" in result.text:
            return "fault"
        return "stopped" if "没有进展" in result.text or "意外终止" in result.text else "refused"
    if result.warnings:
        return "warned"
    return "read" if words(result) >= SHARE * (min(kept, whole) if kind in _TEXTS else whole) else "LOST"


def made(folder: Path, chance: random.Random, count: int) -> Iterator[tuple[Path, str, str, int, int]]:
    """The damaged files: path, kind, damage, words of the whole file and of what is left of a text."""
    for kind, wholes in samples().items():
        sizes = []
        for at, data in enumerate(wholes):
            (folder / f"{at}.{kind}").write_bytes(data)
            sizes.append(words(read(folder / f"{at}.{kind}")))
        for number in range(count if kind not in ("doc", "png") else max(1, count // 5)):
            at = number % len(wholes)
            data, damage = damaged(chance, kind, wholes[at])
            path = folder / f"{number:05d}-{damage.replace(' ', '-')}.{kind}"
            path.write_bytes(data)
            yield path, kind, damage, sizes[at], left(kind, data)


def main(count: int, seed: int) -> int:
    """Print the counts for each kind; how many files were not dealt with as they should."""
    counts: dict[str, Counter[str]] = {}
    bad = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, notices() as readers:
        files = list(made(Path(folder), random.Random(seed), count))
        results = readers.all([path for path, *_ in files])
        for (path, kind, damage, whole, kept), (_, result) in zip(files, results, strict=True):
            name = outcome(kind, whole, kept, result)
            counts.setdefault(kind, Counter())[name] += 1
            if name in ("fault", "stopped", "LOST"):
                bad += 1
                OUT.mkdir(parents=True, exist_ok=True)
                (OUT / f"{name}-{path.name}").write_bytes(path.read_bytes())
                said = result.text if isinstance(result, Refusal) else f"{words(result)} of {whole} characters"
                print(f"{name}: {path.name} ({damage}): {said}", flush=True)
    columns = ("read", "warned", "refused", "LOST", "fault", "stopped")
    print(f"{'kind':6}{'files':>8}" + "".join(f"{column:>9}" for column in columns))
    for kind, counted in counts.items():
        print(f"{kind:6}{counted.total():8}" + "".join(f"{counted[column]:9}" for column in columns))
    print(
        f"{sum(counted.total() for counted in counts.values())} files in {time.monotonic() - began:.0f} s, seed {seed}"
    )
    return bad


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    sys.exit(bool(main(*(given + [200, 1][len(given) :]))))
