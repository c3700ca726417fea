"""``kaohe clause``: one clause, or a file with one a line, through the same grammar as a whole notice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.refusal import FileRefusal
from kaohe.files import read_bytes
from kaohe.screen import console
from kaohe.usage import PATH, Command, UsageRefusal

if TYPE_CHECKING:
    from normalize.clause import Reading


@click.command(cls=Command)
@click.argument("text", required=False, metavar="[条文]", help="一条计分规则，例如：每少一次扣0.5分，扣完为止")
@click.option("--goal", metavar="目标", default="", help="旁边的目标内容，规则里“少一次”的“一次”从它算起。")
@click.option("--points", metavar="分值", help="这一项的分值。")
@click.option("--json", "as_text", is_flag=True, help="在标准输出写 JSON。")
@click.option(
    "--jsonl",
    metavar="文件",
    type=PATH,
    help='一行一条：{"id", "text", "context", "points"}；结果一行一条：{"id", "rules"}。',
)
def clause(text: str | None, goal: str, points: str | None, as_text: bool, jsonl: Path | None) -> None:
    """读一条计分规则，看系统怎样理解它。"""
    from normalize.clause import read_clause

    if (text is None) == (jsonl is None):
        raise click.UsageError("请给一条条文，或用 --jsonl 给一个文件，二者取一", click.get_current_context())
    if jsonl is not None:
        for line in _lines(jsonl):
            reading = read_clause(line["text"], context=line["context"], points=line["points"])
            rules = [rule.model_dump(mode="json") for rule in reading.rules]
            click.echo(json.dumps({"id": line["id"], "rules": rules}, ensure_ascii=False))
    elif text is not None:
        if not text.strip():
            raise UsageRefusal("条文是空的，请给一条计分规则，例如：kaohe clause 每少一次扣0.5分。")
        _one(read_clause(text, context=goal, points=_amount(points, "--points")), text, as_text)


def _one(reading: Reading, text: str, as_text: bool) -> None:
    if as_text:
        answer = {
            "text": text,
            "rules": [rule.model_dump(mode="json") for rule in reading.rules],
            "targets": [found.target.model_dump(mode="json") for found in reading.targets],
            "policies": [
                {"kind": found.kind, "points": found.points, "text": found.text} for found in reading.policies
            ],
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    from kaohe.beside import rules_table

    screen = console()
    if reading.rules:
        screen.print(rules_table(reading.rules, screen.width))
    for policy in reading.policies:
        screen.print(f"通用规定：{policy.text}", style="info")
    if not reading.rules and not reading.policies:
        screen.print("这句话里没有计分的意思。")


def _lines(path: Path) -> list[dict[str, Any]]:
    """The clauses of a JSON Lines file, checked whole before the first is read; raises FileRefusal with the line."""
    try:
        content = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusal(path.name, "不是 UTF-8 编码", "请另存为 UTF-8 的 JSON Lines 文件") from None
    found: list[dict[str, Any]] = []
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line, parse_float=str)
            good = isinstance(entry, dict) and isinstance(entry.get("text"), str) and "id" in entry
        except (ValueError, RecursionError):
            good = False
        if not good:
            raise FileRefusal(path.name, f"第 {number} 行不是带 id 和 text 的 JSON 对象", "请改正这一行后再试")
        points = _amount(entry.get("points"), f"「{path.name}」第 {number} 行的 points")
        found.append(
            {"id": entry["id"], "text": entry["text"], "context": entry.get("context") or "", "points": points}
        )
    return found


def _amount(text: Any, where: str) -> str | None:
    """Points as an exact decimal string, or None; raises UsageRefusal."""
    from decimal import Decimal, InvalidOperation

    from extract.record import plain

    if text is None:
        return None
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise UsageRefusal(f"{where} 应是不小于 0 的数，而不是「{text}」，请改正后再试。")
    return plain(value)
