"""People at one real desk at the same time."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import regex

from tests.review.cluster import Cluster
from tests.review.notices import document
from tests.review.served import Served, Somebody


@pytest.fixture(scope="module")
def desk(cluster: Cluster | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk with a first account and three reviewers."""
    with Served(tmp_path_factory.mktemp("desk") / "data", cluster.make("together") if cluster else None) as served:
        boss = Somebody(served.address).begin(served.link)
        for at in range(3):
            boss.colleague(f"shen{at}", f"审{at}", ["review"])
        yield served


@pytest.fixture(scope="module")
def project(desk: Served) -> str:
    """The address of an imported notice."""
    return Somebody(desk.address).login("wang").bring("通知.docx", document())


def entries(person: Somebody, project: str) -> list[str]:
    """The addresses of everything to decide."""
    return list(dict.fromkeys(regex.findall(rf'href="({project}entries/\d+/)"', person.get(f"{project}entries/").text)))


def test_of_two_people_on_one_rule_one_wins_and_the_other_is_told(desk: Served, project: str) -> None:
    people = [Somebody(desk.address).login(f"shen{at}") for at in range(3)]
    for entry in entries(people[0], project):
        seen = [person.seen(entry) for person in people]
        with ThreadPoolExecutor(3) as pool:
            sent = [
                pool.submit(one.post, f"{entry}decide/", act="accept", **at)
                for one, at in zip(people, seen, strict=True)
            ]
        answers = [one.result() for one in sent]
        assert sorted(answer.status for answer in answers) == [302, 409, 409], entry
        told = [answer.text for answer in answers if answer.status == 409]
        assert all("现在是「已审」（审" in text for text in told)
    desk.verify()


def test_everybody_decides_at_once_and_nothing_is_lost(desk: Served, tmp_path: Path) -> None:
    boss = Somebody(desk.address).login("wang")
    address = boss.bring("另一份.docx", document(year=2017))
    known = entries(boss, address)
    people = [Somebody(desk.address).login(f"shen{at}") for at in range(3)]

    def work(at: int) -> list[int]:
        return [people[at].decide(entry, "accept").status for entry in known[at::3]]

    with ThreadPoolExecutor(4) as pool:
        backup = pool.submit(
            subprocess.run,
            [*desk.command("backup"), str(tmp_path / "备份.zip")],
            env=desk.environment(),
            capture_output=True,
        )
        statuses = [status for found in pool.map(work, range(3)) for status in found]
    assert statuses == [302] * len(known)
    assert "已审" in boss.get(f"{address}entries/?state=reviewed").text
    assert len(entries(boss, f"{address}")) == len(known)
    assert backup.result().returncode == 0, backup.result().stderr.decode()
    desk.verify()
    other = Served(tmp_path / "恢复")
    done = subprocess.run(
        [*other.command("restore"), str(tmp_path / "备份.zip")], env=other.environment(), capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    other.verify()


def test_the_same_file_sent_by_several_at_once_is_one_notice(desk: Served) -> None:
    people = [Somebody(desk.address).login(f"shen{at}") for at in range(3)]
    for person in people:
        person.get("/")
    data = document(year=2016)
    with ThreadPoolExecutor(3) as pool:
        jobs = list(pool.map(lambda one: one.post("/upload/", {"files": ("同一份.docx", data)}).location, people))
    homes = {
        person.done(job) if job.startswith("/jobs/") else "known" for person, job in zip(people, jobs, strict=True)
    }
    assert len(homes - {"known"}) == 1


def test_a_second_desk_on_the_same_folder_is_refused(desk: Served) -> None:
    done = subprocess.run(
        desk.command("serve", "--port", "0"), env=desk.environment(), capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, "已经在运行" in done.stderr) == (2, True)


def test_an_address_that_is_taken_is_refused(desk: Served, tmp_path: Path) -> None:
    port = desk.address.rsplit(":", 1)[1]
    other = Served(tmp_path / "另一个")
    done = subprocess.run(
        other.command("serve", "--port", port), env=other.environment(), capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, "请用 --port 换一个端口" in done.stderr) == (2, True)
