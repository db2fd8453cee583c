"""A framework as an XLSForm, and the headers under which survey tools export what it collects.

KoboToolbox, ODK and others turn the form into a web or phone form. KoboToolbox names a column
`group/id`, ODK Central `group-id`, LimeSurvey `id[comment]`, Microsoft and Google Forms by the
question's wording, and whoever sets up a form by hand in ways of their own. Whatever can be meant
in one way only is understood.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import TypeAlias, TypeVar

from sixsteps.errors import InvalidError, Problem
from sixsteps.formats.files import Writable, write_bytes
from sixsteps.formats.rows import NOTICE, EntryError, level_of, roles_offered
from sixsteps.formats.xlsx import Spreadsheet
from sixsteps.model.edits import RewordQuestion
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.question import Question, Step
from sixsteps.model.translation import NO_TRANSLATION, Translation, fitting
from sixsteps.words import counted, folded, for_the_first, nearest

LABELS = {
    "evidence": "Evidence for {number} (an empty line between pieces)",
    "rationale": "Rationale for {number}",
    "remaining": "Work remaining for {number}",
    "reason": "Why {number} does not apply",
}
"""What is asked beside a question's rating, as `s1q1_evidence` beside `s1q1`, and how."""

RESPONDENT, ROLE = "respondent", "role"
ASKED = {RESPONDENT: "Which organisation or group answers?", ROLE: "In which role?"}
"""How the form asks who answers."""

NOT_APPLICABLE = "not_applicable"


def question_label(number: str, text: str) -> str:
    """The form's wording of a question."""
    return f"{number} {plain(text)}"


def plain(text: str) -> str:
    """A text in which a form sees no reference to another field."""
    return text.replace("${", "$ {")


_SURVEY = ("type", "name", "label", "hint", "required", "relevant", "appearance")
_CHOICES = ("list_name", "name", "label")
_SAID = ("label", "hint")

_Rows: TypeAlias = Iterator[dict[str, str]]


def write_xlsform(
    framework: Framework, path: Writable, *, translation: Translation | None = None
) -> None:
    """Write a form that asks each question's rating, evidence, rationale and remaining work.

    The source's reference stands on its first page, and the request not to identify anybody at
    every place for free text. With a translation, whoever answers chooses the language; what it
    lacks, and the form's own words, stay in the first. `read_table` reads what the form collects.

    Raises:
        InvalidError: for ids that the form's own names would repeat, texts longer than a cell, or
            a translation with texts of another wording.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.published import six_steps
    >>> write_xlsform(six_steps(), BytesIO())
    """
    instance_of(framework, Framework, "write_xlsform")
    InvalidError.check("framework", _name_problems(framework))
    words = fitting(translation, framework)
    second = {} if translation is None else {key: f"{key}::{words.language}" for key in _SAID}

    def in_both(rows: Callable[[Framework, Translation], _Rows]) -> _Rows:
        """The rows, with the words of the second language in columns of their own."""
        for row, other in zip(rows(framework, NO_TRANSLATION), rows(framework, words), strict=True):
            yield row | {column: other.get(key, "") for key, column in second.items()}

    mark = framework.digest[:12]
    settings = {"form_title": framework.title, "form_id": f"sixsteps_{mark}", "version": mark}
    sheets = {
        "survey": ((*_SURVEY, *second.values()), in_both(_survey)),
        "choices": ((*_CHOICES, *[*second.values()][:1]), in_both(_choices)),
        "settings": (tuple(settings), iter([settings])),
    }
    form = Spreadsheet("a form", {"title": framework.title})
    for name, (headers, rows) in sheets.items():
        sheet = form.book.add_worksheet(name)
        for number, row in enumerate([{header: header for header in headers}, *rows]):
            for place, header in enumerate(headers):
                form.put(sheet, number, place, row.get(header, ""))
    write_bytes(path, form.content("framework"))


