"""Policies that the notice states outside the rules' own sentences: in notes below the table, in its goal cells."""

from __future__ import annotations

import itertools
from decimal import Decimal

import regex

from extract.record import plain
from normalize.passage import Passage
from normalize.quantity import fold
from normalize.rubric import GradeBand, Item, Policy, WeightPart
from normalize.scoring import is_scoring

_SENTENCE = regex.compile(r"[^。；;\n]+")
_NOTE = regex.compile(r"^\s*(?:备\s*注|注|说\s*明)\s*[:：]?\s*")
_ZERO = regex.compile(
    r"扣完(?:本项|该项|此项|各项|单项|本条)?[^,，。；;]{0,6}?(?:分|分值)?\s*为止|(?:本项|该项|各项|单项)[^,，。；;]{0,8}扣完为止|不(?:倒扣|出现负分|得负分)"
)
_HIGHEST = regex.compile(
    r"(?:不重复|不累计|不累加|不予重复|不得重复)[^,，。；;]{0,6}(?:分|加|计算|奖)?|就高(?:不就低|不重复|原则|加分|计分|计算)?|按最高(?:级别|等次|档次|分值|项|奖项|一级|分)[^,，。；;]{0,4}(?:计|加|算|得)"
)
_CAP = regex.compile(
    r"(?P<what>加分|扣分|奖分|附加分|奖励分|总分|累计[加扣]分|[加扣]分(?:总分|总额|总和|合计|累计)?)[^,，。；;\d]{0,8}?(?:不(?:得)?超过|最多(?:不超过)?|最高(?:不超过|为)?|以|上限为?)\s*(?P<points>\d+(?:\.\d+)?)\s*分(?:为限|封顶)?"
)
_NORMALISE = regex.compile(
    r"(?:超过|高于)\s*(?P<over>\d+(?:\.\d+)?)\s*分[^。；;]{0,12}按\s*(?P<points>\d+(?:\.\d+)?)\s*分(?:折算|计)"
)
_LEVEL = regex.compile("(?:国家|全国|省部?|地?市|县|区|镇|乡|村|校|院)级?(?:以上)?|[一二三特]等奖?|第[一二三四五]名?")
_WEIGHT = regex.compile(r"(?P<what>[\p{Han}“”（）()]{2,20}?)(?:占|权重(?:为|占)?|按)\s*(?P<percent>\d+(?:\.\d+)?)\s*%")
_GRADE_NAME = (
    r"优秀|良好|较好|一般|基本合格|不合格|合格|基本称职|不称职|称职|较差|差|达标|不达标|[一二三]等奖?|[ABCD]级?"
)
_NUM = r"\d+(?:\.\d+)?"
_INTERVAL = (
    rf"(?:(?P<low>{_NUM})\s*分?\s*(?:\(含[^)]*\))?(?:(?:以上|及以上)[-~、,至到且]*|[-~、至到])\s*(?P<under>低于|不足|不到|不满)?"
    rf"(?P<high>{_NUM})\s*分?\s*(?:\(含[^)]*\))?(?:以下|以内)?(?P<highout>\(不含[^)]*\))?"
    rf"|(?P<from>{_NUM})\s*分?\s*(?:\(含[^)]*\))?(?:以上|及以上)(?:\(含[^)]*\))?"
    rf"|(?P<less>低于|不足|不到|不满)?\s*(?P<to>{_NUM})\s*分?\s*(?:以下)?(?P<toout>\(不含[^)]*\))?)"
)
_GRADE_BAND = regex.compile(
    rf"{_INTERVAL}(?:者|的)?\s*[,:]?\s*(?:为|评为|定为|确定为|评定为|属于?)?\s*[“\"]?(?P<name>{_GRADE_NAME})(?!\s*\(\s*\d)"
    rf"|(?P<name>{_GRADE_NAME})\s*\(\s*{_INTERVAL}\s*\)"
)


def is_policy(text: str) -> bool:
    """Whether a paragraph speaks of points: how they are capped, converted, weighted or graded, or anything else."""
    folded = fold(text)
    return is_scoring(text) or any(p.search(folded) for p in (_ZERO, _HIGHEST, _CAP)) or speaks_of_total(text)


def speaks_of_total(text: str) -> bool:
    """Whether a paragraph speaks of the total only: its conversion or its grades."""
    folded = fold(text)
    return _NORMALISE.search(folded) is not None or len(_bands(folded)) > 1


def read_note(passage: Passage, items: list[Item], prefix: str) -> list[Policy]:
    """The policies that a note states, covering the items that it names, else all that it can mean.

    A sentence that speaks of points and is none of them is kept verbatim (``other``).
    """
    found: list[Policy] = []
    folded = fold(passage.text)
    note = _NOTE.match(passage.text)
    skip = note.end() if note else 0
    for sentence in _SENTENCE.finditer(folded, skip):
        place = passage.part(*sentence.span()).stripped()
        found += _sentence(place, sentence.group().strip(), items)
    for number, policy in enumerate(found, start=1):
        policy.id = f"{prefix}{number}"
    return found


