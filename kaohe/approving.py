"""``kaohe approve``: a person takes responsibility for a draft, and the rubric is frozen."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile
from pathlib import Path

import click

from kaohe.files import load_rubric, write_json
from kaohe.screen import say
from kaohe.usage import PATH, Command, UsageRefusal


class Listing(Command):
    """A command whose list options take several words: ``--confirm r1 r2`` as well as ``--confirm r1,r2``."""

    lists = ("--confirm", "--choose", "--with")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat a list option before each of its words; the list ends at an option or at a file that exists."""
        spread: list[str] = []
        rest = list(args)
        while rest:
            word = rest.pop(0)
            if word not in self.lists:
                spread.append(word)
                continue
            words = list(takewhile(lambda next_: not next_.startswith("-") and not Path(next_).is_file(), rest))
            if not words:
                raise click.BadOptionUsage(word, f"{word} requires a value", ctx)
            spread += [part for value in words for part in (word, value)]
            del rest[: len(words)]
        return super().parse_args(ctx, spread)


@click.command(cls=Listing)
@click.argument("rubric", metavar="规则", type=PATH, help="kaohe rules -o 写出的规则文件。")
@click.option("--by", metavar="姓名", required=True, help="由谁确认。")
@click.option("--confirm", metavar="规则号…", multiple=True, help="认可这些规则现在的读法（假定的或未读懂的）。")
@click.option("--choose", metavar="规则号=读法…", multiple=True, help="换用 kaohe rules 列出的另一种读法。")
@click.option("-o", "--output", metavar="文件", required=True, type=PATH, help="写到哪里。")
def approve(rubric: Path, by: str, confirm: tuple[str, ...], choose: tuple[str, ...], output: Path) -> None:
    """确认规则并封存；假定的和未读懂的规则要逐条决定。"""
    from normalize import approval

    draft = load_rubric(rubric)
    confirmed = [name for word in confirm for name in _words(word)]
    chosen = choices("--choose", choose)
    frozen = approval.approve(draft, by, datetime.now().astimezone(), confirmed, chosen)
    write_json(frozen, output)
    say(f"已确认 {len(confirmed)} 条、换读法 {len(chosen)} 条，封存到 {output}", "good")


def choices(option: str, given: tuple[str, ...]) -> dict[str, str]:
    """Rule → code, from words like ``7.r1=by-month``; raises UsageRefusal for another form and for two codes of a rule."""
    chosen: dict[str, str] = {}
    for word in (part for words in given for part in _words(words)):
        name, equals, code = word.partition("=")
        if not (name and equals and code):
            raise UsageRefusal(f"{option} 应写成 规则号=读法，而不是「{word}」，请改正后再试。")
        if chosen.get(name, code) != code:
            raise UsageRefusal(f"规则 {name} 选了两种读法 {chosen[name]} 和 {code}，请只留一种。")
        chosen[name] = code
    return chosen


def _words(text: str) -> list[str]:
    return [word for word in text.replace("，", ",").replace("、", ",").split(",") if word]
