"""The documents that a goal asks for: ``有通知、有内容、有名册、有图片`` → 通知, 内容, 名册, 图片."""

from __future__ import annotations

import regex

from normalize.quantity import fold

_DOCUMENT = r"(?:安排|计划|总结|方案|记录|台账|台帐|资料|材料|图片|照片|名册|名单|报告|信息|通知|文件|档案|制度|清单|报表|简报|报道|影像|签到)"
_LISTED = regex.compile(r"(?:做到)?\p{Han}{0,4}?有(?P<first>[^,;。、有]{1,10})(?:、有(?P<more>[^,;。、]{1,10}))+")
_HELD = regex.compile(rf"有(?P<what>\p{{Han}}{{0,8}}?{_DOCUMENT})(?=[,;。、\d]|$)")
_OWNED = regex.compile(rf"^有(?P<list>[^,;。]*?{_DOCUMENT}(?:、[^,;。、]*?{_DOCUMENT})+)")
_ATTACHED = regex.compile(
    rf"(?:上报|报送|提供|提交)(?P<list>[^,;。附]*?{_DOCUMENT}(?:、[^,;。附、]*?{_DOCUMENT})*)?并?附有?(?P<more>[^,;。]*?{_DOCUMENT})"
)


def documents(text: str) -> list[str]:
    """The documents that the words ask for, in order, each once; [] where they ask for none."""
    folded = fold(text)
    found: list[str] = []
    for match in _LISTED.finditer(folded):
        found += [match["first"], *match.captures("more")]
    held = [match["what"] for match in _HELD.finditer(folded)]
    if not found and len(held) > 1:
        found += held
    for clause in regex.split(r"[,;。]", folded) if not found else ():
        if owned := _OWNED.match(clause.strip()):
            found += owned["list"].split("、")
        elif attached := _ATTACHED.search(clause):
            found += [*(attached["list"] or "").split("、"), attached["more"]]
    return list(dict.fromkeys(word.strip() for word in found if word.strip()))
