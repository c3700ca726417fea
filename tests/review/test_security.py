"""What somebody tries who means ill: forged forms, a notice that holds code, names with paths, guessed passwords."""

from __future__ import annotations

import html
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import regex
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import review
from review import deciding
from review.importing import import_file
from review.middleware import POLICY
from review.models import Document, Job, Person, Project
from review.scoring import set_units
from tests.review.acting import at
from tests.review.conftest import PASSWORD
from tests.review.notices import document
from tests.review.test_permissions import BACKEND

HERE = Path(review.__file__).parent
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}{% now 'Y' %}", "';--`${1}"]
NAME = "<b>填&报</b>.docx"


@pytest.fixture
def boss(people: SimpleNamespace) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(people.boss, BACKEND)
    return client


def test_words_of_a_notice_never_run_on_any_page(boss: Client, people: SimpleNamespace) -> None:
    rows = [
        (f"项目{at}", "5", html.escape(f"全年{code}活动2次"), html.escape(f"{code}少1次扣1分。"))
        for at, code in enumerate(HOSTILE)
    ]
    title = html.escape("<script>alert(1)</script>考核办法")
    project = import_file(document(*rows, title=title), NAME, people.boss)
    assert "<script>" in project.notice
    set_units(people.enter, project, "\n".join(HOSTILE))
    entry = project.entries.filter(kind="rule")[0]
    deciding.send_back(people.review, entry.pk, at(entry), HOSTILE[0] + HOSTILE[2])
    pages = ["notice", "words", "entries", "changes", "evidence"]
    addresses = [reverse(name, args=[project.pk]) for name in pages] + ["/", "/log/"]
    for one in project.entries.all():
        addresses += [reverse(name, args=[project.pk, one.pk]) for name in ("entry", "history")]
        if one.kind in ("rule", "item"):
            addresses.append(reverse("edit", args=[project.pk, one.pk]))
    seen = ""
    for address in addresses:
        answer = boss.get(address)
        text = answer.content.decode()
        assert answer.status_code == 200, address
        assert not regex.search(r"<script>|<img src=x|<b>填", text), address
        seen += text
    assert "&lt;script&gt;alert(1)" in seen
    assert "{{ 7|add:7 }}" in seen
    assert boss.get(reverse("file", args=[project.pk])).headers["Content-Disposition"].startswith("attachment;")


def test_names_and_reasons_that_people_type_never_run(boss: Client, people: SimpleNamespace, small: Project) -> None:
    Person.objects.filter(pk=people.read.pk).update(name=HOSTILE[0])
    Job.objects.create(kind="import", subject=NAME, by=people.enter, state="failed", message=HOSTILE[1])
    for address in ("/", "/accounts/", f"/accounts/{people.read.pk}/", f"/jobs/{Job.objects.latest('pk').pk}/"):
        text = boss.get(address).content.decode()
        assert not regex.search(r"<script>|<img src=x|<b>填", text), address


def test_every_answer_carries_the_policy_and_stays_out_of_shared_caches(boss: Client, small: Project) -> None:
    entry = small.entries.get(key="2.r1")
    for address in ("/", "/login/", "/nothing/", f"/notices/{small.pk}/", f"/notices/{small.pk}/file/", "/first/x/",
                    reverse("curve", args=[small.pk, entry.pk, 1])):  # fmt: skip
        for client in (boss, Client(SERVER_NAME="localhost")):
            answer = client.get(address)
            assert answer.headers["Content-Security-Policy"] == POLICY, address
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Cache-Control"].startswith(("no-store", "private", "max-age=0")), address


def test_no_template_has_code_or_style_of_its_own_and_nothing_comes_from_elsewhere() -> None:
    for path in HERE.rglob("templates/**/*.html"):
        text = path.read_text("utf-8")
        assert not regex.search(
            r"<style|\sstyle=|\son\w+=|javascript:|hx-on|hx-vals=.js|<script(?![^>]*\ssrc=)", text
        ), path
        assert not regex.search(r"https?://|//\w+\.\w+/", text), path
        assert "|safe" not in text, path
        assert "autoescape off" not in text, path
    for path in (HERE / "static").rglob("*.*"):
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not regex.search(r"https?://|@import|eval\(|innerHTML", text), path


