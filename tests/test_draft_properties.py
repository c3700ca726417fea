"""What holds for every notice: a rubric or a clear refusal, places that are true, an owner for every character."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.notice import Table
from normalize.draft import NoRubric, draft
from normalize.reference import reference
from normalize.rubric import Rubric
from tests.golden import characters, misplaced
from tests.rubrics import notice

TEXTS = st.sampled_from(
    [
        "", "^", "<", "1", "10", "6分", "20%", "一、", "合计", "项目", "分值", "考核内容", "评分标准", "序号", "加分项目", "否决项", "信息（16分）",
        "注：扣完为止", "1．报送信息不少于2条；/2．调研1篇", "1．少一条扣1分；/2．未调研的扣2分", "每季度至少1次", "酌情扣分", "举办讲座5场，计2分。每少一场扣0.4分",
        "获国家级、省级的分别加3、1分", "累计扣分不超过2分", "弄虚作假的一票否决", "甲县、乙市80条；丙区50条", "未完成的按比例扣分", "全覆盖", "有通知、有图片",
        "按时上报", "90%以上得满分，80%-90%得3分，低于80%不得分", "（", "①到位1分；②完善1分",
    ]
)  # fmt: skip
TABLES = st.integers(2, 5).flatmap(
    lambda cols: st.lists(st.lists(TEXTS, min_size=cols, max_size=cols), min_size=1, max_size=6)
)
PARAGRAPHS = st.lists(
    st.sampled_from(["一、信息", "（一）工作", "未报送的扣1分。", "目标任务：报送2条。", "2.缺一次扣0.5分", "注：加分不超过20分。", "90分以上为优秀，60分以下为不合格"]),
    max_size=5,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(rows=TABLES, paragraphs=PARAGRAPHS)
@example(
    rows=[["", "", "", "弄虚作假的一票否决", "项目"], ["", "", "项目", "弄虚作假的一票否决", "一、"]], paragraphs=[]
)
def test_every_notice_gives_a_rubric_whose_places_are_true_or_is_refused(rows, paragraphs):
    read = notice(*paragraphs, "\n".join(" | ".join(row) for row in rows))
    try:
        made = draft(read)
    except NoRubric:
        return
    assert not misplaced(made, read)
    assert len({item.id for item in made.items}) == len(made.items)
    labels = [measure.label for measure in made.measures]
    assert len(labels) == len(set(labels))
    assert Rubric.model_validate_json(made.model_dump_json()) == made


@settings(max_examples=300, deadline=None)
@given(rows=TABLES)
def test_every_character_of_a_rule_cell_has_an_owner(rows):
    read = notice("\n".join(" | ".join(row) for row in rows))
    try:
        made = draft(read)
    except NoRubric:
        return
    taken = characters(span.source for item in made.items for span in item.spans)
    for index, block in enumerate(read.blocks):
        for cell in block.cells if isinstance(block, Table) else []:
            held = taken.get((index, cell.row, cell.col))
            lost = [char for at, char in enumerate(cell.text) if held is not None and at not in held]
            assert not "".join(lost).strip(), cell.text


@settings(max_examples=200, deadline=None)
@given(rows=TABLES)
def test_every_rule_has_a_measure_for_each_reference(rows):
    try:
        made = draft(notice("\n".join(" | ".join(row) for row in rows)))
    except NoRubric:
        return
    known = {measure.id for measure in made.measures}
    for item in made.items:
        for rule in item.rules:
            assert set(rule.measures) <= known
            if rule.measures and rule.basis not in ("level", "judge") and rule.certainty != "unread":
                assert len(rule.measures) == max(1, len(reference(rule, item)))
