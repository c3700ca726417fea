"""The plug pulled in the middle: three times each of what ``benchmarks/review/faults.py`` does a hundred times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.review.faults import Bench
from tests.review.cluster import Cluster
from tests.review.served import Served


@pytest.fixture(scope="module")
def bench(cluster: Cluster | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Served(tmp_path_factory.mktemp("faults") / "data", cluster.make("faults") if cluster else None) as served:
        yield Bench(served)


@pytest.mark.parametrize("act", ["importing", "deciding", "freezing", "scoring"])
def test_a_desk_killed_in_the_middle_loses_nothing_and_does_nothing_by_halves(bench: Bench, act: str) -> None:
    for _ in range(3):
        getattr(bench, act)()