def _survey(framework: Framework, words: Translation) -> _Rows:
    about = plain(words.cited(framework.citation))
    asked = {"required": "yes"}
    yield {"type": "note", "name": "about", "label": about, "hint": NOTICE}
    yield {"type": "text", "name": RESPONDENT, "label": ASKED[RESPONDENT], "hint": NOTICE, **asked}
    yield {"type": "select_one roles", "name": ROLE, "label": ASKED[ROLE], **asked}
    for step in framework.steps:
        title = words.text(f"steps/{step.id}/title", step.title)
        group = {"type": "begin_group", "name": step.id, "appearance": "field-list"}
        yield {"label": f"{framework.number(step.id)}. {plain(title)}", **group}
        for note in _notes(step):
            label = plain(words.text(f"steps/{step.id}/guidance", step.guidance))
            yield {"type": "note", "name": note, "label": label}
        for question in step.questions:
            yield from _question(framework, question, words)
        yield {"type": "end_group"}


def _notes(step: Step) -> list[str]:
    """The name of the note that holds a step's guidance, where there is any."""
    return [f"{step.id}_guidance"] if step.guidance else []


def _question(framework: Framework, question: Question, words: Translation) -> _Rows:
    number = framework.number(question.id)
    _, text, guidance = words.of_question(question)
    meanings = words.meanings(framework.scale, question)
    yield {
        "type": "select_one levels",
        "name": question.id,
        "label": question_label(number, text),
        "hint": plain("\n".join(filter(None, [guidance, *meanings]))),
    }
    answered = f"${{{question.id}}} != '' and ${{{question.id}}} != '{NOT_APPLICABLE}'"
    for field, asked in LABELS.items():
        when = f"${{{question.id}}} = '{NOT_APPLICABLE}'" if field == "reason" else answered
        yield {
            "type": "text",
            "name": f"{question.id}_{field}",
            "label": asked.format(number=number),
            "hint": NOTICE,
            "required": "yes" if field == "reason" else "",
            "relevant": when,
            "appearance": "multiline",
        }


def _choices(framework: Framework, words: Translation) -> _Rows:
    levels = {
        level.key: plain(words.text(f"scale/{level.key}/label", level.label))
        for level in framework.scale.levels
    }
    for key, label in {**levels, NOT_APPLICABLE: "Not applicable"}.items():
        yield {"list_name": "levels", "name": key, "label": label}
    for role in roles_offered(framework):
        yield {"list_name": "roles", "name": role.replace(" ", "_"), "label": role}


def _name_problems(framework: Framework) -> Iterator[Problem]:
    """Names that two fields of the form would share, or that its choices would."""
    # The last three are names that form tools keep for themselves.
    own = ("about", RESPONDENT, ROLE, "data", "instanceid", "meta")
    seen = dict.fromkeys(own, "the form itself")
    fields = (
        (name, question.id)
        for question in framework.questions
        for name in (question.id, *(f"{question.id}_{field}" for field in LABELS))
    )
    steps = ((name, step.id) for step in framework.steps for name in (step.id, *_notes(step)))
    for name, owner in chain(steps, fields):
        # What reads the form's exports makes no difference between small letters and capitals.
        if (first := seen.setdefault(folded(name), owner)) is not owner:
            place, message = (f"question {owner}",), f"the field {name!r} is also one of {first}"
            yield Problem(place, message, "rename the id", "duplicate", question=owner)
    if NOT_APPLICABLE in framework.scale:
        message = f"a level has the key {NOT_APPLICABLE!r}, which the form uses"
        yield Problem(("scale",), message, "rename it")
    roles = Counter(folded(re.sub("[-_]", " ", role)) for role in roles_offered(framework))
    for role, count in roles.items():
        if count > 1:
            message = f"a form does not tell {counted(count, 'role')} apart: {role!r}"
            yield Problem(("steps",), message, "rename all but one", "duplicate")


T = TypeVar("T")

Asked: TypeAlias = tuple[str, str]
"""What a column holds: a question's id and "rating", or one of the fields beside it.

A field "comment" is one of survey tools, and the question "" any that stands before the column."""

AMBIGUOUS: Asked = ("", "ambiguous")

