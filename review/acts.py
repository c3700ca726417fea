"""The log's acts said in Chinese, and what each tells."""

from __future__ import annotations

from dataclasses import dataclass

from review import log
from review.models import STATES, LogEntry

NAMES = {
    "import": "导入通知",
    "accept": "审核通过",
    "choose": "换一种读法",
    "edit": "改写",
    "remove": "提议作废",
    "return": "退回",
    "approve": "批准",
    "undo": "撤销",
    "freeze": "封存",
    "policy": "改双人规定",
    "void": "作废通知",
    "compare": "改上年通知",
    "units": "改单位名单",
    "fill": "收填报",
    "score": "计分",
    "account": "改账号",
    "restore": "从备份恢复",
}


@dataclass(frozen=True)
class Told:
    """One link for people."""

    link: LogEntry
    name: str
    text: str


def told(link: LogEntry) -> Told:
    """A link with its act's name and one line about it."""
    data = log.data(link)
    parts = []
    if "key" in data:
        parts.append(
            f"「{data['key']}」{STATES[data['before']['state']]} → {STATES[data['state']]}，第 {data['revision']} 稿"
        )
    if data.get("code"):
        parts.append(f"读法 {data['code']}")
    if data.get("undone"):
        parts.append(f"撤销第 {data['undone']} 条")
    reason = data.get("reason") or data.get("note")
    if reason:
        parts.append(f"理由：{reason}")
    if "number" in data:
        parts.append(f"第 {data['number']} 版")
    if "file" in data:
        parts.append(f"「{data['file']}」")
    if "units" in data:
        parts.append(f"{len(data['units'])} 个单位")
    if "two_person" in data:
        parts.append("要由另一位批准" if data["two_person"] else "允许单人复核")
    if "text" in data:
        parts.append(data["text"])
    return Told(link, NAMES.get(link.act, link.act), "；".join(parts))
