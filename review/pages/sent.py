"""Files that a form sends: each read whole, with a name that is only a name."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from extract.refusal import FileRefusal
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
