"""Where a clause moves points: every outcome (effect and amount), cap and statement of points, left to right.

An outcome's ``kind`` is the part that recognised it. What stands between two outcomes is the second one's condition.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extract.record import plain
from normalize.clause.part import AWARD, DEDUCT, FEN, LIST, SCOPE, SOFT, TO, N, Part
from normalize.measure_words import UNIT
from normalize.pattern import compiled
from normalize.quantity import numeral

_JUDGED = r"(?:酌情|视[^,。;\d]{1,12}?|根据(?:实际)?情况(?:酌情)?|适当|据实)"
_SHARED = r"(?:比例|占比|比重|百分比|完成率|分值比)"

PARTS: tuple[Part, ...] = (
    Part(
        "veto",
        r"(?:(?:实行|予以|给予|将|应|执行)[^,。;\d]{0,6})?(?<![被受到和或及与、][“\"]?)[“\"]?一票否(?:决|优)[”\"]?+(?:制)?+(?!而|但|的(?!单位)|未|没|情形|事项|条款|范围)|取消[^,。;]{0,14}资格|(?:判定?|评定?|认定|确定|直接定|列)为不合格(?:等次|单位)?(?=[,。;.]|$)|考核(?:结果|等次)?(?:直接)?为不合格(?:等次)?(?=[,。;.]|$)",
        (
            ("即判定为不合格,不再评分", "判定为不合格"),
            ("发生重大安全事故的，实行一票否决", "实行一票否决"),
            ("出现弄虚作假的，取消评先评优资格", "取消评先评优资格"),
        ),
    ),
    Part(
        "formula",
        rf"(?:分值?|得分)=[^,。;]*?[×*xX](?:{N}(?:分|%)?|(?:该项|本项|标准|指标|权重|基本)?(?:分值?|满分))(?=[,。;]|$)",
        (("投资额分值=当年投资额/目标任务金额×50,最高得50分。", "分值=当年投资额/目标任务金额×50"),),
    ),
    Part(
        "times",
        r"(?:占|与)[^,。;]{1,30}?(?:比例|比重|百分比|比)(?:×|乘以?)[^,。;]{0,12}?分(?:值|数)?(?:计算?|得)?(?:得分|计分|分)?(?=[,。;]|$)",
        (("实际完成数占任务数的比例乘以分值计分。", "占任务数的比例乘以分值计分"),),
    ),
    Part(
        "share",
        rf"(?:按照?|根据|以|依)(?!{N}%的?(?:比例|比重))[^,。;]{{0,25}}?{_SHARED}[^,。;\d]{{0,8}}?(?P<verb>{DEDUCT}|{AWARD}|折算)(?:(?P<n>{N})?{FEN}|扣分分值)?",
        (
            ("未完成任务的，按篇数占分值比扣分", "按篇数占分值比扣分"),
            ("其他宣传工作任务按未完成比例扣分。", "按未完成比例扣分"),
            ("基本实现人放天养，按完成比例得分", "按完成比例得分"),
            ("按未完成项目占比扣分，最多扣2分", "按未完成项目占比扣分"),
        ),
    ),
    Part(
        "judge",
        rf"(?:{SOFT}{_JUDGED}{SOFT}(?P<verb>{DEDUCT}|{AWARD})(?:{FEN})?(?:(?P<low>{N})(?:{FEN})?{TO}(?P<high>{N}){FEN}|(?P<n>{N}){FEN}|(?<=分))"
        rf"|(?P<verb>{DEDUCT}|{AWARD}){_JUDGED}(?:(?P<low>{N})(?:{FEN})?{TO}(?P<high>{N}){FEN}|(?P<n>{N}){FEN})"
        rf"|(?:给予|予以)(?:相应|一定)?(?P<verb>扣|减|加|奖){FEN})(?:/(?P<per>{UNIT}))?",
        (
            ("无记录的根据情况酌情扣分；", "根据情况酌情扣分"),
            ("少一项酌情扣1分", "酌情扣1分"),
            ("每例酌情扣0.5－3分", "酌情扣0.5－3分"),
            ("依据处理结果，视情节严重情况扣1-5分", "视情节严重情况扣1-5分"),
            ("森林火灾事故,视火灾面积扣分5—15分/次", "视火灾面积扣分5—15分/次"),
        ),
    ),
    Part(
        "opinion",
        r"(?:予以|综合|进行|酌情|评定|评议|评价|考评|测评)打分(?![占表相])|按照?[^,。;]{1,30}(?:评分标准|办法|细则)[》”]?(?:执行|计分|扣分|得分|打分)",
        (("年终根据考评结果予以打分。", "予以打分"), ("按《考核办法》扣分", "按《考核办法》扣分")),
    ),
    Part(
        "base",
        rf"在(?:[^,。;]{{1,12}}?{N}{FEN}[、,]?)+(?:的)?基[础数]上|在此基[础数]上",
        (("在产区2.4分、非产区1.6分的基础上分别加0.3分、0.2分", "在产区2.4分、非产区1.6分的基础上"),),
    ),
    Part(
        "converted",
        rf"按{N}{FEN}折算|按同比例折算|折算成[^,。;]{{2,8}}分",
        (("如得分超过100分，按100分折算，其他按同比例折算", "按100分折算"),),
    ),
    Part(
        "nil",
        r"(?:可以?|则|均)?(?:不予?|不再|免予?)(?:扣|加|减)分?(?:[,;。)]|$|的)|不(?:得)?重复(?:加|计|扣)?(?:分|算|累计)(?:[,，]?按(?:最|就)高[^,。;]*)?|不累计加?分|(?:只|仅)?(?:取|按|以)其?(?:最高|就高)[^,。;]{0,6}|就高(?:加|计|不就低)分?",
        (
            ("受自然灾害影响的不扣分）", "不扣分）"),
            ("同一民宿不重复累计", "不重复累计"),
            ("同一项目，就高加分。", "就高加分"),
        ),
    ),
    Part(
        "full",
        rf"(?:{SCOPE})?(?:可|方可)?(?:得|计|记|为|赋|给)?(?:满分|全分)(?!{N}|为|[:(])|得(?:基本分|基础分|标准分|该项分值?|本项分值?|全部分值)(?=[,。;]|$)",
        (("申报率100%得满分，", "得满分"), ("压缩率达5%以上满分，", "满分")),
    ),
    Part(
        "forfeit",
        rf"(?:{SOFT})(?:{SCOPE}(?:分值?)?)?(?:均|一律)?(?:不得分|不计分|不予?计分|不予?得分|不给分|(?<![\d.])(?<!最[少低小])(?:得|计|记|为|按|以)(?:0|零)分(?:计算?|处理)?|清零|归零|取消(?:{SCOPE})(?:的)?(?:全部)?(?:得分|分值|分数))"
        rf"|(?:扣除?|扣完|扣光)(?:{SCOPE})(?:的)?(?:全部|所有)?(?:分值?|得分|分数)(?!的|值|为?止)|扣除?全部分?(?=[,。;]|$)|全部?扣(?:除|完|光)?(?=[,。;]|$)|(?:{SCOPE})分?全扣|扣全分",
        (
            ("未有项目认领的此项不得分；", "此项不得分"),
            ("低于96%为0分。", "为0分"),
            ("登记率95%或以下为零分。", "为零分"),
        ),
    ),
    Part(
        "cap_all",
        rf"(?:{SCOPE})?(?:赋分|分值|分数|分)?(?:直至?|至|到)?扣(?:完|满|光)(?:{SCOPE})?(?:标准|规定|基本|所有)?(?:分值?|得分)?(?:为止|止)|(?:直至?)?加满为止"
        rf"|扣分(?:之和|总和|合计)?不超过(?:{SCOPE})(?:的?(?:总|标准)?(?:分值?|得分))",
        (
            ("每低5个百分点扣1分，扣完为止。", "扣完为止"),
            ("采取扣分制的，扣完本项标准分为止", "扣完本项标准分为止"),
            ("单项指标扣分之和不超过本项指标总分值.", "扣分之和不超过本项指标总分值"),
        ),
    ),
    Part(
        "cap",
        rf"(?P<whose>以上[^,。;]{{0,6}}?|{SCOPE})?(?:累计|合计|总计|共计?|全年|单项)*(?:(?:加|扣|减|得|奖|计)分?(?:总?分?值?)?)?(?:累计|合计|总分)?(?:最高|最多|至多|上限|不得?超过?|封顶)"
        rf"(?:不超过|为|可|只)?(?:累计)?(?P<verb>{DEDUCT}|{AWARD})?(?:分)?(?:不超过)?(?P<n>{N}){FEN}(?:封顶|为限|为止)?"
        rf"|(?:以)?(?P<n>{N}){FEN}(?:封顶|为限)|(?:直至?)?扣完(?P<n>{N}){FEN}为止",
        (
            ("每次扣0.5分，累计扣分不超过1.5分。", "累计扣分不超过1.5分"),
            ("每超额完成10%加1分，最多加5分", "最多加5分"),
            ("每次加1分，最多不超过3分", "最多不超过3分"),
            ("加分不超过20分。", "加分不超过20分"),
            ("漏报一次扣1分，扣完2分为止。", "扣完2分为止"),
        ),
    ),
    Part(
        "stated",
        rf"(?<![得计记])(?:满分|总分|总分值|分值|标准分|基本分|基础分|共)(?:为|:|共|计)?{N}{FEN}",
        (("进行考核，满分20分，申报率", "满分20分"),),
    ),
    Part(
        "grouped",
        rf"(?P<verb>{DEDUCT}|{AWARD})(?P<first>[\u4e00-\u9fff]{{2,5}}?)(?P<n>{N}){FEN}[,、](?P<second>非(?P=first))(?P<m>{N}){FEN}",
        (("否则不得分，同时倒扣产区1分，非产区3分。", "倒扣产区1分，非产区3分"),),
    ),
    Part(
        "part_of_scope",
        rf"(?P<verb>{DEDUCT}|{AWARD})(?:{SCOPE})?(?:分值?|得分|标准分|应得分)?的(?:(?P<n>{N})%|(?P<half>一半|二分之一|1/2))(?:的分值?)?(?!计|折|作|纳|列)|(?P<verb>{DEDUCT}|{AWARD})(?P<half>一半)的?分值?",
        (("扣该项分值的一半", "扣该项分值的一半"), ("未通过验收的扣该项分值的20%", "扣该项分值的20%")),
    ),
    Part(
        "list",
        rf"(?P<mod>{SOFT}(?:分别|依次|对应|各)?(?:依|按)?(?:排序|名次)?{SOFT})(?P<verb>{DEDUCT}|{AWARD})(?P<list>{LIST})",
        (
            ("提供各级调研点分别加5、3、2、1分；", "分别加5、3、2、1分"),
            ("依次赋予60分、57分、54分", "依次赋予60分、57分、54分"),
        ),
    ),
    Part(
        "range",
        rf"(?P<mod>{SOFT}(?:分别|依次|对应)?(?:依|按)?(?:排序|名次)?{SOFT})(?P<verb>{DEDUCT}|{AWARD})(?P<low>{N})(?:{FEN})?{TO}(?P<high>{N}){FEN}(?:/(?P<per>{UNIT}))?",
        (("建设不到位的扣2-3分。", "扣2-3分"), ("分别依排序另加5至1分", "分别依排序另加5至1分")),
    ),
    Part(
        "amount",
        rf"(?P<mod>{SOFT}(?P<dist>分别|各)?{SOFT})(?<!加|递|最低)(?P<verb>{DEDUCT}|{AWARD})(?P<noun>基准分|基础分|基本分|分值?)?(?P<n>{N})(?:{FEN}|(?=[;。,]|$))(?:/(?P<per>{UNIT}))?",
        (
            ("少一次扣1分；", "扣1分"),
            ("计2分。", "计2分"),
            ("得基准分8分,", "得基准分8分"),
            ("扣0.2分/人次，", "扣0.2分/人次"),
            ("每起案件扣0.2；", "扣0.2"),
        ),
    ),
    Part(
        "far",
        rf"(?P<verb>扣除|扣减|扣|减)(?P<object>[^,。;、\d分]{{2,16}}?)(?P<n>{N}){FEN}(?=[,;。]|$)",
        (("根据每月通报，扣除e宁波系统不达标网格0.5分；", "扣除e宁波系统不达标网格0.5分"),),
    ),
    Part(
        "rate_first",
        rf"(?:按|以)?(?P<n>{N}){FEN}/(?P<per>{UNIT})(?:的?标准)?(?:追加|另行|予以)?(?P<verb>{DEDUCT}|{AWARD}){FEN}",
        (("如有农房被烧,按10分/户追加扣分;", "按10分/户追加扣分"),),
    ),
    Part(
        "rate",
        rf"(?<![\d.])(?P<n>{N}){FEN}/(?P<per>{UNIT})(?=[,;。、]|$)",
        (("办理信访案件，0.5分/件；", "0.5分/件"),),
    ),
    Part(
        "grade",
        rf"(?P<level>[A-Z]档|[A-Z]级|[优良中差]秀?好?|合格|不合格)\((?P<n>{N})分?\)",
        (("A档（100分）、B档（90分）", "A档（100分）"),),
    ),
    Part(
        "bracket",
        rf"\((?P<n>{N})分?\)?(?=[,;。、]|$)",
        (("建立饮用水水源保护区内违法建筑台账（10分）；", "（10分）"),),
    ),
    Part(
        "bare",
        rf"(?:(?<=,)(?P<n>{N}){FEN}(?=[;。]|$))|(?<=[\u4e00-\u9fff”》)\]](?<![扣加减得计记赋奖给评为满共占高多少于均值每第约过于到足达\d]))(?P<n>{N}){FEN}(?=[,;。、]|$)",
        (("成立监测统计组0.5分，", "0.5分"), ("指标分解到部门1分，", "1分")),
    ),
    Part(
        "signed",
        rf"(?<=[|\n]|的)(?P<sign>[-+])(?P<n>{N})(?:{FEN})?(?=[;。,]|$)",
        (("处10000元以下罚款的|-30", "-30"),),
    ),
)

_MASTER = tuple((part.name, part.compiled) for part in PARTS)


@dataclass
class Outcome:
    """One stretch that moves, caps or states points; ``start``, ``end`` in the squeezed text."""

    kind: str
    start: int
    end: int
    text: str = ""
    verb: str = ""
    n: str | None = None
    low: str | None = None
    high: str | None = None
    amounts: list[str] = field(default_factory=list)
    per: str | None = None
    distributive: bool = False
    level: str | None = None
    groups: list[tuple[str, str]] = field(default_factory=list)
    whose: str | None = None

    @property
    def deducts(self) -> bool:
        """Whether the verb takes points away."""
        return bool(regex.match(DEDUCT, self.verb)) or self.verb == "-"


def _number(text: str | None) -> str | None:
    value = numeral(text) if text else None
    return None if value is None else plain(value)


def find_outcomes(text: str) -> list[Outcome]:
    """Every outcome of a squeezed text: at each place the first part of ``PARTS`` that matches there."""
    matches = []
    for rank, (name, pattern) in enumerate(_MASTER):
        matches += [(match.start(), rank, name, match) for match in pattern.finditer(text)]
    matches.sort(key=lambda entry: entry[:2])
    return _graded([_outcome(name, match) for name, match in _apart(matches)])


def _graded(outcomes: list[Outcome]) -> list[Outcome]:
    """Without a grade that stands alone: ``优秀（90分）以上`` says which mark is meant, not what it earns."""
    kinds = ["", *(outcome.kind for outcome in outcomes), ""]
    return [
        outcome
        for before, outcome, after in zip(kinds, outcomes, kinds[2:], strict=False)
        if outcome.kind != "grade" or "grade" in (before, after)
    ]


def _apart(matches: list) -> list[tuple[str, regex.Match]]:
    """Of overlapping matches the higher part wins where they share their end, else the one that begins first."""
    taken: list[tuple[int, str, regex.Match]] = []
    for _, rank, name, match in matches:
        if taken and match.start() < taken[-1][2].end():
            before_rank, _, before = taken[-1]
            if rank < before_rank and match.end() >= before.end():
                taken[-1] = (rank, name, match)
            continue
        taken.append((rank, name, match))
    return [(name, match) for _, name, match in taken]


def _outcome(name: str, match: regex.Match) -> Outcome:
    groups = match.groupdict()
    outcome = Outcome(
        name, match.start(), match.end(), match.group(), verb=groups.get("verb") or groups.get("sign") or ""
    )
    outcome.n, outcome.low, outcome.high = (_number(groups.get(key)) for key in ("n", "low", "high"))
    outcome.per, outcome.level, outcome.whose = groups.get("per"), groups.get("level"), groups.get("whose")
    outcome.distributive = (
        bool(groups.get("dist"))
        or "分别" in (groups.get("mod") or "")
        or bool(compiled("依|排序|名次|对应").search(groups.get("mod") or ""))
    )
    if name == "bare" and match.string.startswith("各", match.start() - 1):
        outcome.distributive = True
    if groups.get("list"):
        outcome.amounts = [
            plain(value) for part in regex.findall(N, groups["list"]) if (value := numeral(part)) is not None
        ]
    if groups.get("half"):
        outcome.n = "50"
    if name == "grouped":
        outcome.groups = [(groups["first"], outcome.n or "0"), (groups["second"], _number(groups["m"]) or "0")]
    if name == "opinion" and match.group().endswith("扣分"):
        outcome.verb = "扣"
    if name == "formula":
        tail = compiled(rf"({N})(?:分|%)?$").search(match.group())
        outcome.n = _number(tail[1]) if tail else None
    return outcome
