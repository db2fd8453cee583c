"""A terminal in place of a standard stream."""

import io


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal, and remembers what it was given to show."""

    def __init__(self) -> None:
        self.written = io.BytesIO()
        super().__init__(self.written, encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        return self.written.getvalue().decode()
