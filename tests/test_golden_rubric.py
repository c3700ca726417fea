"""The rubric beside what a careful reader says the notices contain: items, goals, rules, policies, findings, places."""

from __future__ import annotations

import re

import pytest

from extract.notice import Paragraph, Table
from normalize.rubric import Rubric
from tests.golden import (
    FORMS,
    SAMPLES,
    characters,
    compare_item,
    covered_rules,
    holder_text,
    items_by_name,
    misplaced,
    named_rules,
    notice,
    number,
    rubric,
)
from tests.golden_files import NAMES, golden, squeeze

ITEMS = [(name, form, index) for name, form in SAMPLES for index in range(len(golden(name, "rubric")["items"]))]

SCORING_WORDS = re.compile(
    r"(?:扣|计|得|加|记|赋|奖励?)\s*(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)"
    r"(?:[-—~～至、，,]\d+(?:\.\d+)?)*\s*分(?!钟|之)"
    r"|扣\d+(?:\.\d+)?|不得分|酌情|按[^，。；：]{0,8}比例[^，。；：]{0,3}分"
)
"""扣/计/得/加 N分, 不得分, 酌情, 按…比例…分: words that move points wherever they stand."""


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_notice_reference(name: str, form: str) -> None:
    """The rubric names the notice that it was read from, and the year assessed."""
    made = rubric(name, form).notice.model_dump(include={"title", "number", "issuer", "issued_on", "year"})
    assert made == golden(name, "rubric")["notice"]


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_items_in_order(name: str, form: str) -> None:
    """The same items stand in the same order, and no other."""
    found = [squeeze(item.name) for item in rubric(name, form).items]
    assert found == [squeeze(item["name"]) for item in golden(name, "rubric")["items"]]


