"""A web form in which a round is filled in, checked and stored, with the standard library alone.

Run `python examples/embed.py rounds.sqlite` and open http://127.0.0.1:8000. The form is driven by
`round.form_schema()`; what comes back is checked whole, and each problem stands beside the
field it belongs to. There is no login here: put the application behind the one you have.
"""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from html import escape
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIServer, make_server

import sixsteps as ss

FRAMEWORK = ss.six_steps()
QUESTIONS = ss.Round(FRAMEWORK, "Nobody yet", "Empty", date(2026, 1, 1)).form_schema()["properties"]
NOT_APPLICABLE = {"const": "not-applicable", "title": "Not applicable"}
FIELDS = {
    "evidence": "Evidence, a line each",
    "remaining": "Remaining work",
    "reason": "Reason, if not applicable",
}
LARGEST_FORM = 1_000_000

Values = dict[str, str]
Problems = tuple[ss.Problem, ...]

PAGE = """<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>body{{max-width:50rem;margin:auto;padding:0 1rem;font-family:sans-serif}}
th{{text-align:left}}label{{display:block;margin-top:.5rem}}textarea{{width:100%}}
fieldset p{{white-space:pre-line}}.problem{{color:#9B1C1C;font-weight:bold}}</style>
<main><h1>{title}</h1>{body}</main><footer><p>{citation}</p></footer></html>"""


def answers_of(values: Values) -> Iterator[dict[str, Any]]:
    """The answers in a form that was sent, as a round's document holds them."""
    for question in QUESTIONS:
        level = values.get(f"{question}.level", "")
        given = {name: values.get(f"{question}.{name}", "").strip() for name in FIELDS}
        if level == NOT_APPLICABLE["const"]:
            yield {"question": question, "reason": given["reason"]}
        elif level or given["evidence"] or given["remaining"]:
            pieces = [{"text": line} for line in given["evidence"].splitlines() if line.strip()]
            yield {
                "question": question,
                "level": level or None,
                "evidence": pieces,
                "remaining": given["remaining"],
            }


def values_of(round_: ss.Round) -> Values:
    """What the fields of the form show for a round that is stored."""
    values: Values = {}
    for answer in round_.ratings:
        if isinstance(answer, ss.NotApplicable):
            given = {"level": NOT_APPLICABLE["const"], "reason": answer.reason}
        else:
            evidence = "\n".join(piece.text for piece in answer.evidence)
            given = {"level": answer.level or "", "evidence": evidence}
            given["remaining"] = answer.remaining
        values |= {f"{answer.question}.{name}": value for name, value in given.items()}
    return values


def told_of(problem: ss.Problem) -> str:
    """What is wrong and how to mend it; the place is the field it stands beside."""
    return f"{problem.message}; {problem.remedy}" if problem.remedy else problem.message


def beside(problems: Problems, name: str) -> tuple[str, str]:
    """What ties an input field to its problems, for those who listen; and the problems, to read."""
    if not problems:
        return "", ""
    told = "<br>".join(escape(told_of(one)) for one in problems)
    ties = f' aria-invalid="true" aria-describedby="{name}.problem"'
    return ties, f'<p class="problem" id="{name}.problem">{told}</p>'


def summary(problems: Problems) -> str:
    """The problems that belong to no question, and links to the questions that have some."""
    alone = "".join(
        f'<p class="problem">{escape(told_of(one))}</p>' for one in problems if not one.question
    )
    links = [
        f'<li><a href="#{name}">{escape(asked["title"])}</a></li>'
        for name, asked in QUESTIONS.items()
        if any(one.question == name for one in problems)
    ]
    listed = f"<p>Not saved yet; please look at</p><ul>{''.join(links)}</ul>" if links else ""
    return f'<div role="alert">{alone}{listed}</div>' if problems else ""


