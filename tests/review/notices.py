"""Small real notices for the desk, each a Word file."""

from __future__ import annotations

from tests.wordfile import docx, p, tbl, tr

HEAD = ("项目", "分值", "工作目标", "评分办法")
ROWS = [
    ("信息宣传", "10", "每月不少于1条，全年不少于12条", "每少1条扣1分，扣完为止。"),
    ("培训", "10", "全年举办培训班2期", "少办1期扣2分；未举办的不得分。"),
    ("台账", "5", "台账齐全", "台账不规范的酌情扣1-2分。"),
]


def document(*rows: tuple[str, ...], year: int = 2019, title: str = "妇联工作考核办法") -> bytes:
    """A notice of 如皋市妇女联合会 with one table."""
    heads = ["如皋市妇女联合会文件", f"皋妇〔{year}〕1号", f"关于印发《{year}年度{title}》的通知", "各镇（街道）妇联："]
    return docx("".join(map(p, heads)) + tbl(tr(*HEAD), *(tr(*row) for row in rows or ROWS)) + p(f"{year}年1月10日"))
