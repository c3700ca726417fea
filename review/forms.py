"""The form in which a reviewer rewrites a rule: checked for what the form of rule needs before anything is stored."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from extract.record import plain
from normalize.quantity import fold
from normalize.rubric import Assumption, Band, Level, Rule, Threshold
from review.said import BASES, EFFECTS, ONS, PARTIALS

NEEDS = {
    "once": ("points",),
    "each": ("points", "step", "unit"),
    "share": (),
    "level": ("levels",),
    "band": ("bands",),
    "judge": (),
}
"""What each basis cannot do without."""

LABELS = {
    "points": "分数",
    "step": "每多少",
    "unit": "单位",
    "levels": "等次",
    "bands": "区间",
}


class Figure(forms.CharField):
    """An exact decimal, as text; ``percent`` allows a share of the points (``100%``)."""

    def __init__(self, label: str, percent: bool = False, **kwargs: Any) -> None:
        super().__init__(label=label, required=False, max_length=20, **kwargs)
        self.percent = percent

    def clean(self, value: Any) -> str | None:
        """The number in its shortest form, None where the field is empty."""
        text = fold(super().clean(value)).strip()
        return _figure(text, self.percent) if text else None


def _figure(text: str, percent: bool = False) -> str:
    share = percent and text.endswith("%")
    try:
        number = Decimal(text.removesuffix("%") if share else text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0 or number > 10**9 or number.as_tuple().exponent < -3:  # type: ignore[operator]
        kind = "数，或像 50% 这样的比例" if percent else "数"
        raise forms.ValidationError(f"「{text}」应是不小于0、最多三位小数的{kind}。")
    return plain(number) + ("%" if share else "")


class RuleForm(forms.Form):
    """The scoring keys of one rule."""

    effect = forms.ChoiceField(label="作用", choices=list(EFFECTS.items()))
    basis = forms.ChoiceField(label="怎么算", choices=list(BASES.items()))
    on = forms.ChoiceField(label="看什么", choices=list(ONS.items()))
    points = Figure("分数", percent=True, help_text="固定分数，或每次的分数；按分值的比例写 50%")
    step = Figure("每多少", help_text="每低5个百分点填 5")
    unit = forms.CharField(label="单位", required=False, max_length=20, help_text="次、条、百分点、% ……")
    partial = forms.ChoiceField(label="不足一次", required=False, choices=list(PARTIALS.items()))
    op = forms.ChoiceField(
        label="要求", required=False, choices=[("", "没有"), *((op, op) for op in (">=", ">", "<=", "<", "="))]
    )
    value = Figure("要求的数")
    value_unit = forms.CharField(label="要求的单位", required=False, max_length=20)
    levels = forms.CharField(
        label="等次", required=False, max_length=2000, widget=forms.Textarea, help_text="一行一个：省级 3"
    )
    bands = forms.CharField(
        label="区间",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text="一行一个：[90, ] 100%；[80, 90) 3；( , 80) 0。方括号含这个数，圆括号不含",
    )
    min = Figure("最少")
    max = Figure("最多")
    cap = forms.CharField(label="限额", required=False, max_length=20, help_text="数，或“全部”（扣完为止）")
    on_top = forms.BooleanField(label="在分值之外另加", required=False)
    condition = forms.CharField(label="什么情况（原文的话）", required=False, max_length=500, widget=forms.Textarea)
    reason = forms.CharField(
        label="为什么改", max_length=500, error_messages={"required": "请写明为什么改。"}, widget=forms.Textarea
    )

    def __init__(self, rule: Rule, data: Any = None) -> None:
        super().__init__(data, initial=_initial(rule), use_required_attribute=False)
        self.rule = rule

    def clean_levels(self) -> list[Level] | None:
        """One level a line: its name, a blank, its points."""
        found = []
        for line in self.cleaned_data["levels"].splitlines():
            if line.strip():
                name, _, points = line.strip().rpartition(" ")
                if not name:
                    raise forms.ValidationError(f"「{line}」应写成“名称 分数”，例如：省级 3。")
                found.append(Level(level=name.strip(), points=_figure(fold(points), percent=True)))
        return found or None

    def clean_bands(self) -> list[Band] | None:
        """One interval a line: ``[80, 90) 3``."""
        lines = [fold(line).strip() for line in self.cleaned_data["bands"].splitlines()]
        return [_band(line) for line in lines if line] or None

    def clean_cap(self) -> str | None:
        """A number, or 全部."""
        text = fold(self.cleaned_data["cap"]).strip()
        if not text:
            return None
        return "all" if text in ("全部", "all") else _figure(text)

    def clean(self) -> dict[str, Any]:
        """What the basis needs must be there."""
        data = super().clean() or self.cleaned_data
        for name in NEEDS.get(data.get("basis", ""), ()):
            moves = data.get("effect") in ("deduct", "award")
            if moves and not data.get(name) and name not in self.errors:
                self.add_error(name, f"这样算要填{LABELS[name]}。")
        if bool(data.get("op")) != bool(data.get("value")) and "value" not in self.errors:
            self.add_error("value", "要求的符号和数要一起填。")
        if data.get("min") and data.get("max") and Decimal(data["min"]) > Decimal(data["max"]):
            self.add_error("max", "最多不能小于最少。")
        return data

    def rewritten(self, by: str) -> Rule:
        """The rule as filled in: an assumption that says who wrote it, for the next pair of eyes."""
        data = self.cleaned_data
        threshold = (
            Threshold(op=data["op"], value=data["value"], unit=data["value_unit"] or None) if data["op"] else None
        )
        moves = data["effect"] in ("deduct", "award")
        basis = data["basis"] if moves else "once"
        return self.rule.model_copy(
            update={
                "effect": data["effect"],
                "basis": basis,
                "on": data["on"],
                "points": data["points"] if moves and basis in ("once", "each", "share") else None,
                "step": data["step"] if basis == "each" else None,
                "unit": data["unit"] or None,
                "partial": (data["partial"] or None) if basis == "each" else None,
                "threshold": threshold,
                "levels": data["levels"] if basis == "level" else None,
                "bands": data["bands"] if basis == "band" else None,
                "min": data["min"] if basis == "judge" else None,
                "max": data["max"] if basis == "judge" else None,
                "cap": data["cap"],
                "on_top": data["on_top"] if data["effect"] == "award" else None,
                "condition": data["condition"].strip() or None,
                "pattern": [],
                "certainty": "assumed",
                "assumptions": [Assumption(code="edited", text=f"这条由{by}改写：{data['reason'].strip()}")],
                "alternatives": [],
            },
            deep=True,
        )


def _initial(rule: Rule) -> dict[str, Any]:
    threshold = rule.threshold
    return {
        **rule.model_dump(include={"effect", "basis", "on", "points", "step", "unit", "min", "max", "on_top"}),
        "partial": rule.partial or "",
        "condition": rule.condition or "",
        "op": threshold.op if threshold else "",
        "value": threshold.value if threshold else "",
        "value_unit": threshold.unit if threshold else "",
        "levels": "\n".join(f"{level.level} {level.points}" for level in rule.levels or []),
        "bands": "\n".join(_written(band) for band in rule.bands or []),
        "cap": "全部" if rule.cap == "all" else rule.cap or "",
    }


def _written(band: Band) -> str:
    left, right = "(" if band.min_out or band.min is None else "[", "]" if band.max_in else ")"
    return f"{left}{band.min or ''}, {band.max or ''}{right} {band.points}"


def _band(line: str) -> Band:
    head, _, points = line.rpartition(" ")
    inside = head.strip()
    if len(inside) < 3 or inside[0] not in "[(" or inside[-1] not in "])" or "," not in inside:
        raise forms.ValidationError(f"「{line}」应写成“[80, 90) 3”这样：区间，空格，分数。")
    low, _, high = inside[1:-1].partition(",")
    return Band(
        min=_figure(low.strip()) if low.strip() else None,
        max=_figure(high.strip()) if high.strip() else None,
        min_out=inside[0] == "(" and bool(low.strip()),
        max_in=inside[-1] == "]" and bool(high.strip()),
        points=_figure(points.strip(), percent=True),
    )