def _sentence(place: Passage, words: str, items: list[Item]) -> list[Policy]:
    if match := _NORMALISE.search(words):
        return _normalise(place, match["points"])
    bands = _bands(words)
    if len(bands) > 1:
        return [_policy("grade", place, bands=bands)]
    if _HIGHEST.search(words):
        return _highest(place, words, items)
    if _ZERO.search(words):
        return [_policy("deduct_to_zero", place, covers=_named(words, items))]
    if match := _CAP.search(words):
        return [_policy("cap", place, points=match["points"], covers=_capped(match["what"], words, items))]
    weights = list(_WEIGHT.finditer(words))
    if len(weights) > 1:
        return [_weighted(place, weights, items)]
    return [_policy("other", place)] if is_scoring(words) else []


def _policy(kind: str, place: Passage, **more: object) -> Policy:
    return Policy(id="", kind=kind, text=place.text, source=place.source(), **more)  # type: ignore[arg-type]


def _normalise(place: Passage, points: str) -> list[Policy]:
    """折算, and what is done with the converted points (并折算成基本分), which is kept verbatim."""
    text = place.text
    last = regex.search(r"[,，]\s*(?P<rest>(?:并|再|然后)[^,，]*)$", text)
    if last is None:
        return [_policy("normalise", place, points=points)]
    return [
        _policy("normalise", place.part(0, last.start()).stripped(), points=points),
        _policy("other", place.part(last.start("rest"), len(text)).stripped()),
    ]


def _highest(place: Passage, words: str, items: list[Item]) -> list[Policy]:
    """One policy a bonus project: the rules beside one numbered goal, else each rule of a bonus item."""
    bonus = [item for item in items if item.kind == "bonus"]
    covered = [item for item in bonus if item.name in words] or bonus or items
    found = []
    for item in covered:
        for rules in _projects(item):
            found.append(_policy("highest_only", place, covers=rules))
    return found


def by_project(policy: Policy, items: list[Item]) -> list[Policy]:
    """A 就高 that an item's own text states for all of it, as one policy a project; any other policy as it is."""
    item = next((item for item in items if policy.covers == [item.id]), None)
    if policy.kind != "highest_only" or item is None:
        return [policy]
    ids = (policy.id if number == 1 else f"{policy.id}.{number}" for number in itertools.count(1))
    return [
        policy.model_copy(update={"id": name, "covers": rules})
        for name, rules in zip(ids, _projects(item), strict=False)
    ]


def _projects(item: Item) -> list[list[str]]:
    """The awards of an item by project: those beside one goal; without goals, those that differ by their level only."""
    awards = [rule for rule in item.rules if rule.effect == "award"]
    projects: dict[tuple[str, ...], list[str]] = {}
    for rule in awards:
        bare = _LEVEL.sub("", rule.condition or rule.text)
        projects.setdefault(tuple(rule.goals) or (bare,), []).append(rule.id)
    return list(projects.values())


def _named(words: str, items: list[Item]) -> list[str]:
    return [item.id for item in items if len(item.name) > 2 and item.name in words]


def _capped(what: str, words: str, items: list[Item]) -> list[str]:
    """Which items a cap covers: those named, else the bonus items for 加分, the penalty items for 扣分."""
    if named := _named(words, items):
        return named
    kind = "bonus" if regex.search("加|奖", what) else "penalty" if "扣" in what else None
    return [item.id for item in items if item.kind == kind]


def _weighted(place: Passage, weights: list[regex.Match[str]], items: list[Item]) -> Policy:
    """自评占30%、考核占70%: parts where each name is a section's or item's, else kept verbatim."""
    parts = []
    for weight in weights:
        name = weight["what"].strip("“”()（）、")
        covers = [
            item.id for item in items if name and (name in item.name or any(name in label for label in item.path))
        ]
        parts.append(WeightPart(covers=covers, percent=weight["percent"]))
    if all(part.covers for part in parts):
        return _policy("weight", place, parts=parts)
    return _policy("other", place)


def _bands(words: str) -> list[GradeBand]:
    """等次 by intervals of the total: 90分以上为优秀，80-89分为良好，60分以下为不合格.

    以上 and 以下 include their number, 低于 does not; 80-89 beside 90分以上 ends where the other begins.
    """
    bands = []
    for match in _GRADE_BAND.finditer(words):
        high = match["high"] or match["to"]
        out = match["under"] or match["less"] or match["highout"] or match["toout"]
        band = GradeBand(name=match["name"], min=match["low"] or match["from"], max=high)
        band.max_in = high is not None and not out
        bands.append(band)
    begins = {Decimal(band.min) for band in bands if band.min is not None}
    for band in bands:
        if band.min is None or band.max is None:
            continue
        nearest = [low for low in begins if 0 <= low - Decimal(band.max) <= 1]
        if nearest:
            band.max, band.max_in = plain(min(nearest)), False
    return bands


def weights(parts: list[tuple[str, str, Passage]], prefix: str) -> list[Policy]:
    """One weight policy from a table's weight column: item id, per cent, place."""
    if not parts:
        return []
    places = [place for _, _, place in parts]
    policy = Policy(
        id=f"{prefix}1",
        kind="weight",
        parts=[WeightPart(covers=[name], percent=percent) for name, percent, _ in parts],
        text="、".join(place.text for place in places),
        source=places[0].source(),
    )
    return [policy]
