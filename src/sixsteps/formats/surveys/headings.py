"""The headers of a survey's export: the question, and the field of it, that each stands for.

KoboToolbox names a column `group/id`, ODK Central `group-id`, LimeSurvey `id[comment]`, Microsoft
and Google Forms by the question's wording, and whoever sets up a form by hand in ways of their own.
Whatever can be meant in one way only is understood.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import TypeAlias

from attrs import define, field

from sixsteps.formats.surveys.xlsform import ASKED, FIELDS, LABELS, field_name, question_label
from sixsteps.model.edits import RewordQuestion
from sixsteps.model.framework import Framework
from sixsteps.words import folded, for_the_first

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
_remark = re.compile(r"\s*\([^()]*\)$")
_other_text = re.compile(r"(?:_\d+)?_text$")
_linking = re.compile("(?:(?:for|of|on|to|about|behind|the|rating|level|question) )+")
_number = re.compile(r"(?:q|question)?[\s.]*(\d+\.\d+)")
_begun = re.compile(
    r"(q[\s.]*\d+\.\d+|question\s+\d+\.\d+|\d+\.\d+|[^\s:\[\]]+?)[.:)]*[\s:-]+(\S.*)$"
)
_after_group = re.compile(r"/ ?|[:-] |[.:-](?=[^\W\d_])")
_DEEPEST = 12


def _key(text: str) -> str:
    """A header, wording or part of one as it is looked up: folded, without marks at its ends."""
    return folded(text).strip(" ?.:;*_-()[]")


@define
class Headings:
    """The names that the headers of one framework's exports may have."""

    framework: Framework
    _names: dict[str, str | None] = field(factory=dict, init=False)
    _exact: dict[str, Asked | None] = field(factory=dict, init=False)
    _numbers: dict[str, str] = field(factory=dict, init=False)
    _longest: int = field(default=0, init=False)
    _wordings: dict[str, str] = field(factory=dict, init=False)
    _like_an_id: re.Pattern[str] = field(init=False)
    _near: Callable[[object], str | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        framework = self.framework
        for question in framework.questions:
            number = framework.number(question.id)
            self._numbers[number] = question.id
            self._name(question.id, (question.id, "rating"))
            self._name(question_label(number, question.text), (question.id, "rating"))
            for kind in FIELDS:
                self._name(field_name(question.id, kind), (question.id, kind))
                self._name(LABELS[kind].format(number=number), (question.id, kind))
        ids = {_key(one.id) for one in framework.questions}
        for question in framework.questions:
            self._names[_key(question.id)] = question.id
            for text in (question.text, question.label, *self._earlier(question.id)):
                name = _key(text)
                # Two questions of one wording cannot be told apart by it.
                if name in ids or not name:
                    continue
                if self._names.setdefault(name, question.id) != question.id:
                    self._names[name] = None
        steps = "|".join(re.escape(step.id) for step in framework.steps)
        like_an_id = rf"(?:^|[-/. _])((?:{steps})q[0-9]+)(?![0-9])"
        self._like_an_id = re.compile(like_an_id, re.IGNORECASE)
        self._wordings = {_key(one.text): one.id for one in framework.questions}
        self._near = for_the_first(self._nearly, 200)
        self._longest = max(map(len, (*self._names, *self._exact)), default=0)

    def _name(self, text: str, asked: Asked) -> None:
        name = folded(text)
        if self._exact.setdefault(name, asked) != asked:
            self._exact[name] = None

    def _earlier(self, question: str) -> Iterator[str]:
        """The wordings and labels that a question had before."""
        framework = self.framework
        yield framework.identity(question).introduced
        if framework.origin.has_question(question):
            old = framework.origin.question(question)
            yield from (old.text, old.label)
        for adaptation in framework.lineage:
            for edit in adaptation.edits:
                if isinstance(edit, RewordQuestion) and edit.question == question:
                    yield from (edit.text or "", edit.label or "")

    def _nearly(self, name: object) -> str | None:
        """The question whose wording is almost this name."""
        near = get_close_matches(str(name), self._wordings, n=1, cutoff=0.85)
        return self._wordings[near[0]] if near else None

    def places(self, headers: Sequence[str], wanted: str) -> list[int]:
        """The columns of this header, within groups or not, or as the form words it."""
        names = {_key(wanted), _key(ASKED.get(wanted, wanted))}
        found = {
            place: [
                _key(part) in names for part in (whole, whole.rpartition("/")[2], *_parts(whole))
            ]
            for place, whole in enumerate(folded(header)[-_MOST:] for header in headers)
        }
        near = [place for place, held in found.items() if any(held[:2])]
        return near or [place for place, held in found.items() if any(held)]

    def meaning(self, header: str) -> Asked | None:
        """What a header stands for: `None` where that is not known, `AMBIGUOUS` where it is two."""
        whole = folded(header)
        if whole in self._exact:
            return self._exact[whole] or AMBIGUOUS
        # No name is longer than the longest, whatever precedes it.
        for part in _parts(whole[-self._longest - _MOST :]):
            if part in self._exact:
                return self._exact[part] or AMBIGUOUS
            found = self._rating(part) or self._field(part)
            if found:
                return found
        return self._bare(whole)

    def _rating(self, part: str) -> Asked | None:
        name = _key(part)
        if name in self._names:
            known = self._names[name]
            return (known, "rating") if known else AMBIGUOUS
        if (number := _number.fullmatch(name)) and number[1] in self._numbers:
            return self._numbers[number[1]], "rating"
        begun = _begun.match(name)
        if begun is None:
            return None
        first, rest = _key(begun[1]), _key(begun[2])
        own = self._names.get(rest)
        number = _number.fullmatch(first)
        if own is None:
            # Of two questions of one wording the number tells.
            same = number and self._numbers.get(number[1])
            known = same and _key(self.framework.question(same).text)
            return (same, "rating") if same and known == rest else None
        before = self._names.get(first) == own
        return (own, "rating") if before or (number and number[1] in self._printed(own)) else None

    def _printed(self, question: str) -> set[str]:
        """The numbers that a question has or had."""
        origin = self.framework.origin
        there = origin.has_question(question)
        return {self.framework.number(question), *([origin.number(question)] if there else [])}

    def _field(self, part: str) -> Asked | None:
        name = _other_text.sub("_comment", _key(part))
        for kind, words in _WORDS.items():
            for word in words:
                rests = []
                if name.endswith(word):
                    rests.append(_key(name.removesuffix(word)))
                if name.startswith(word):
                    rest = _key(name.removeprefix(word))
                    rests += [rest, _linking.sub("", rest)]
                for rest in rests:
                    asked = self._rating(rest) if rest else None
                    if asked and asked != AMBIGUOUS:
                        return asked[0], kind
        return None

    def _bare(self, whole: str) -> Asked | None:
        """A field of the question before it: "Evidence", which tools make "Evidence2"."""
        name = re.sub(r"[._]?\d+$", "", _key(_remark.sub("", whole)))
        return next((("", kind) for kind, words in _WORDS.items() if name in words), None)

    def likeness(self, header: str) -> tuple[str, str, str] | None:
        """The message, the remedy and the code for a header that looks like a question's."""
        end = header.strip()[-_MOST:]
        if meant := self._like_an_id.search(end):
            if (known := self._names.get(_key(meant[1]))) is None:
                return *self.framework.unknown_question(meant[1]), "unknown-question"
            return f"a column about {known!r} that is not understood", "", "unknown-column"
        name = _key(end)
        numbers = re.findall(r"(?<![\w.])q?(\d+\.\d+)(?![\w.])", name)
        if any(number in self._numbers or name.startswith(number) for number in numbers):
            return "a column under a number that is not understood", "", "unknown-question"
        if name.startswith(("evidence", "rationale")) or name.endswith(("evidence", "rationale")):
            message = "a column that does not say whose evidence or rationale it holds"
            return message, "", "unknown-column"
        held = [one for text, one in self._wordings.items() if len(text) > 9 and text in name]
        if held:
            return f"a column about {held[0]!r} that is not understood", "", "unknown-column"
        if question := self._near(name):
            message = f"almost the wording of {question!r} and not quite"
            return message, f"name the column {question!r} if it is meant", "unknown-question"
        return None


def _parts(whole: str) -> Iterator[str]:
    """The parts of a folded header that may be the name: after groups, in brackets, and so on."""
    seen = set()
    for text in (whole, _language.sub("", whole)):
        for part in (text, _remark.sub("", text)):
            if part not in seen:
                seen.add(part)
                yield part
                if found := _in_brackets.fullmatch(part):
                    yield found[1]
                groups = [*_after_group.finditer(part)][-_DEEPEST:]
                yield from (part[found.end() :] for found in groups)
