"""Numbers as they are printed in dates and before paragraphs."""

from __future__ import annotations

import pytest

from extract.numeral import printed_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("21", 21),
        ("十", 10),
        ("二十", 20),
        ("二十一", 21),
        ("二〇一九", 2019),
        ("三八", 38),
        ("二三十", None),
        ("", None),
    ],
)
def test_printed_number(text: str, value: int | None) -> None:
    assert printed_number(text) == value
