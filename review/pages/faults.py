"""Pages for what goes wrong, each one sentence with what to do."""

from __future__ import annotations

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _refused(request: HttpRequest, text: str, status: int) -> HttpResponse:
    return render(request, "review/refused.html", {"text": text}, status=status)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _refused(request, "没有这一页，可能已被删除，或网址输错了。", 404)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _refused(request, "您没有打开这一页的权限，请找管理员开通。", 403)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    if isinstance(exception, DisallowedHost):
        text = "考核台不认得网址里的主机名：请用管理员给的网址；管理员可以在 kaohe serve 后面用 --name 加上这个名字。"
        return _refused(request, text, 400)
    return _refused(request, "收到的内容不完整或太大，请返回重试。", 400)


def broken(request: HttpRequest) -> HttpResponse:
    """500: the traceback goes to the server's log."""
    return _refused(request, "程序内部出错，刚才的操作没有保存；请把时间和正在做的事告诉维护人员。", 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of its page."""
    return _refused(request, "页面已过期（登录过或放得太久），请返回上一页，刷新后再试。", 403)