def question_inputs(name: str, values: Values, problems: Problems) -> str:
    """A question with its fields, each with its problems beside it."""
    asked = QUESTIONS[name]
    levels = asked["properties"]["level"]["oneOf"]
    chosen = values.get(f"{name}.level", "")
    options = "".join(
        f'<option value="{escape(value)}"{" selected" * (value == chosen)}'
        f' title="{escape(level.get("description", ""))}">{escape(level["title"])}</option>'
        for level in (*levels, NOT_APPLICABLE)
        for value in [level["const"] or ""]
    )
    here: dict[str, list[ss.Problem]] = {field: [] for field in ("level", *FIELDS)}
    for problem in problems:
        if problem.question == name:
            field = "evidence" if problem.field == "text" else problem.field
            here[field if field in here else "level"].append(problem)
    ties, told = beside(tuple(here["level"]), f"{name}.level")
    rows = [
        f'<fieldset id="{name}"><legend>{escape(asked["title"])}</legend>'
        f"<p>{escape(asked['description'])}</p>"
        f'<label>Rating <select name="{name}.level"{ties}>{options}</select></label>{told}'
    ]
    for field, label in FIELDS.items():
        text = escape(values.get(f"{name}.{field}", ""))
        ties, told = beside(tuple(here[field]), f"{name}.{field}")
        rows.append(
            f'<label>{label}<textarea name="{name}.{field}"{ties}>{text}</textarea></label>{told}'
        )
    return "".join(rows) + "</fieldset>"


def round_page(round_: ss.Round, values: Values, problems: Problems = ()) -> str:
    """The form of a round, what was typed still in it, and how far the answers have come."""
    seen = values.get("seen", round_.digest)
    inputs = (question_inputs(name, values, problems) for name in QUESTIONS)
    body = (
        summary(problems)
        + f'<form method="post"><input type="hidden" name="seen" value="{escape(seen)}">'
        + f"{''.join(inputs)}<button>Save</button></form>"
        + ss.coverage(round_).table().to_html()
        + '<p><a href="/">All rounds</a></p>'
    )
    return page(f"{round_.organisation}, {round_.title}", body)


def front_page(rounds: Iterable[tuple[int, ss.Round]], values: Values, problems: Problems) -> str:
    """The rounds that are stored, and a form to begin another."""
    links = "".join(
        f'<li><a href="/rounds/{number}">{escape(one.organisation)}, {escape(one.title)}</a></li>'
        for number, one in rounds
    )
    labels = {"organisation": "Partnership", "title": "Round", "on": "Date (2026-05-01)"}
    inputs = []
    for name, label in labels.items():
        ties, told = beside(tuple(one for one in problems if one.place == f"$.{name}"), name)
        value = escape(values.get(name, ""))
        inputs.append(f'<label>{label} <input name="{name}" value="{value}"{ties}></label>{told}')
    return page(
        "Rounds",
        f'<ul>{links}</ul><form method="post">{"".join(inputs)}<button>Begin</button></form>',
    )


def page(title: str, body: str) -> str:
    """A whole page; whatever is shown carries the reference of the framework."""
    return PAGE.format(title=escape(title), body=body, citation=escape(FRAMEWORK.citation))


