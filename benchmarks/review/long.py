"""A notice of a thousand scoring rules, like those of a city that assesses every department by every bureau."""

from __future__ import annotations

from tests.review.notices import document

RULES = 1000
GOALS = ["全年举办{0}培训班不少于{1}期", "报送{0}信息不少于{1}条", "{0}覆盖率达到9{1}%", "全年开展{0}检查不少于{1}次"]
CLAUSES = ["每少1期扣0.5分", "每少1条扣0.2分，扣完为止", "每低1个百分点扣0.5分", "每少1次扣1分；未开展的不得分"]
WORK = ["党建", "信访", "安全生产", "环境保护", "宣传", "妇儿", "统计", "档案", "保密", "计生"]


def data(rules: int = RULES) -> bytes:
    """The file: every fourth item has two rules."""
    rows = []
    for at in range(rules * 4 // 5):
        work, kind = WORK[at % len(WORK)], at % 4
        goal = GOALS[kind].format(f"{work}工作{at // 10 + 1}", at % 5 + 2)
        rows.append((f"{work}{at + 1}", "2", goal, CLAUSES[kind]))
    return document(*rows, title="部门绩效考核办法")