def test_a_form_without_its_token_does_nothing(people: SimpleNamespace, small: Project) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(people.boss, BACKEND)
    entry = small.entries.get(key="2.r1")
    seen = at(entry)
    sent = {"act": "accept", "revision": seen.revision, "sha256": seen.sha256}
    for address in (
        reverse("decide", args=[small.pk, entry.pk]),
        reverse("void", args=[small.pk]),
        "/upload/",
        "/logout/",
        "/login/",
    ):
        answer = client.post(address, sent)
        assert (answer.status_code, "页面已过期" in answer.content.decode()) == (403, True), address
    entry.refresh_from_db()
    assert entry.state == "pending"
    page = client.get(reverse("entry", args=[small.pk, entry.pk]))
    token = page.cookies["csrftoken"].value
    answer = client.post(reverse("decide", args=[small.pk, entry.pk]), {**sent, "csrfmiddlewaretoken": token})
    entry.refresh_from_db()
    assert (answer.status_code, entry.state) == (302, "reviewed")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\wang\通知.docx", "通知.docx"),
        ("a\x00b.docx", "ab.docx"),
        ("..", None),
    ],
)
def test_a_file_that_is_sent_keeps_the_last_part_of_its_name_only(boss: Client, name: str, kept: str | None) -> None:
    file = SimpleUploadedFile("x", f"内容 {name}".encode())
    file._name = name
    boss.post("/upload/", {"files": file})
    names = list(Document.objects.filter(data=f"内容 {name}".encode()).values_list("name", flat=True))
    assert names == ([kept] if kept else [])


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("decide", {"act": "accept", "revision": "abc", "sha256": "x"}),
        ("decide", {"act": "accept", "revision": "9" * 40, "sha256": "x"}),
        ("decide", {"act": "accept", "revision": "²", "sha256": "x"}),
        ("decide", {"act": "return", "revision": "1", "sha256": "x", "reason": "a\x00b"}),
        ("decide", {"act": "nothing"}),
        ("decide", {}),
        ("edit", {"save": "1", "revision": "x"}),
        ("restore", {"revision": "x"}),
        ("same", {"act": "accept", "entry": "²:1:x", "reason": "同"}),
        ("same", {"act": "accept", "entry": f"{'9' * 40}:1:x", "reason": "同"}),
        ("same", {"act": "nothing", "entry": "1:1:x", "reason": "同"}),
        ("compare_with", {"previous": "²"}),
        ("compare_with", {"previous": "9" * 40}),
        ("two_person", {}),
        ("units", {"units": "a\x00b"}),
        ("own", {"keys": "x"}),
        ("own", {}),
        ("accounts", {"username": "a\x00b", "name": "b", "password": "Jian-che-2019"}),
    ],
)
def test_a_form_that_no_page_of_ours_would_send_is_refused_not_a_crash(
    boss: Client, small: Project, next_pk: int, address: str, sent: dict[str, str]
) -> None:
    entry = small.entries.get(key="2.r1")
    args = {
        "own": [],
        "accounts": [],
        "decide": [small.pk, entry.pk],
        "edit": [small.pk, entry.pk],
        "restore": [small.pk, entry.pk],
    }
    answer = boss.post(reverse(address, args=args.get(address, [next_pk])), sent)
    assert answer.status_code in (302, 400, 404, 409), answer.status_code
    entry.refresh_from_db()
    assert entry.state == "pending"