_WORDS = {
    "evidence": ("evidence",),
    "rationale": ("rationale",),
    "remaining": ("work remaining", "remaining work", "remaining"),
    "reason": ("if not applicable: reason", "reason not applicable", "reason"),
    "comment": ("comments", "comment"),
    "rating": ("rag rating", "rating", "level", "rag"),
}
_MOST = 400
"""The longest header, in characters from its end, of which the parts are looked at."""

_language = re.compile(r"(?<=\S)(?:::[^:/]*|: ?[^\W\d_]+(?: \([a-z-]{2,8}\))?)$")
_in_brackets = re.compile(r".*\[([^\[\]]+)\]$")
_code_and_text = re.compile(r"^([^\s\[\]]+\[comment\])\. .*\[comment\]$", re.DOTALL)
_remark = re.compile(r"\s*\([^()]*\)$")
# Beside each question of a quiz Microsoft Forms has two columns of its own.
_marked = re.compile(r"(?:points|feedback) - ")
_other_text = re.compile(r"(?:_\d+)?_text$")
_linking = re.compile("(?:(?:for|of|on|to|about|behind|the|rating|level|question) )+")
_number = re.compile(r"(?:q|question)?[\s.]*(\d+\.\d+)")
_begun = re.compile(
    r"(q[\s.]*\d+\.\d+|question\s+\d+\.\d+|\d+\.\d+|[^\s:\[\]]+?)[.:)]*[\s:-]+(\S.*)$"
)
_of_the_form = re.compile(r"(?:q|question )?\d+")
_numbered = re.compile(r"^(?:q|question )?\d+[.:)]+ ")
_after_group = re.compile(r"/ ?|[:-] |[.:-](?=[^\W\d_])")
_DEEPEST = 12
_TEXTS = 1000
"""How many texts in columns of levels are remembered: more are no levels."""


def _key(text: str) -> str:
    """A header, wording or part of one as it is looked up: folded, without marks at its ends."""
    return _inner(folded(text))


def _inner(part: str) -> str:
    """A folded text without marks at its ends."""
    return part.strip(" ?.:;*_-()[]/\"'")


