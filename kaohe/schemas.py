"""``kaohe schema``: the JSON Schema of the public formats, from the models themselves."""

from __future__ import annotations

import json

import click
from pydantic import BaseModel

from kaohe.usage import Command

NAMES = ("notice", "rubric", "scores")


@click.command(cls=Command)
@click.argument("name", required=False, metavar="[notice|rubric|scores]", help="哪种格式；不给时三种都写，按名字分开。")
def schema(name: str | None) -> None:
    """写出文件格式的 JSON Schema。"""
    if name is not None and name not in NAMES:
        raise click.UsageError(f"没有格式 {name}，请从 {'、'.join(NAMES)} 中选一个", click.get_current_context())
    models = _models()
    schemas = {each: models[each].model_json_schema() for each in ([name] if name else NAMES)}
    click.echo(json.dumps(schemas[name] if name else schemas, ensure_ascii=False, indent=2))


def _models() -> dict[str, type[BaseModel]]:
    from extract.notice import Notice
    from normalize.rubric import Rubric
    from score.sheet import Scores

    return {"notice": Notice, "rubric": Rubric, "scores": Scores}