@pytest.mark.parametrize(
    "address",
    ["/log/?notice=²", "/log/?notice=" + "9" * 40, "/log/?page=x", "/notices/" + "9" * 40 + "/", "/notices/1/entries/?state=x%00",
     "/notices/1/entries/?page=-1", "/jobs/" + "9" * 30 + "/", "/log/?notice=%00"],
)  # fmt: skip
def test_an_address_that_no_page_of_ours_links_to_is_no_crash(boss: Client, address: str) -> None:
    assert boss.get(address).status_code in (200, 400, 404)


def test_five_wrong_passwords_close_the_account_for_this_address_for_a_while(people: SimpleNamespace) -> None:
    client = Client(SERVER_NAME="localhost")
    wrong = {"username": "read", "password": "wrong"}
    codes = [client.post("/login/", wrong).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    answer = client.post("/login/", {"username": "read", "password": PASSWORD})
    assert (answer.status_code, "密码错了太多次" in answer.content.decode()) == (429, True)
    assert client.post("/login/", {"username": "review", "password": PASSWORD}).status_code == 302
    other = Client(SERVER_NAME="localhost", REMOTE_ADDR="10.0.0.9")
    assert other.post("/login/", {"username": "read", "password": PASSWORD}).status_code == 302


def test_login_says_the_same_of_an_unknown_name_and_a_wrong_password(people: SimpleNamespace) -> None:
    client = Client(SERVER_NAME="localhost")
    texts = {
        regex.sub(r'value="[^"]*"', "", client.post("/login/", {"username": name, "password": "x"}).content.decode())
        for name in ("nobody", "review")
    }
    assert len(texts) == 1


@pytest.mark.parametrize("there", ["https://example.com/", "//example.com/", "javascript:alert(1)", r"\\example.com"])
def test_login_leads_nowhere_else(people: SimpleNamespace, there: str) -> None:
    client = Client(SERVER_NAME="localhost")
    answer = client.post(f"/login/?next={there}", {"username": "read", "password": PASSWORD, "next": there})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_the_session_is_a_new_one_after_login_and_out_of_reach_of_scripts(people: SimpleNamespace) -> None:
    client = Client(SERVER_NAME="localhost")
    client.get("/login/")
    before = client.cookies["csrftoken"].value
    answer = client.post("/login/", {"username": "read", "password": PASSWORD})
    session = answer.cookies["sessionid"]
    assert (session["httponly"], session["samesite"], session["expires"]) == (True, "Lax", "")
    assert answer.cookies["csrftoken"].value != before
    assert client.post("/logout/").status_code == 302
    client.cookies["sessionid"] = session.value
    assert client.get("/").status_code == 302


def test_a_new_password_ends_the_other_sessions(people: SimpleNamespace) -> None:
    here, there = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    for client in (here, there):
        client.force_login(people.read, BACKEND)
    new = {"old_password": PASSWORD, "new_password1": "Jian-che-2020", "new_password2": "Jian-che-2020"}
    assert here.post("/own/", new).status_code == 302
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)


def test_another_host_name_is_refused_in_chinese(boss: Client) -> None:
    answer = boss.get("/", SERVER_NAME="evil.example")
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (400, POLICY)
    assert "--name" in answer.content.decode()


@pytest.mark.parametrize("https", ["", "1"])
def test_django_finds_nothing_to_warn_of_in_what_is_served(tmp_path: Path, https: str) -> None:
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    settings = {"KAOHE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "review.settings", "KAOHE_HTTPS": https}
    command = [sys.executable, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=known | settings, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert ("no issues" in done.stdout) == bool(https) or "silenced" in done.stdout


def test_the_key_is_made_on_each_machine_and_read_by_its_owner_only(tmp_path: Path) -> None:
    from review.secret import secret_key

    first, second = secret_key(tmp_path / "a"), secret_key(tmp_path / "b")
    assert first != second
    assert secret_key(tmp_path / "a") == first
    assert (tmp_path / "a" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert not regex.search(r"SECRET_KEY\s*=\s*[\"']", "".join(path.read_text("utf-8") for path in HERE.rglob("*.py")))
