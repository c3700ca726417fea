"""A real browser at a real desk: from the file to the last point and back to the notice's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import regex
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.review.cluster import Cluster
from tests.review.conftest import CORPUS
from tests.review.notices import document
from tests.review.served import PASSWORD, WAIT, Served, Somebody

UNITS = ["如城街道", "长江镇", "搬经镇"]
ANSWERS = {"flag": "是", "level": "无", "count": 0, "number": 0, "percent": "90%", "points": 0}


@pytest.fixture(scope="module")
def desk(cluster: Cluster | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk with 王主任 (all but 只读) and 李副主任, who approves."""
    with Served(tmp_path_factory.mktemp("browser") / "data", cluster.make("browser") if cluster else None) as served:
        Somebody(served.address).begin(served.link).colleague("li", "李副主任", ["approve"])
        yield served


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
        yield found
        found.close()


def somebody(browser: Browser, desk: Served, username: str, script: bool = True) -> Page:
    """Somebody's own window, logged in; whatever the page's scripts complain of fails the test."""
    context = browser.new_context(base_url=desk.address, java_script_enabled=script, accept_downloads=True)
    context.set_default_timeout(WAIT * 1000)
    expect.set_options(timeout=WAIT * 1000)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda message: pytest.fail(message.text) if "Content Security" in message.text else None)
    page.on("request", lambda request: _local(request.url, desk.address))
    page.goto("/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(f"{desk.address}/")
    return page


def _local(url: str, address: str) -> None:
    assert url.startswith((address, "data:")), url


def press_through(page: Page, key: str) -> int:
    """Press a key on each entry until the queue is empty; returns how many times."""
    count = 0
    page.wait_for_url("**/entries/*/")  # which is when the page has its scripts
    while "/entries/" in page.url:
        with page.expect_navigation():
            page.keyboard.press(key)
        count += 1
        assert not page.locator(".refused").count(), page.locator(".refused").inner_text()
    return count


def filled(page: Page, number: str, folder: Path) -> Path:
    """The workbook that the desk hands out, every question of every unit answered."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载填报表").click()
    path = folder / "填报表.xlsx"
    download.value.save_as(path)
    measures = {
        one["id"]: one["type"]
        for one in json.loads(page.request.get(f"/notices/{number}/frozen/1.json").text())["measures"]
    }
    book = openpyxl.load_workbook(path)
    sheet = book["填报"]
    ids = {cell.column: str(cell.value).split(".")[0] for cell in sheet[3] if cell.value}
    for row in sheet.iter_rows(min_row=4):
        if row[0].value in UNITS:
            for cell in row[1:]:
                kind = measures.get(ids.get(cell.column, "").split("@")[0])
                if kind:
                    cell.value = ANSWERS[kind]
    book.save(path)
    return path


def test_from_the_file_to_the_last_point_and_back(browser: Browser, desk: Served, tmp_path: Path) -> None:
    boss = somebody(browser, desk, "wang")
    for year in (2018, 2019):
        boss.goto("/")
        boss.get_by_label("导入新的通知").set_input_files(CORPUS / f"rugao-{year}.docx")
        boss.get_by_role("button", name="导入", exact=True).click()
        expect(boss).to_have_url(re.compile(r"/notices/\d+/$"))
    number = regex.search(r"/notices/(\d+)/", boss.url)[1]
    total = int(regex.search(r"共 (\d+) 条", boss.locator("main").inner_text())[1])

    boss.get_by_role("link", name="与上年比").click()
    expect(boss.locator("main")).to_contain_text("上年：")
    expect(boss.locator("table.changes tr.figures").nth(5)).to_be_visible()

    boss.goto(f"/notices/{number}/")
    boss.get_by_role("link", name="开始审核").click()
    assert press_through(boss, "1") == total
    expect(boss.locator("main")).to_contain_text(f"{total} 已审")

    other = somebody(browser, desk, "li")
    other.goto(f"/notices/{number}/")
    other.get_by_role("link", name="开始批准").click()
    assert press_through(other, "1") == total
    other.get_by_role("button", name="封存", exact=True).click()
    expect(other.locator("main")).to_contain_text("第 1 版，李副主任")

    boss.goto(f"/notices/{number}/evidence/")
    boss.get_by_label("被考核单位").fill("\n".join(UNITS))
    boss.get_by_role("button", name="保存名单").click()
    path = filled(boss, number, tmp_path)
    boss.get_by_label("交回填好的填报表").set_input_files(path)
    boss.get_by_role("button", name="收下", exact=True).click()
    expect(boss.locator("main")).to_contain_text("3 / 3 个单位填全了")
    boss.get_by_role("button", name="计分", exact=True).click()
    expect(boss).to_have_url(re.compile(r"/scores/\d+/$"))
    expect(boss.locator("table.scores tbody tr")).to_have_count(3)

    boss.get_by_role("link", name="长江镇").click()
    row = boss.locator("table.unit tr").filter(has=boss.locator("a")).first
    words = row.locator("td").nth(1).inner_text().split("\n")[0]
    row.locator("a").first.click()
    expect(boss.locator("blockquote")).to_contain_text(words)
    expect(boss.locator("main")).to_contain_text("李副主任")
    boss.get_by_role("link", name="看这一条").click()
    assert boss.locator("#this").inner_text() in boss.locator("td.now").inner_text()
    desk.verify()


@pytest.fixture
def entry(desk: Served) -> str:
    """The address of the first entry of a small notice."""
    boss = Somebody(desk.address).login("wang")
    notice = "/notices/" + regex.search(r"/notices/(\d+)/", boss.bring("小通知.docx", document(year=2013)))[1] + "/"
    return regex.search(rf'href="({notice}entries/\d+/)"', boss.get(f"{notice}entries/").text)[1]


def test_a_key_decides_only_when_it_is_meant_as_one(browser: Browser, desk: Served, entry: str) -> None:
    page = somebody(browser, desk, "wang")
    page.goto(entry)
    for how in ("isComposing: true", "keyCode: 229", "ctrlKey: true", "altKey: true", "repeat: true"):
        page.evaluate(
            f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{code: 'Digit1', key: '1', bubbles: true, {how}}}))"
        )
    page.keyboard.press("KeyX")
    page.keyboard.type("1不2对u")
    expect(page.get_by_label("理由").first).to_have_value("1不2对u")
    expect(page.locator(".where .tag").first).to_have_text("待审")
    assert page.url.endswith(entry)

    page.goto("/own/")
    page.get_by_role("button", name="关闭快捷键").click()
    page.goto(entry)
    page.keyboard.press("1")
    page.reload()
    expect(page.locator(".where .tag").first).to_have_text("待审")
    page.goto("/own/")
    page.get_by_role("button", name="打开快捷键").click()
    page.goto(entry)
    with page.expect_navigation():
        page.keyboard.press("Numpad1")
    assert not page.url.endswith(entry)
    with page.expect_navigation():
        page.keyboard.press("u")
    assert page.url.endswith(entry)
    expect(page.locator(".where .tag").first).to_have_text("待审")

    page.keyboard.press("KeyX")
    page.keyboard.type("读法不对")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(entry)
    expect(page.locator(".where .tag").first).to_have_text("退回")
    expect(page.locator(".reading")).to_contain_text("读法不对")


def test_everything_works_without_scripts(browser: Browser, desk: Served, tmp_path: Path) -> None:
    boss, other = somebody(browser, desk, "wang", False), somebody(browser, desk, "li", False)
    (tmp_path / "没有脚本.docx").write_bytes(document(year=2012))
    boss.get_by_label("导入新的通知").set_input_files(tmp_path / "没有脚本.docx")
    boss.get_by_role("button", name="导入", exact=True).click()
    while "/jobs/" in boss.url:
        boss.reload()
    notice = boss.url
    for page, step, button in ((boss, "开始审核", "main"), (other, "开始批准", "main")):
        page.goto(notice)
        page.get_by_role("link", name=step).click()
        page.wait_for_url("**/entries/*/")
        while "/entries/" in page.url:
            page.locator(f".decide button.{button}").first.click()
    other.get_by_role("button", name="封存", exact=True).click()
    expect(other.locator("main")).to_contain_text("第 1 版，李副主任")
    boss.goto(notice + "entries/?state=pending")
    expect(boss.locator("main")).to_contain_text("没有。")
