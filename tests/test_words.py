"""What segmenting contributes: names of the field stay whole, and words tell apart what shared characters do not."""

from __future__ import annotations

import warnings

import pytest

from normalize.words import keywords, likeness


@pytest.mark.parametrize("name", ["巾帼文明岗", "妇女儿童之家", "家长学吧", "妇联"])
def test_names_of_the_field_stay_whole(name: str) -> None:
    assert name in keywords(f"新增1家如皋级{name}并开展活动")


def test_the_fields_dictionary_adds_to_jiebas_own() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("CRITICAL")
    assert "巾帼文明岗" not in jieba.Tokenizer().lcut("新增1家如皋级巾帼文明岗")


def test_words_choose_the_figure_that_characters_confuse() -> None:
    """妇女维权站未建立 shares characters with 妇女干部站岗建功 too, but no word."""
    rule, right, wrong = "妇女维权站未建立", "建立维权站", "妇女干部站岗建功"
    assert likeness(rule, right) > likeness(rule, wrong)
