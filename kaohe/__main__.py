"""The command ``kaohe``: runs one sub-command and turns every outcome into an exit status and one sentence.

0: what was asked is written. 1: scored, but some unit is incomplete. 2: refused, with one Chinese sentence.
"""

from __future__ import annotations

import sys

import click

from extract.refusal import Refusal, place_of
from kaohe import approving, clauses, comparing, demo, desk, progress, reading, schemas, scoring, sheets, whatif
from kaohe.files import reason
from kaohe.screen import say, utf8
from kaohe.usage import Group, sentence


@click.group(cls=Group, invoke_without_command=True)
@click.version_option(package_name="kaohe", message="%(prog)s %(version)s", help="显示版本。")
@click.pass_context
def command(context: click.Context) -> None:
    """读懂考核通知，逐条计分，每一分都说得清。

    顺序：read 看文件读得对不对 → rules 看规则 → approve 确认 → template 做填报表 → progress 看填报进度 → score 计分 → sheets 填自评表 → explain 问一分从哪来。
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for part in (
    reading.read,
    reading.rules,
    clauses.clause,
    comparing.diff,
    approving.approve,
    scoring.template,
    progress.progress,
    scoring.score,
    sheets.sheets,
    scoring.explain,
    whatif.compare,
    schemas.schema,
    demo.demo,
    desk.serve,
    desk.import_,
    desk.watch,
    desk.verify,
    desk.backup,
    desk.restore,
):
    command.add_command(part)


def main(args: list[str] | None = None) -> int:
    """Run the command with ``args`` (default: those of the process) and return its exit status."""
    utf8()
    try:
        result = command.main(args, prog_name="kaohe", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except Refusal as refusal:
        say(refusal.text, "error")
    except click.ClickException as error:
        say(sentence(error), "error")
    except (KeyboardInterrupt, click.Abort):
        say("已中断；已经写好的文件都是完整的，再来一次可以接着做。")
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        say(f"读写没有成功（{reason(error)}），请检查磁盘空间、文件夹和权限后再试。", "error")
    except MemoryError:
        say("内存不够，请关闭其他程序或分批处理后再试。", "error")
    except Exception as error:
        say(f"程序内部出错（{place_of(error)}），没有写出任何文件；请把这句话和所用的文件交给维护人员。", "error")
    return 2


if __name__ == "__main__":
    sys.exit(main())
