"""Why a request is refused, in one clear Chinese sentence.

    Refusal                 which file, where in it, what to do; the command exits with status 2
    ├── FileRefusal         a file that cannot be read as a notice, rubric, evidence or scores
    │   └── MissingProgram  a program of the operating system is needed and not there
    └── (normalize, score and kaohe add their own)

No other exception may reach a user.
"""

from __future__ import annotations

import traceback


class Refusal(Exception):
    """One Chinese sentence for the user: what is wrong and where, then what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class FileRefusal(Refusal):
    """A file cannot be read: ``「年度通知.doc」已加密，请先在 Word 中取消密码再导入。``"""

    def __init__(self, name: str, problem: str, advice: str) -> None:
        super().__init__(f"「{name}」{problem}，{advice}。")
        self.name = name


class MissingProgram(FileRefusal):
    """A program of the operating system is missing; the advice names the Debian package."""


def place_of(error: Exception) -> str:
    """The place of a fault in the program, for those who maintain it: ``KeyError，walk.py 第 50 行``."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}，{last.filename.rsplit('/', 1)[-1]} 第 {last.lineno} 行"
