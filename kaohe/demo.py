"""``kaohe demo``: the main job on the bundled notices, from files to explained points."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len

from extract.refusal import MissingProgram
from kaohe.files import made_folder, whole, write_json
from kaohe.screen import console, put
from kaohe.usage import PATH, Command

if TYPE_CHECKING:
    from rich.console import Console

    from normalize.rubric import Rubric
    from score.sheet import Scores

CORPUS = Path(__file__).parent.parent / "corpus"
NOTICES = ("rugao-2019.docx", "rugao-2018.pdf", "yueyang-2015.doc", "zaozhuang-2022.txt", "lixia-2013.docx")
"""One form a notice; the first is the one whose scores are shown."""

SCAN, PAGE = "rugao-2019.scan.pdf", 3
"""The scanned notice and the page of it (from 1) that is recognised."""


@click.command(cls=Command)
@click.option("-o", "--output", metavar="文件夹", default="out/demo", type=PATH, help="写到哪里，不给时是 out/demo。")
def demo(output: Path) -> None:
    """用随附的通知走一遍全程，一分钟以内。"""
    began = time.monotonic()
    made_folder(output, "请用 -o 另给一个文件夹")
    screen = console()
    put(screen, "一、读通知", "head")
    drafts = {name: _rules(screen, CORPUS / name) for name in NOTICES}
    _rules(screen, _one_page(output))
    put(screen, "\n二、确认规则，做填报表，填示例数，计分", "head")
    put(screen, "演示里由程序代人确认；真的考核要由人逐条看过再确认。", "quiet")
    scored = [_score(screen, name.split(".")[0], draft, output) for name, draft in drafts.items() if draft.measures]
    put(screen, "\n三、一分从哪来", "head")
    _explain(screen, scored[0])
    put(screen, f"\n全程 {time.monotonic() - began:.0f} 秒，结果都在 {output}：", "head")
    _where(screen, output, scored[0])


def _where(screen: Console, output: Path, scores: Scores) -> None:
    """Say what was written, and how to go on from there."""
    name = NOTICES[0].split(".")[0]
    for suffix, what in (
        ("规则.json", "封存的规则，做填报表和计分都用它"),
        ("填报表.xlsx", "发给各单位填的表"),
        ("填报.csv", "示例的填报"),
        ("得分.xlsx", "排名和每条扣分，给人看"),
        ("得分.json", "全部得分，kaohe explain 用它"),
    ):
        file = f"{name}.{suffix}"
        put(screen, f"{file}{' ' * (24 - cell_len(file))}{what}", indent=2)
    program = "kaohe" if shutil.which("kaohe") else os.path.relpath(sys.argv[0])
    put(screen, f"看规则：{program} rules {os.path.relpath(CORPUS / NOTICES[0])}", indent=2)
    put(screen, f"问得分：{program} explain {output / f'{name}.得分.json'} --unit {scores.units[0].unit}", indent=2)


def _rules(screen: Console, path: Path) -> Rubric:
    import kaohe

    began = time.monotonic()
    try:
        with console(stderr=True).status(f"正在读 {path.name} …"):
            rubric = kaohe.rules(path)
    except MissingProgram as refusal:
        put(screen, f"{refusal.text}这里先用 .docx 的那份。", "warning", indent=2)
        return _rules(screen, path.with_suffix(".docx"))
    rules = [rule for item in rubric.items for rule in item.rules]
    count = Counter(rule.certainty for rule in rules)
    sure = f"明确 {count['clear']}，假定 {count['assumed']}，未读懂 {count['unread']}"
    took = f"{time.monotonic() - began:.1f} 秒"
    put(screen, f"{path.name}：{len(rubric.items)} 项，{len(rules)} 条规则（{sure}），{took}", indent=2)
    return rubric


def _one_page(output: Path) -> Path:
    """One page of the scanned notice as a file of its own."""
    import pypdfium2

    page = output / f"扫描的第{PAGE}页.pdf"
    with pypdfium2.PdfDocument(CORPUS / SCAN) as source, pypdfium2.PdfDocument.new() as one, whole(page) as beside:
        one.import_pages(source, [PAGE - 1])
        one.save(beside)
    return page


def _score(screen: Console, name: str, draft: Rubric, output: Path) -> Scores:
    """Approve, make the workbook, fill in example evidence, score, write everything."""
    import kaohe
    from kaohe.example import units_of, write_evidence
    from normalize.approval import approve, undecided
    from score import report

    waiting = [rule.id for rule in undecided(draft)]
    rubric = approve(draft, "演示", datetime.now().astimezone(), confirm=waiting)
    write_json(rubric, output / f"{name}.规则.json")
    units = units_of(rubric)
    with whole(output / f"{name}.填报表.xlsx") as beside:
        kaohe.template(rubric, beside, units)
    with whole(output / f"{name}.填报.csv") as beside:
        answers = write_evidence(rubric, beside)
    began = time.monotonic()
    scores = kaohe.score(rubric, output / f"{name}.填报.csv")
    took = time.monotonic() - began
    write_json(scores, output / f"{name}.得分.json")
    with whole(output / f"{name}.得分.xlsx") as beside:
        report.write(scores, beside)
    best = scores.units[0]
    put(
        screen,
        f"{name}：{len(units)} 个单位，{answers} 个数，最高 {best.unit} {best.total} 分，{took:.1f} 秒",
        indent=2,
    )
    return scores


def _explain(screen: Console, scores: Scores) -> None:
    """Explain the item that cost the last unit the most."""
    import kaohe
    from kaohe.scoring import show_lines, show_ranking

    show_ranking(screen, scores)
    last = next(unit for unit in reversed(scores.units) if not unit.vetoed)
    item = max(last.items, key=lambda one: float(one.deducted or 0))
    screen.print()
    show_lines(screen, kaohe.explain(scores, last.unit, item.item))
