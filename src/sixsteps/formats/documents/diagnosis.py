"""The second look at a document that cannot be read: every problem, each with its place."""

from typing import Any

from sixsteps.errors import Problem


def diagnosed(data: Any, kind: str | None) -> list[Problem]:
    return [Problem("$", f"this cannot be read as a {kind or 'document'}", "unreadable")]
