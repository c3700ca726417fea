"""Which words speak of points: the test that tells scoring text from goals, and rules from headings."""

from __future__ import annotations

import regex

from normalize.quantity import fold

_NUMBER = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十半]+)"
_AMOUNT = rf"{_NUMBER}\s*分?(?:[-~、,或]\s*{_NUMBER}\s*分?)*(?<=分)(?![钟组之部公])"

_SCORING = regex.compile(
    rf"(?:扣|减|计|得|加|奖|赋|为|给|记|予)[^。;,\d]{{0,6}}{_AMOUNT}"
    r"|不(?:予)?(?:得|计|加|给|记)分|得?满分|(?<![\d.])[零0]分(?![钟组之部公])|不扣分|扣完|扣至"
    r"|(?:酌情|予以|给予|相应|适当)[^。;,]{0,4}(?:扣|加|减|给|计|折)"
    r"|按[^。;,]{0,12}比例[^。;,]{0,4}(?:得|扣|计|折|给|赋)|一票否[决优]|取消[^。;]{0,12}(?:资格|评先|评优|评选)"
    r"|扣\d+(?:\.\d+)?(?![\d.]*\s*[个次人条项元])"
    rf"|\(\s*(?:满分)?{_NUMBER}\s*分\s*[\),]|,\s*{_NUMBER}分(?:[。;]|$)|{_NUMBER}分[。;]?$"
)


def is_scoring(text: str) -> bool:
    """Whether the text says how points are earned or lost."""
    return _SCORING.search(fold(text)) is not None
