"""What a form sends: files, each read whole, with a name that is only a name; numbers; the revision that was seen."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from extract.refusal import FileRefusal
from review.deciding import Seen
from review.importing import file_name


def files(request: HttpRequest, field: str, fallback: str) -> list[tuple[str, bytes]]:
    """Name and bytes of each file of a field. Raises FileRefusal for one that is empty or too large."""
    found = []
    for file in request.FILES.getlist(field):
        name = file_name(file.name or fallback)
        if (file.size or 0) > settings.LARGEST_UPLOAD:
            raise FileRefusal(name, f"超过 {settings.LARGEST_UPLOAD // 2**20} MB 的上限", "请检查是不是选错了文件")
        data = file.read()
        if not data:
            raise FileRefusal(name, "是空文件", "请检查文件是否完整")
        found.append((name, data))
    return found


def number(text: str) -> int:
    """A whole number that one of our pages sent; 0, which nothing has, for anything else."""
    return int(text) if len(text) < 10 and text.isascii() and text.isdigit() else 0


def named(request: HttpRequest) -> Seen:
    """The revision that the form was made for."""
    return Seen(number(request.POST.get("revision", "")), request.POST.get("sha256", ""))
