"""Short Chinese words for what a rubric holds."""

from __future__ import annotations

KINDS = {"base": "基本项", "bonus": "加分项", "penalty": "扣分项"}
EFFECTS = {"deduct": "扣分", "award": "得分、加分", "forfeit": "不得分", "veto": "一票否决"}
BASES = {
    "once": "固定分数",
    "each": "每多少动一次",
    "share": "按比例",
    "level": "按等次、名次",
    "band": "按区间",
    "judge": "由考核人评定",
}
ONS = {
    "shortfall": "少于要求多少",
    "excess": "超过多少",
    "absence": "要求的没有做",
    "occurrence": "发生了的事",
    "achievement": "做到了的事",
}
PARTIALS = {"": "不足一次不算", "floor": "不足一次不算", "ceil": "不足一次按一次", "prorata": "按比例折算"}
