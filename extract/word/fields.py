"""Fields (page numbers, references, equations): their result is text, their code is not."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.equation import drawn, is_equation


@dataclass
class _Open:
    code: list[str] = field(default_factory=list)
    result: list[str] = field(default_factory=list)
    in_result: bool = False
    form: str | None = None
    told: bool = False


class Fields:
    """Takes the text of a story run by run and keeps what fields show; fields may hold fields and span paragraphs."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._out: list[str] = []
        self.unread: list[str] = []
        """Codes of equations that nothing here can draw."""

    def text(self, text: str) -> None:
        """Text as it stands: shown, unless it stands in a field's code."""
        if not self._open:
            self._out.append(text)
        elif self._open[-1].in_result:
            self._open[-1].result.append(text)
        else:
            self._open[-1].code.append(text)

    def code(self, text: str) -> None:
        """A piece of the code of the innermost field."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].code.append(text)

    def begin(self, form: str | None = None) -> None:
        """A field begins; ``form`` is what a form's box or list shows, which has no other result."""
        self._open.append(_Open(form=form))

    def separate(self) -> None:
        """The code ends, the result begins."""
        if self._open:
            self._open[-1].in_result = True

    def end(self) -> None:
        """The innermost field ends: what it shows goes on in what holds it."""
        if self._open:
            done = self._open.pop()
            self.text(self._shown(done))

    def take(self) -> str:
        """What was shown since the last call; a field that is still open goes on in the next paragraph."""
        text = self._out
        for frame in self._open:
            if not frame.in_result:
                break
            text = text + frame.result
            frame.told = frame.told or bool(frame.result)
            frame.result = []
        self._out = []
        return "".join(text)

    def _shown(self, done: _Open) -> str:
        code, result = "".join(done.code), "".join(done.result)
        if done.form is not None:
            return done.form
        if is_equation(code):
            text = drawn(code)
            if text is None and not result and not done.told:
                self.unread.append(code.strip())
                return code.strip()
            return result if text is None else text
        return result
