"""A folder of results: the same scores whether they came through memory or straight from a file, whole or not at all."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import duckdb
import pytest

import kaohe
from extract.refusal import FileRefusal
from kaohe.example import write_evidence
from normalize.rubric import Rubric
from score import run, store
from score.evidence import EvidenceRefusal
from tests.printed import CORPUS

WORDS = ("unit", "measure", "period", "value", "source")


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return kaohe.rules(CORPUS / "rugao-2019.docx")


@pytest.fixture(scope="module")
def answers(rubric: Rubric, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Example evidence, one answer left out."""
    path = tmp_path_factory.mktemp("answers") / "填报.csv"
    write_evidence(rubric, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))[1:]


def parquet(rows: list[dict[str, str]], path: Path) -> Path:
    """The answers as a Parquet file of texts."""
    with duckdb.connect() as database:
        database.execute("create table t (unit text, measure text, period text, value text, source text)")
        database.executemany(
            "insert into t values (?, ?, ?, ?, ?)", [[row[word] or None for word in WORDS] for row in rows]
        )
        database.execute(f"copy t to '{path}' (format parquet)")
    return path


def written(rows: list[dict[str, str]], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, WORDS)
        out.writeheader()
        out.writerows(rows)
    return path


def sums(folder: Path) -> dict[str, str]:
    """Every file's path and sum; evidence is told by what it says, so its file's own name does not matter."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_straight_from_a_file_or_through_memory_the_scores_are_the_same(
    rubric: Rubric, answers: list[dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 200)  # several batches of a few units
    through = kaohe.score(rubric, written(answers, tmp_path / "填报.csv"), draft=True)
    kaohe.score_to(tmp_path / "内存", rubric, tmp_path / "填报.csv", draft=True)
    kaohe.score_to(tmp_path / "文件", rubric, parquet(answers, tmp_path / "填报.parquet"), draft=True)
    assert len(list((tmp_path / "文件" / "detail.parquet").iterdir())) > 1
    for folder in ("内存", "文件"):
        assert store.read(tmp_path / folder).units == through.units
    one = through.units[-1].unit
    assert store.read(tmp_path / "文件", one).units == [through.units[-1]]
    assert kaohe.explain(tmp_path / "文件", one) == kaohe.explain(through, one)


def test_a_second_run_gives_the_same_bytes(rubric: Rubric, answers: list[dict[str, str]], tmp_path: Path) -> None:
    evidence = parquet(answers, tmp_path / "填报.parquet")
    for folder in ("一", "二"):
        kaohe.score_to(tmp_path / folder, rubric, evidence, draft=True)
    assert sums(tmp_path / "一") == sums(tmp_path / "二")


def test_a_run_that_is_cut_leaves_what_was_there(rubric: Rubric, answers: list[dict[str, str]], tmp_path: Path) -> None:
    evidence = parquet(answers, tmp_path / "填报.parquet")
    kaohe.score_to(tmp_path / "结果", rubric, evidence, draft=True)
    before = sums(tmp_path / "结果")

    def cut(done: int, count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kaohe.score_to(tmp_path / "结果", rubric, evidence, draft=True, progress=cut)
    assert sums(tmp_path / "结果") == before
    assert {path.name for path in tmp_path.iterdir()} == {"填报.parquet", "结果"}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"measure": "m999"}, "m999"),
        ({"value": "两次"}, "两次"),
        ({"unit": ""}, "单位"),
        ({"period": "2018-13"}, "2018-13"),
    ],
)
def test_a_fault_in_a_large_file_is_told_with_its_line(
    fault: dict[str, str], words: str, rubric: Rubric, answers: list[dict[str, str]], tmp_path: Path
) -> None:
    faulty = [*answers[:7], {**answers[7], **fault}, *answers[8:]]
    with pytest.raises(EvidenceRefusal, match=f"第 8 行.*{words}"):
        kaohe.score_to(tmp_path / "结果", rubric, parquet(faulty, tmp_path / "填报.parquet"), draft=True)
    assert not (tmp_path / "结果").exists()


def test_an_answer_given_twice_in_a_large_file_is_told_with_its_lines(
    rubric: Rubric, answers: list[dict[str, str]], tmp_path: Path
) -> None:
    twice = [*answers, {**answers[7], "value": "9"}]
    with pytest.raises(EvidenceRefusal, match=f"第 {len(twice)} 行"):
        kaohe.score_to(tmp_path / "结果", rubric, parquet(twice, tmp_path / "填报.parquet"), draft=True)


def test_what_is_no_parquet_is_refused(rubric: Rubric, tmp_path: Path) -> None:
    (tmp_path / "填报.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(FileRefusal, match=r"填报\.parquet"):
        kaohe.score_to(tmp_path / "结果", rubric, tmp_path / "填报.parquet", draft=True)
