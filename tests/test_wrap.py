"""Line breaking: nothing lost, nothing too wide, punctuation where it belongs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from kaohe.wrap import NO_START, wrap

WORDS = st.text(st.sampled_from("每少一条扣，。「」（）0.5分 abc\n"), max_size=80)


@given(WORDS, st.integers(min_value=6, max_value=40))
def test_every_line_fits_and_every_character_stays(words: str, width: int) -> None:
    wrapped = wrap(Text(words), width).plain
    assert all(cell_len(line) <= width for line in wrapped.splitlines())
    assert "".join(wrapped.split()) == "".join(words.split())


def test_numbers_stay_whole_and_lines_begin_with_words() -> None:
    lines = wrap(Text("每少一条扣0.5分，扣完为止。开展活动，每场2分。"), 12).plain.splitlines()
    assert any("0.5" in line for line in lines)
    assert not any(line[0] in NO_START for line in lines)