@pytest.mark.parametrize(("name", "form", "index"), ITEMS)
def test_item(name: str, form: str, index: int) -> None:
    """One item's points, kind, goals, figures and rules are those of the document."""
    want = golden(name, "rubric")["items"][index]
    before = [other["name"] for other in golden(name, "rubric")["items"][:index]].count(want["name"])
    found = [item for item in rubric(name, form).items if squeeze(item.name) == squeeze(want["name"])]
    assert len(found) > before, f"no item {want['name']}"
    faults = compare_item(want, found[before])
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_sections(name: str, form: str) -> None:
    """Headings with a stated total are sections."""
    found = [([squeeze(step) for step in part.path], part.points) for part in rubric(name, form).sections]
    wanted = golden(name, "rubric").get("sections", [])
    assert found == [([squeeze(step) for step in part["path"]], number(part["points"])) for part in wanted]


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_units(name: str, form: str) -> None:
    """Units and groups are those that the notice names."""
    made = rubric(name, form).units
    names = {unit.id: unit.name for unit in made}
    found = [(unit.name, [names.get(member, member) for member in unit.members]) for unit in made]
    wanted = golden(name, "rubric").get("units", [])
    assert found == [(unit["name"], unit.get("members", [])) for unit in wanted]


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_policies(name: str, form: str) -> None:
    """Every policy covers what the notice says it covers, and there is no other."""
    made = rubric(name, form)
    wanted, left, faults = golden(name, "rubric").get("policies", []), list(made.policies), []
    for want in wanted:
        ids = named_rules(made, want.get("covers", []))
        same = [
            policy
            for policy in left
            if (policy.kind, policy.points) == (want["kind"], number(want.get("points")))
            and squeeze(want["text"]) in squeeze(policy.text)
            and covered_rules(made, policy.covers) == ids
        ]
        if not same:
            faults.append(f"no policy {want}")
            continue
        left.remove(same[0])
        if "parts" in want:
            parts = [(covered_rules(made, part.covers), part.percent) for part in same[0].parts or []]
            expected = [(named_rules(made, part["covers"]), number(part["percent"])) for part in want["parts"]]
            if parts != expected:
                faults.append(f"policy {want['text']}: parts should be {expected}, are {parts}")
        if "bands" in want:
            bands = [(band.name, band.min, band.max) for band in same[0].bands or []]
            expected_bands = [(b["name"], number(b.get("min")), number(b.get("max"))) for b in want["bands"]]
            if bands != expected_bands:
                faults.append(f"policy {want['text']}: bands should be {expected_bands}, are {bands}")
    faults += [
        f"not written down: {policy.kind} {policy.points} covers {policy.covers}: {policy.text}" for policy in left
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_findings(name: str, form: str) -> None:
    """What the reviewer must be told is among the findings."""
    found = {finding.code for finding in rubric(name, form).findings}
    missing = set(golden(name, "rubric").get("findings", [])) - found
    assert not missing, f"missing {sorted(missing)}, found {sorted(found)}"


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_progress(name: str, form: str) -> None:
    """Achievements that the notice itself reports stand beside their items."""
    faults = []
    items = items_by_name(rubric(name, form))
    for want in golden(name, "rubric")["items"]:
        if "progress" not in want:
            continue
        item = items.get(squeeze(want["name"]))
        found = [(entry.value, entry.unit) for entry in item.progress] if item else None
        expected = [(number(entry["value"]), entry.get("unit")) for entry in want["progress"]]
        if found != expected:
            faults.append(f"{want['name']}: progress should be {expected}, is {found}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_places(name: str, form: str) -> None:
    """Every source is exactly the words that stand in the notice where it says."""
    faults = misplaced(rubric(name, form), notice(name, form))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_a_rule_is_its_words(name: str, form: str) -> None:
    """A rule's text is the text of its place."""
    rules = [rule for item in rubric(name, form).items for rule in item.rules]
    assert [rule.text for rule in rules] == [rule.source and rule.source.text for rule in rules]


def owned(made: Rubric, roles: tuple[str, ...]) -> dict[tuple[int, int | None, int | None], set[int]]:
    """The characters of each cell or paragraph that a span of these roles, or a policy's source, takes."""
    spans = [span.source for item in made.items for span in item.spans if span.role in roles]
    spans += [policy.source for policy in made.policies if policy.source is not None and "policy" in roles]
    return characters(spans)


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_every_character_of_scoring_text_has_an_owner(name: str, form: str) -> None:
    """In a cell that holds a rule, nothing is passed over."""
    made, read = rubric(name, form), notice(name, form)
    taken = owned(made, ("rule", "policy", "explanation", "unread"))
    faults = []
    places = {(rule.source.block, rule.source.row, rule.source.col)
              for item in made.items for rule in item.rules if rule.source is not None}  # fmt: skip
    for place in sorted(places, key=str):
        text = holder_text(read, *place)
        if place[1] is None:
            continue  # a paragraph may hold more than scoring text
        passed = [at for at, char in enumerate(text) if not char.isspace() and at not in taken.get(place, set())]
        if passed:
            faults.append(f"{place}: nobody owns {''.join(text[at] for at in passed)!r} of {text!r}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_every_scoring_word_belongs_to_a_rule_or_policy(name: str, form: str) -> None:
    """扣/计/得/加 N分, 不得分, 酌情, 按比例: wherever one stands in the notice, a rule or policy owns it."""
    taken = owned(rubric(name, form), ("rule", "policy"))
    faults = []
    for index, block in enumerate(notice(name, form).blocks):
        if isinstance(block, Paragraph):
            texts: list[tuple[tuple[int, int | None, int | None], str]] = [((index, None, None), block.text)]
        else:
            assert isinstance(block, Table)
            texts = [((index, cell.row, cell.col), cell.text) for cell in block.cells]
        for place, text in texts:
            for found in SCORING_WORDS.finditer(text):
                if not set(range(*found.span())) <= taken.get(place, set()):
                    around = text[max(0, found.start() - 15) : found.end() + 5]
                    faults.append(f"{place}: {found.group()!r} in {around!r}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS[1:])
def test_every_form_gives_the_same_rubric(name: str, form: str) -> None:
    """Word, text dump and PDF of one notice say the same; only pages, boxes and what a line's end hides differ."""
    assert stripped(rubric(name, form).model_dump()) == stripped(rubric(name, FORMS[0]).model_dump())


def stripped(value: object) -> object:
    """Plain data without what depends on the file: its name and hash, pages, boxes, blanks and breaks at line ends."""
    if isinstance(value, dict):
        drop = ("file", "sha256", "page", "bbox", "start", "end")
        return {key: stripped(part) for key, part in value.items() if key not in drop}
    if isinstance(value, list):
        return [stripped(part) for part in value]
    return squeeze(value) if isinstance(value, str) else value


def test_scoring_words_are_recognised() -> None:
    """The expression finds the words of the notices and leaves names alone."""
    for words in ("扣0.5分", "计2分", "加8、4、2、1分", "扣2-3分", "不得分", "酌情", "按未完成比例扣分", "扣0.2；"):
        assert SCORING_WORDS.search(words), words
    for words in ("得到", "建设比例 100%", "加强3个", "按同比例折算"):
        assert not SCORING_WORDS.search(words), words


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_another_reading_asks_for_a_figure_of_its_own(name: str, form: str) -> None:
    """A figure that only unchosen readings ask for belongs to one rule: two rules never share a year's sum."""
    made = rubric(name, form)
    labels = {measure.id: measure.label for measure in made.measures}
    asked: dict[str, set[str]] = {}
    for rule in (rule for item in made.items for rule in item.rules):
        for other in (other for reading in rule.alternatives for other in reading.rules):
            for measure in set(other.measures) - set(rule.measures):
                asked.setdefault(measure, set()).add(rule.text)
    shared = {labels[measure]: rules for measure, rules in asked.items() if len(rules) > 1}
    assert not shared
