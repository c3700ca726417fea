"""The figures that a goal asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.targets import targets_in
from tests.rubrics import rubric

ASSESSED = frozenset(["镇", "街道", "县市区"])


def said(text: str) -> list[str]:
    """One line a target: measure, comparison and figure, period, and what it is counted per."""
    return [
        " ".join(
            filter(None, (t.measure, f"{t.op}{t.value or t.stat}{t.unit or ''}", t.period, t.per and f"每{t.per}"))
        )
        for t in (found.target for found in targets_in(text, ASSESSED))
    ]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("大力开展创业就业技能培训，全年培训不少于2次；", ["培训 >=2次 year"]),
        ("新增培养1个巾帼致富典型", ["新增培养巾帼致富典型 >=1个"]),
        ("每季度至少开展一次主席例会，建立信息库", ["开展主席例会 >=1次 quarter"]),
        ("培育1-2个特色“姐妹微家”", ["培育特色“姐妹微家” >=1个"]),
        ("“姐妹微家”村（社区）全覆盖", ["“姐妹微家”村（社区）覆盖率 >=100%"]),
        ("30名以上女职工的两新组织50%建立妇联", ["30名以上女职工的两新组织建立妇联 >=50%"]),
        ("每镇至少打造2个家长学吧", ["打造家长学吧 >=2个"]),
        ("每个乡创建县级示范点1个、乡级示范点2个", ["创建县级示范点 >=1个 每乡", "乡级示范点 >=2个 每乡"]),
        ("每场参加妇女人数不少于50人", ["参加妇女人数 >=50人 每场"]),
        ("推荐优秀志愿服务集体和个人各1个", ["推荐优秀志愿服务集体 >=1个", "推荐优秀志愿服务个人 >=1个"]),
        ("每月报送信息不少于2条，被录用不少于1条，全年不少于12条",
         ["报送信息 >=2条 month", "信息被录用 >=1条 month", "信息被录用 >=12条 year"]),
        ("每年报道省级不少于1篇，市级不少于2篇；每月上报信息不少于2条",
         ["报道省级 >=1篇 year", "报道市级 >=2篇 year", "上报信息 >=2条 month"]),
        ("案件处结率达98%以上", ["案件处结率 >=98%"]),
        ("安全事故不超过3起", ["安全事故 <=3起"]),
        ("满意度不低于全市平均水平", ["满意度 >=mean"]),
        ("2022年新招募志愿者300名", ["新招募志愿者 >=300名 year"]),
    ],
)  # fmt: skip
def test_figures(text, targets):
    assert said(text) == targets


@pytest.mark.parametrize(
    "text",
    [
        "于6月底前完成，7个工作日内报送",
        "开展“三八”节纪念活动，创建“五好家庭”",
        "畅通12338维权热线",
        "推进妇女儿童10件实事",
        "岳妇字〔2015〕13号文件要求",
        "“6·26”禁毒日宣传",
        "培养一批妇女创业新典型",
        "获市妇联一、二、三等奖的",
        "实施“十四五”规划，实现“六有”",
        "",
    ],
)
def test_names_and_deadlines_hold_no_figure(text):
    assert said(text) == []


def test_figures_by_group_of_units():
    made = rubric(
        "各县市区妇联：",
        "内容 | 标准分 | 说明\n全年甲县、乙市报送信息80条，省妇联采用40条；丙区报送信息50条，省妇联采用25条 | 6分 | 每少一条扣0.5分",
    )
    item = made.items[0]
    by_group = [[(group.units, group.value) for group in target.by_group] for target in item.goals[0].targets]
    assert by_group == [[(["甲县", "乙市"], "80"), (["丙区"], "50")], [(["甲县", "乙市"], "40"), (["丙区"], "25")]]
    assert [target.period for target in item.goals[0].targets] == ["year", "year"]
    assert [unit.name for unit in made.units] == ["甲县", "乙市", "丙区"]
    assert item.rules[0].targets == ["1.g1.t1", "1.g1.t2"]


@given(
    st.text(alphabet="每全年季度月不少于至少1一2两个次条篇%，；。、“”（）培训报送信息镇县市和各达到以上-", max_size=40)
)
def test_any_text_gives_figures_inside_it(text):
    for found in targets_in(text, ASSESSED):
        assert 0 <= found.start < found.end <= len(text)
        assert found.target.by_group or found.target.value is not None or found.target.stat
