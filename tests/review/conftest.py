"""The desk that the tests of this folder share: its data folder or PostgreSQL, people of every role, imported notices.

Its log only grows, so nothing is ever flushed: what a test does is rolled back, and what tests read is imported once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import django
import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from tests.review.cluster import Cluster
from tests.review.notices import ROWS, document

CORPUS = Path(__file__).parents[2] / "corpus"
CLUSTER = pytest.StashKey[Cluster | None]()
FOLDER = pytest.StashKey[Path]()
PASSWORD = "如皋-kaohe-2019"


def pytest_configure(config: pytest.Config) -> None:
    """Django on a data folder of its own, before any test module asks for a model."""
    cluster = config.stash[CLUSTER] = Cluster() if config.getoption("--postgres") else None
    folder = config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="kaohe-desk-"))
    os.environ |= {"KAOHE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "review.settings"}
    if cluster:
        os.environ["DATABASE_URL"] = cluster.url("desk")
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(config.stash[FOLDER])
    for name in ("KAOHE_DATA", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Iterator[Cluster | None]:
    """The running PostgreSQL, None where the tests are on SQLite."""
    found = pytestconfig.stash[CLUSTER]
    if found is None:
        yield None
        return
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def people(cluster: Cluster | None, django_db_blocker: DjangoDbBlocker) -> Iterator[SimpleNamespace]:
    """The desk's tables, and somebody of each role: ``boss`` has all but 只读, ``other`` reviews and approves."""
    from django.core.management import call_command
    from django.db import connections

    from review.models import Person

    with django_db_blocker.unblock():
        if cluster:
            cluster.make("desk")
        call_command("migrate", verbosity=0, interactive=False)
        names = {
            "boss": ("王主任", ["enter", "review", "approve", "manage"]),
            "enter": ("录小丽", ["enter"]),
            "review": ("审小红", ["review"]),
            "approve": ("批大姐", ["approve"]),
            "read": ("读小兰", ["read"]),
            "manage": ("管小梅", ["manage"]),
            "other": ("李副主任", ["review", "approve"]),
        }
        made = {key: Person.objects.create_user(key, name, PASSWORD, roles) for key, (name, roles) in names.items()}
        yield SimpleNamespace(**made)
        connections.close_all()


def _imported(data: bytes, name: str) -> int:
    from review.importing import import_file

    return import_file(data, name, None).pk


@pytest.fixture(scope="session")
def rugao(people: SimpleNamespace) -> tuple[int, int]:
    """The notices of two years, imported in their order: 2018 and 2019."""
    first, second = (
        _imported((CORPUS / f"rugao-{year}.docx").read_bytes(), f"rugao-{year}.docx") for year in (2018, 2019)
    )
    return first, second


@pytest.fixture(scope="session")
def small_pk(people: SimpleNamespace) -> int:
    """A notice of three items: one rule with two readings, two clear ones, one for an assessor, and one finding."""
    return _imported(document(), "小通知.docx")


@pytest.fixture(scope="session")
def next_pk(small_pk: int) -> int:
    """The small notice a year later; its second item takes more off."""
    rows = [ROWS[0], ("培训", "10", "全年举办培训班2期", "少办1期扣3分；未举办的不得分。"), ROWS[2]]
    return _imported(document(*rows, year=2020), "2020年.docx")


@pytest.fixture(autouse=True)
def rolled_back(people: SimpleNamespace, request: pytest.FixtureRequest) -> Iterator[None]:
    """Take back whatever the test stores. What must be there for several tests is imported before."""
    from django.db import transaction

    for name in ("small_pk", "next_pk", "rugao"):
        if name in request.fixturenames:
            request.getfixturevalue(name)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def small(small_pk: int) -> object:
    """The small notice's project."""
    from review.models import Project

    return Project.objects.get(pk=small_pk)