class Headings:
    """The names that the headers of one framework's exports may have, in one language or two."""

    def __init__(self, framework: Framework, words: Translation, headers: Sequence[str]) -> None:
        self.framework = framework
        self.words = words
        self._names: dict[str, str | None] = {}
        self._exact: dict[str, Asked | None] = {}
        # The numbers that each question has, and had to begin with.
        now, before = (
            {(one.number(asked.id), asked.id) for asked in one.questions}
            for one in (framework, framework.origin)
        )
        self._had = now | before
        self._wordings = {_key(one.text): one.id for one in framework.questions}
        self._near = for_the_first(self._nearly, 200)
        self._near_level = for_the_first(nearest, 200)
        # A column holds a few different texts, if it is a column of levels.
        self._levels: dict[str, tuple[str | None, bool] | EntryError] = {}
        ids = {_key(one.id) for one in framework.questions}
        for asked in framework.questions:
            question = asked.id
            label, text, _ = words.of_question(asked)
            self._names[_key(question)] = question
            # Other tools have no dots and hyphens in names: GV_OC_01 is GV.OC-01.
            joint = re.sub(r"\W", "_", question)
            for wording in (asked.text, asked.label, text, label, joint, *self._earlier(question)):
                name = _key(wording)
                if name and name not in ids:
                    _put(self._names, name, question)
        self._numbers = dict(self._numbering(headers, now, before))
        numbers = {question: number for number, question in self._numbers.items()}
        for asked in framework.questions:
            exact = {asked.id: "rating"} | {f"{asked.id}_{kind}": kind for kind in LABELS}
            if number := numbers.get(asked.id):
                for said in (asked.text, words.of_question(asked)[1]):
                    exact[question_label(number, said)] = "rating"
                exact |= {said.format(number=number): kind for kind, said in LABELS.items()}
            for name, kind in exact.items():
                _put(self._exact, folded(name), (asked.id, kind))
        named = ((step.id, step.title, framework.number(step.id)) for step in framework.steps)
        self._steps = {folded(name) for names in named for name in names}
        steps = "|".join(re.escape(step.id) for step in framework.steps)
        like_an_id = rf"(?:^|[-/. _])((?:{steps})q[0-9]+)(?![0-9])"
        self._like_an_id = re.compile(like_an_id, re.IGNORECASE)
        self._longest = max(map(len, (*self._names, *self._exact)), default=0)

    def _numbering(
        self, headers: Sequence[str], now: set[tuple[str, str]], before: set[tuple[str, str]]
    ) -> set[tuple[str, str]]:
        """The numbers of questions as these headers have them, each with its question.

        Where a question moved, a form made before then has the numbers that there were: beside
        "1.1" with the wording of what is now 1.2, "1.1 Evidence" is about that too.
        """
        said = set()
        numbered = [one for one in headers if now != before and re.search(r"\d\.\d", one)]
        for part in chain.from_iterable(_parts(folded(one)) for one in numbered):
            begun = _begun.match(_key(part))
            number = begun and _number.fullmatch(_key(begun[1]))
            if begun and number and (own := self._names.get(_key(begun[2]))):
                said.add((number[1], own))
        said &= self._had
        there = {pair for pair in before if self.framework.has_question(pair[1])}
        return now if said <= now else there if said <= there else now & there

    def level(self, text: str) -> tuple[str | None, bool]:
        """The level a text names in either language, and whether it says not applicable."""
        known = self._levels.get(text)
        if known is None:
            try:
                said = text.replace("$ {", "${")  # as `plain` writes it
                known = level_of(said, self.framework.scale, self.words, self._near_level)
            except EntryError as error:
                known = error.with_traceback(None)
            if len(self._levels) < _TEXTS:
                self._levels[text] = known
        if isinstance(known, EntryError):
            raise known.with_traceback(None)
        return known

    def _earlier(self, question: str) -> Iterator[str]:
        """The wordings and labels that a question had before."""
        framework = self.framework
        yield framework.identity(question).introduced
        if framework.origin.has_question(question):
            old = framework.origin.question(question)
            yield from (old.text, old.label)
        for edit in chain.from_iterable(made.edits for made in framework.lineage):
            if isinstance(edit, RewordQuestion) and edit.question == question:
                yield from (edit.text or "", edit.label or "")

    def _nearly(self, name: object) -> str | None:
        """The question whose wording is almost this name."""
        near = get_close_matches(str(name), self._wordings, n=1, cutoff=0.85)
        return self._wordings[near[0]] if near else None

    def places(self, headers: Sequence[str], wanted: str) -> list[int]:
        """The columns of this header, within groups or not, or as the form words it.

        The headers are folded.
        """
        names = {_key(wanted), _key(ASKED.get(wanted, wanted))}
        # Parts are many to look through; few headers have the words of the name.
        words = [name.split() for name in names]
        found = {
            place: [
                _inner(part) in names
                for part in (
                    *(whole, whole.rpartition("/")[2], whole.partition(". ")[0]),
                    _numbered.sub("", whole),
                    *_parts(whole),
                )
            ]
            for place, whole in enumerate(one[-_MOST - len(wanted) :] for one in headers)
            if any(all(word in whole for word in name) for name in words)
        }
        near = [place for place, held in found.items() if any(held[:2])]
        return near or [place for place, held in found.items() if any(held)]

    def meaning(self, header: str) -> Asked | None:
        """The meaning of a folded header: `None` if it is not known, `AMBIGUOUS` if it has two."""
        whole = _code_and_text.sub(r"\1", header)
        if whole in self._exact:
            return self._exact[whole] or AMBIGUOUS
        if _marked.match(whole):
            return None
        # No name is longer than the longest, whatever precedes it.
        for part in _parts(whole[-self._longest - _MOST :]):
            if part in self._exact:
                return self._exact[part] or AMBIGUOUS
            found = self._rating(part) or self._field(part)
            if found:
                return found
        return self._bare(whole)

    def is_plain(self, header: str) -> bool:
        """True for a folded header that is a name alone, or one of the framework's steps before it.

        Any other group before a name, and text after it, may say anything.
        """
        for part in _parts(header):
            if part in self._exact or self._rating(part) or self._field(part):
                group = folded(header.removesuffix(part).rstrip("/-.: "))
                return group == "" or group in self._steps
        return self._bare(header) is not None

    def _rating(self, part: str) -> Asked | None:
        name = _inner(part)
        if name in self._names:
            known = self._names[name]
            return (known, "rating") if known else AMBIGUOUS
        if (number := _number.fullmatch(name)) and number[1] in self._numbers:
            return self._numbers[number[1]], "rating"
        begun = _begun.match(name)
        if begun is None:
            return None
        first, rest = _inner(begun[1]), _inner(begun[2])
        own = self._names.get(rest)
        number = _number.fullmatch(first)
        if own is None:
            # Of two questions of one wording the number tells.
            same = number and self._numbers.get(number[1])
            known = same and _key(self.framework.question(same).text)
            return (same, "rating") if same and known == rest else None
        # A form may number its questions in its own way: "Q2. Do they meet?".
        before = self._names.get(first, own if _of_the_form.fullmatch(first) else None) == own
        return (own, "rating") if before or (number and (number[1], own) in self._had) else None

    def _field(self, part: str) -> Asked | None:
        name = _other_text.sub("_comment", _inner(part))
        for kind, words in _WORDS.items():
            for word in words:
                rests = []
                if name.endswith(word):
                    rests.append(_inner(name.removesuffix(word)))
                if name.startswith(word):
                    rest = _inner(name.removeprefix(word))
                    rests += [rest, _linking.sub("", rest)]
                for rest in rests:
                    asked = self._rating(rest) if rest else None
                    if asked and asked != AMBIGUOUS:
                        return asked[0], kind
        return None

    def _bare(self, whole: str) -> Asked | None:
        """A field of the question before it: "Evidence", which tools make "Evidence2"."""
        name = re.sub(r"[._]?\d+$", "", _inner(_remark.sub("", whole)))
        return next((("", kind) for kind, words in _WORDS.items() if name in words), None)

    def likeness(self, header: str) -> tuple[str, str, str] | None:
        """The message, the remedy and the code for a header that looks like a question's."""
        end = header.strip()[-_MOST:]
        if meant := self._like_an_id.search(end):
            if (known := self._names.get(_key(meant[1]))) is None:
                return *self.framework.unknown_question(meant[1]), "unknown-question"
            return f"a column about {known!r} that is not understood", "", "unknown-column"
        name = _key(end)
        numbers = re.findall(r"(?<![\w.])q?(\d+\.\d+)(?![\d.])", name)
        if any(number in self._numbers or name.startswith(number) for number in numbers):
            return "a column under a number that is not understood", "", "unknown-question"
        if "evidence" in name or "rationale" in name:
            message = "a column that does not say whose evidence or rationale it holds"
            return message, "", "unknown-column"
        held = [one for text, one in self._wordings.items() if len(text) > 9 and text in name]
        if held:
            return f"a column about {held[0]!r} that is not understood", "", "unknown-column"
        if question := self._near(name):
            message = f"almost the wording of {question!r} and not quite"
            return message, f"name the column {question!r} if it is meant", "unknown-question"
        return None


def _put(names: dict[str, T | None], name: str, meant: T) -> None:
    """Say what a name means: nothing where it means two things, which it cannot tell apart."""
    if names.setdefault(name, meant) != meant:
        names[name] = None


def _parts(whole: str) -> Iterator[str]:
    """The parts of a folded header that may be the name: after groups, in brackets, and so on."""
    seen = set()
    for text in (whole, _language.sub("", whole) if ":" in whole else whole):
        for part in (text, _remark.sub("", text) if text.endswith(")") else text):
            if part not in seen:
                seen.add(part)
                yield part
                if found := _in_brackets.fullmatch(part):
                    yield found[1]
                groups = [*_after_group.finditer(part)][-_DEEPEST:]
                yield from (part[found.end() :] for found in groups)
