"""What all public models share: strict keys, plain JSON, exact decimals as strings."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


class Record(BaseModel):
    """A JSON object of a public format: an unknown key is refused, a missing one reads as null."""

    model_config = ConfigDict(extra="forbid", validate_assignment=False)


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: ``Decimal("0.50")`` → ``"0.5"``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _decimal(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a decimal") from None
    if not value.is_finite():
        raise ValueError(f"{text!r} is not a finite decimal")
    return plain(value)


def _amount(text: str) -> str:
    return _decimal(text[:-1]) + "%" if text.endswith("%") else _decimal(text)


Number = Annotated[str, AfterValidator(_decimal)]
"""An exact decimal, written as a JSON string: ``"0.5"``."""

Amount = Annotated[str, AfterValidator(_amount)]
"""Points (``"0.5"``) or a fixed share of the scope's points (``"50%"``)."""
