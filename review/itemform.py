"""The form in which a reviewer corrects an item's figures: its points, whether it may go below zero, its targets."""

from __future__ import annotations

from typing import Any

from django import forms

from normalize.rubric import Target
from normalize.said import target as said
from review.forms import Figure

OPS = (">=", ">", "<=", "<", "=")

FLOORS = {"0": "最低0分", "": "可以倒扣到负数"}


class ItemForm(forms.Form):
    """Points and floor of an item, and for each target that is one number its comparison, value and unit."""

    points = Figure("分值", help_text="没有写分值就空着")
    floor = forms.ChoiceField(label="最低分", required=False, choices=list(FLOORS.items()))
    reason = forms.CharField(
        label="为什么改", max_length=500, error_messages={"required": "请写明为什么改。"}, widget=forms.Textarea
    )

    def __init__(self, content: dict[str, Any], data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        self.content = content
        self.targets = [Target.model_validate(one) for one in content["targets"]]
        self.initial.update(points=content["points"], floor=content["floor"] or "")
        if content["floor"] not in (None, "0"):
            self.fields["floor"].choices = [(content["floor"], f"最低{content['floor']}分"), *FLOORS.items()]  # type: ignore[attr-defined]
        for at, one in enumerate(self.targets):
            if one.value is not None:
                self.fields[f"op{at}"] = forms.ChoiceField(
                    label=one.measure[:40], choices=[(op, op) for op in OPS], initial=one.op
                )
                self.fields[f"value{at}"] = Figure("目标值", initial=one.value)
                self.fields[f"unit{at}"] = forms.CharField(
                    label="单位", required=False, max_length=20, initial=one.unit or ""
                )
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def clean(self) -> dict[str, Any]:
        """A target keeps a value: one that is none is taken out in the notice, not here."""
        data = super().clean() or self.cleaned_data
        for at, one in enumerate(self.targets):
            if one.value is not None and data.get(f"value{at}") is None and f"value{at}" not in self.errors:
                self.add_error(f"value{at}", f"「{one.measure}」要有目标值。")
        return data

    def rewritten(self) -> dict[str, Any]:
        """The item's content as filled in."""
        data = self.cleaned_data
        targets = [
            one.model_copy(
                update={"op": data[f"op{at}"], "value": data[f"value{at}"], "unit": data[f"unit{at}"] or None}
            )
            if one.value is not None
            else one
            for at, one in enumerate(self.targets)
        ]
        return {
            **self.content,
            "points": data["points"],
            "floor": data["floor"] or None,
            "targets": [one.model_dump(mode="json") for one in targets],
        }


def figures(content: dict[str, Any]) -> list[str]:
    """An item's content as lines: its points, its floor where that is not 0, each target."""
    points = f"分值 {content['points']} 分" if content["points"] is not None else "没有写分值"
    floor = [] if content["floor"] == "0" or content["kind"] != "base" else ["可以倒扣到负数"]
    return [points, *floor, *(said(Target.model_validate(one)) for one in content["targets"])]