class Store:
    """Rounds in an SQLite file, each as the text of its document."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with closing(self._open()) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS rounds (document TEXT NOT NULL)")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)

    def add(self, round_: ss.Round) -> int:
        """Store a new round and give its number."""
        with closing(self._open()) as database, database:
            done = database.execute("INSERT INTO rounds VALUES (?)", [_text(round_)])
            assert done.lastrowid is not None  # noqa: S101  an INSERT always has one
            return done.lastrowid

    def replace(self, number: str, seen: ss.Round, changed: ss.Round) -> bool:
        """Store a round in the place of the one its form showed; False if it is another now."""
        with closing(self._open()) as database, database:
            done = database.execute(
                "UPDATE rounds SET document = ? WHERE rowid = ? AND document = ?",
                [_text(changed), number, _text(seen)],
            )
            return done.rowcount == 1

    def all(self) -> list[tuple[int, ss.Round]]:
        """Every round with its number."""
        with closing(self._open()) as database:
            rows = database.execute("SELECT rowid, document FROM rounds ORDER BY rowid").fetchall()
        return [(number, _round(text)) for number, text in rows]

    def get(self, number: str) -> ss.Round | None:
        """One round, or None for a number there is none of."""
        with closing(self._open()) as database:
            row = database.execute("SELECT document FROM rounds WHERE rowid = ?", [number])
            found = row.fetchone()
        return _round(found[0]) if found else None


def _round(text: str) -> ss.Round:
    return ss.from_document(json.loads(text), ss.Round)


def _text(round_: ss.Round) -> str:
    return json.dumps(ss.to_document(round_), ensure_ascii=False)


Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class Application:
    """The WSGI application; any WSGI server can run it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __call__(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """Answer one request."""
        status, headers, text = self._answer(environ)
        headers = [
            *headers,
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
        ]
        start_response(status, headers)
        return [text.encode("utf-8")]

    def _answer(self, environ: Environ) -> tuple[str, list[tuple[str, str]], str]:
        values = _sent(environ)
        if values is None:
            return "413 Content Too Large", [], page("Too much was sent", "")
        if environ["PATH_INFO"] == "/":
            return self._begin(values) if values else ("200 OK", [], self._front({}, ()))
        folder, _, number = environ["PATH_INFO"].rpartition("/")
        stored = self.store.get(number) if folder == "/rounds" else None
        if stored is None:
            return "404 Not Found", [], page("There is no such page", "")
        if not values:
            return "200 OK", [], round_page(stored, values_of(stored))
        return self._save(number, stored, values)

    def _front(self, values: Values, problems: Problems) -> str:
        return front_page(self.store.all(), values, problems)

    def _begin(self, values: Values) -> tuple[str, list[tuple[str, str]], str]:
        given = {name: values.get(name, "") for name in ("organisation", "title", "on")}
        heading = {"format": "sixsteps round 2", "framework": FRAMEWORK}
        try:
            begun = ss.from_document({**heading, **given}, ss.Round)
        except ss.DocumentError as error:
            return "422 Unprocessable Content", [], self._front(values, error.problems)
        return "303 See Other", [("Location", f"/rounds/{self.store.add(begun)}")], ""

    def _save(
        self, number: str, stored: ss.Round, values: Values
    ) -> tuple[str, list[tuple[str, str]], str]:
        document = {**ss.to_document(stored), "ratings": list(answers_of(values))}
        try:
            changed = ss.from_document(document, ss.Round)
        except ss.DocumentError as error:
            return "422 Unprocessable Content", [], round_page(stored, values, error.problems)
        same = values.get("seen") == stored.digest
        if not (same and self.store.replace(number, stored, changed)):
            message = "Somebody saved this round meanwhile; compare, then save again"
            problem = ss.Problem((), message, field="seen")
            kept = {**values, "seen": stored.digest}
            return "409 Conflict", [], round_page(stored, kept, (problem,))
        return "303 See Other", [("Location", f"/rounds/{number}")], ""


def _sent(environ: Environ) -> Values | None:
    """The fields of a form; none for a page that is only asked for, None for too much."""
    if environ["REQUEST_METHOD"] != "POST":
        return {}
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > LARGEST_FORM:
        return None
    text = environ["wsgi.input"].read(length).decode("utf-8", errors="replace")
    fields = parse_qs(text, keep_blank_values=True, max_num_fields=1_000)
    return {name: values[-1].replace("\r\n", "\n") for name, values in fields.items()}


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each connection: browsers open some that they do not use at once."""

    daemon_threads = True


if __name__ == "__main__":
    application = Application(Store(Path(sys.argv[1])))
    with make_server("127.0.0.1", 8000, application, server_class=Server) as server:
        print("http://127.0.0.1:8000")
        server.serve_forever()
