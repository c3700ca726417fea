"""Logging in, one's own password and keys, and the accounts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from extract.refusal import Refusal
from review import people
from review.models import Person
from review.pages.access import OPEN, Asked, page
from review.roles import ROLES

enter = page(OPEN, "GET", "POST")(
    LoginView.as_view(template_name="review/login.html", redirect_authenticated_user=True)
)
leave = page(OPEN, "POST")(LogoutView.as_view())


@page(OPEN, "GET", "POST")
def first(request: Asked, token: str) -> HttpResponse:
    """The one-time page that makes the first account."""
    fault = ""
    if not people.is_first_link(token):
        fault = "这个链接已经用过或过期，请在服务器上重新运行 kaohe serve 取得新链接。"
        return render(request, "review/refused.html", {"text": fault}, status=403)
    if request.method == "POST":
        username, name, password = (request.POST.get(key, "") for key in ("username", "name", "password"))
        try:
            if password != request.POST.get("again"):
                raise people.BadAccount("两次输入的密码不一样。")
            person = people.make_first(token, username, name, password)
        except Refusal as refusal:
            fault = refusal.text
        else:
            login(request, person, backend="django.contrib.auth.backends.ModelBackend")
            messages.success(request, "账号已建好。可以在“账号”里给同事开账号，审核和批准最好是两个人。")
            return redirect("home")
    return render(request, "review/first.html", {"fault": fault}, status=400 if fault else 200)


@page("see", "GET", "POST")
def own(request: Asked) -> HttpResponse:
    """One's own password, and whether keys decide."""
    form = PasswordChangeForm(request.user)  # type: ignore[arg-type]
    if request.method == "POST" and "keys" in request.POST:
        request.user.keys = request.POST["keys"] == "1"
        request.user.save(update_fields=["keys"])
        messages.success(request, f"快捷键已{'打开' if request.user.keys else '关闭'}。")
        return redirect("own")
    if request.method == "POST":
        form = PasswordChangeForm(request.user, request.POST)  # type: ignore[arg-type]
        if form.is_valid():
            form.save()
            update_session_auth_hash(request, request.user)
            messages.success(request, "密码已改。")
            return redirect("own")
    return render(request, "review/own.html", {"form": form}, status=400 if form.errors else 200)


@page("manage", "GET", "POST")
def accounts(request: Asked) -> HttpResponse:
    """All accounts, and a new one."""
    if request.method == "POST":
        username, name, password = (request.POST.get(key, "") for key in ("username", "name", "password"))
        made = people.make(request.user, username, name, password, request.POST.getlist("roles"))
        messages.success(request, f"已新建账号 {made.username}，请把用户名和密码告诉{made.name}。")
        return redirect("accounts")
    everybody = Person.objects.order_by("-is_active", "username")
    return render(request, "review/accounts.html", {"everybody": everybody, "roles": ROLES})


@page("manage", "GET", "POST")
def account(request: Asked, pk: int) -> HttpResponse:
    """One account."""
    person = get_object_or_404(Person, pk=pk)
    if request.method == "POST":
        people.change(
            request.user,
            pk,
            request.POST.get("name", ""),
            request.POST.getlist("roles"),
            request.POST.get("active") == "1",
            request.POST.get("password", ""),
        )
        messages.success(request, "已保存。")
        return redirect("accounts")
    return render(request, "review/account.html", {"person": person, "roles": ROLES})
