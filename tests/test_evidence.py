"""Evidence in its long form: what is read, and every fault that is named."""

from __future__ import annotations

import csv
import json
import random
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract.refusal import FileRefusal
from normalize.rubric import Measure, Rubric
from score.evidence import Evidence, EvidenceRefusal, read
from tests.golden import rubric as notice_rubric
from tests.golden_evidence import rows, with_measure, write

YUEYANG = notice_rubric("yueyang-2015", "docx")


def evidence(folder: Path, *lines: str, made: Rubric = YUEYANG) -> Evidence:
    """The evidence of ``unit|measure|period|value`` lines."""
    path = folder / "填报.csv"
    write(path, [(unit, name, period, value) for unit, name, period, value in (line.split("|") for line in lines)])
    return read(path, made)


def faults(folder: Path, *lines: str, made: Rubric = YUEYANG) -> list[str]:
    """The faults that the evidence is refused with."""
    with pytest.raises(EvidenceRefusal) as refused:
        evidence(folder, *lines, made=made)
    return refused.value.faults


def first(kind: str, made: Rubric = YUEYANG) -> Measure:
    """The first measure of a type."""
    return next(measure for measure in made.measures if measure.type == kind)


def test_values_by_type(tmp_path: Path) -> None:
    flag, percent = first("flag").id, first("percent").id
    lines = [
        "平江县|m1||70.0|",
        f"平江县|{flag}||否|",
        f"平江县|{percent}||95%|",
        "岳阳县|m1|| |",
        f"岳阳县|{percent}||９５|",
    ]
    found = evidence(tmp_path, *(line.rstrip("|") for line in lines))
    said = {(answer.unit, answer.measure): answer.value for answer in found.answers}
    assert said == {
        ("平江县", "m1"): Decimal(70),
        ("平江县", flag): False,
        ("平江县", percent): Decimal(95),
        ("岳阳县", percent): Decimal(95),
    }
    assert found.units == ["平江县", "岳阳县"]


def test_levels_reached_twice_and_none(tmp_path: Path) -> None:
    made = with_measure(YUEYANG, type="level", levels=["省", "市"])
    found = evidence(tmp_path, "平江县|m1||省;省；市", "岳阳县|m1||无", made=made)
    assert [answer.value for answer in found.answers] == [("省", "省", "市"), ()]


def test_periods(tmp_path: Path) -> None:
    made = with_measure(YUEYANG, period="term")
    found = evidence(tmp_path, "平江县|m1|2015-H1|3", "平江县|m1|H2|4", made=made)
    assert [answer.period for answer in found.answers] == ["2015-H1", "2015-H2"]
    assert len(faults(tmp_path, "平江县|m1|2014-H1|3", "平江县|m1||3", "平江县|m1|2015-Q1|3", made=made)) == 3


def test_every_form_and_order_says_the_same(tmp_path: Path) -> None:
    said = [row for unit in ("平江县", "岳阳县") for row in rows(YUEYANG, unit, [])]
    listed = [dict(zip(("unit", "measure", "period", "value"), row, strict=True)) for row in said]
    random.Random(1).shuffle(listed)
    write(tmp_path / "a.csv", said)
    with (tmp_path / "b.csv").open("w", encoding="gb18030", newline="") as file:
        table = csv.DictWriter(file, ["value", "unit", "measure", "period"])
        table.writeheader()
        table.writerows(listed)
    (tmp_path / "c.json").write_text(json.dumps(listed), encoding="utf-8-sig")
    pq.write_table(pa.Table.from_pylist(listed), tmp_path / "d.parquet")
    found = [read(tmp_path / name, YUEYANG) for name in ("a.csv", "b.csv", "c.json", "d.parquet")]
    assert len({one.sha256 for one in found}) == 1
    assert len(found[0].answers) == len(said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("平江|m1||70", "是不是「平江县」"),
        ("平江县|m999||70", "不认识问题「m999」"),
        ("|m1||70", "没有写单位名称"),
        ("平江县|m1||很多", "应填不小于0的数"),
        ("平江县|m1||-3", "应填不小于0的数"),
        ("平江县|m1||1e999999", "应填不小于0的数"),
        ("平江县|m1||1.5", "应填整数"),
        ("平江县|m1||95%", "不是百分数"),
        ("平江县|m1|2014|70", "不要写时期「2014」"),
        (f"平江县|{first('flag').id}||或许", "应填是或否"),
        (f"平江县|{first('percent').id}||0.95", "可能是 0.95% 也可能是 95%"),
        (f"平江县|{first('points').id}||1.5", "应填0至1分"),
    ],
)
def test_a_fault_names_its_line_and_what_is_expected(tmp_path: Path, line: str, said: str) -> None:
    (fault,) = faults(tmp_path, line)
    assert fault.startswith("第 2 行：")
    assert said in fault


def test_two_values_for_one_measure(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "平江县|m1||70", f"平江县|{YUEYANG.measures[0].label}||71")
    assert fault.startswith("第 3 行：与第 2 行重复填了m1")


def test_a_unit_on_no_list_of_a_figure_by_groups(tmp_path: Path) -> None:
    made = YUEYANG.model_copy(update={"units": []})
    found = faults(tmp_path, "外县|m1||70", made=made)
    assert {fault.partition("“")[0] for fault in found} == {"第 2 行：单位「外县」不在"}


def test_a_group_stands_for_its_members(tmp_path: Path) -> None:
    listed = YUEYANG.model_dump_json().replace('"平江县"', '"重点县"')
    made = Rubric.model_validate_json(listed)
    group = made.units[0].model_copy(update={"id": "g1", "name": "重点县", "members": ["甲县"]})
    member = made.units[0].model_copy(update={"id": "g2", "name": "甲县", "aliases": ["甲"]})
    units = [unit for unit in made.units if unit.name != "重点县"]
    made = made.model_copy(update={"units": [*units, group, member]})
    assert evidence(tmp_path, "甲|m1||70", made=made).units == ["甲县"]
    assert "不认识单位「重点县」" in faults(tmp_path, "重点县|m1||70", made=made)[0]


def test_all_faults_are_kept_and_twenty_shown(tmp_path: Path) -> None:
    path = tmp_path / "填报.csv"
    write(path, [("平江县", f"x{n}", "", "1") for n in range(25)])
    with pytest.raises(EvidenceRefusal) as refused:
        read(path, YUEYANG)
    assert len(refused.value.faults) == 25
    assert "等共 25 处" in refused.value.text
    assert "第 21 行" in refused.value.text
    assert "第 22 行" not in refused.value.text


def test_a_row_wider_than_its_head(tmp_path: Path) -> None:
    path = tmp_path / "填报.csv"
    path.write_text("unit,measure,value\n平江县,m1,1,200\n", encoding="utf-8")
    with pytest.raises(EvidenceRefusal, match="格数比表头多"):
        read(path, YUEYANG)


@pytest.mark.parametrize(
    "data", [b"", b"unit,value\n", b"[1]", b"{", b"PAR1", b"PK", b"\xff\xfe\x00", b'unit,measure,value\n"a']
)
def test_what_is_no_evidence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "填报"
    path.write_bytes(data)
    with pytest.raises(FileRefusal, match="「填报」"):
        read(path, YUEYANG)
