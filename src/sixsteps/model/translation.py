"""The words of a framework in another language: beside the framework, never in it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated

from attrs import evolve, field, frozen

from sixsteps.errors import InvalidError, Keys, Problem, WrongTypeError
from sixsteps.model import fields
from sixsteps.model.fields import ID_PATTERN, Checked, Count, Several, Text, Words
from sixsteps.model.framework import Framework
from sixsteps.model.question import Question
from sixsteps.model.scale import Scale
from sixsteps.model.source import cited
from sixsteps.table import Table, Tabular
from sixsteps.words import for_the_first, in_prose, listed, nearest, of_type, quoted

_PLACE = (
    rf"(?:title|(?:steps/{ID_PATTERN}/(?:title|guidance)|questions/{ID_PATTERN}/(?:text|label|guidance"
    rf"|levels/{ID_PATTERN})|scale/{ID_PATTERN}/(?:label|meaning)|context/{ID_PATTERN}/text))"
)
_A_PLACE = fields.matching(
    _PLACE,
    "that is not the place of a text",
    "write it as in questions/s1q1/text, steps/s1/title, scale/red/label or title",
    "bad-place",
)
_A_LANGUAGE = fields.matching(
    r".*\S \([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\)",
    "that is not a language",
    "give its name and, in brackets, its code, as in Welsh (cy)",
    "bad-language",
)


@frozen
class TranslatedText(Checked):
    """A text in another language, with the place it belongs to and the wording it translates.

    >>> TranslatedText("questions/q1/text", "Who leads?", "Pwy sy'n arwain?").wording
    'Who leads?'
    """

    place: Annotated[str, _A_PLACE]
    wording: Words
    text: Words


@frozen(slots=False, repr=False)
class Translation(Checked, Tabular):
    """A framework's texts in another language; the framework itself, and answers, stay as they are.

    `language` is its name and code, "Welsh (cy)"; `by` who translated; `fingerprint` the framework
    that was translated, and `source` its citation. A text counts only while the wording it
    translates is still that of its place; `stale` says which do not, `missing` which places have
    none.

    >>> from sixsteps import six_steps
    >>> welsh = Translation.of(six_steps(), "Welsh (cy)", {"scale/red/label": "Coch"}, by="Us")
    >>> welsh.text("scale/red/label", "Red"), welsh.text("scale/green/label", "Green")
    ('Coch', 'Green')
    """

    language: Annotated[str, _A_LANGUAGE]
    texts: tuple[TranslatedText, ...] = field(converter=Several[TranslatedText])
    by: Annotated[
        tuple[Words, ...],
        Count(1, None, "nobody is named", "say who translated the framework", "empty"),
    ] = field(converter=fields.as_texts)
    fingerprint: Text = ""
    source: Text = ""

    def _problems(self) -> Iterator[Problem]:
        places: list[Keys] = [("texts", number, "place") for number in range(len(self.texts))]
        yield from fields.repeated([one.place for one in self.texts], (), "text", places, own=True)

    @classmethod
    def of(
        cls,
        framework: Framework,
        language: str,
        texts: Mapping[str, str],
        *,
        by: str | Iterable[str],
    ) -> "Translation":
        """The translation of a framework, from texts by their places.

        Raises:
            InvalidError: for a place the framework does not have, or what a translation cannot
                hold.
        """
        wordings = dict(_wordings(framework))
        near, remedy = for_the_first(nearest), f"there are {listed([*wordings])}"
        if not isinstance(texts, Mapping):
            message = f"texts was given {of_type(texts)}"
            raise WrongTypeError(message, "give the texts by their places")
        unknown = []
        for place in (one for one in texts if one not in wordings):
            message = f"no text {quoted(place, wordings, 'at that place')}"
            closest = near(place, wordings)
            wrong = Problem(("texts",), message, remedy, "unknown-place", suggestion=closest)
            unknown.append(wrong)
        InvalidError.check("translation", unknown)
        made = [TranslatedText(place, wordings[place], text) for place, text in texts.items()]
        return cls(language, made, by, framework.fingerprint, framework.citation)

    @property
    def citation(self) -> str:
        """The citation of what was translated, and by whom, which its documents and table carry."""
        return self.cited(self.source)

    def cited(self, citation: str) -> str:
        """The citation of a framework with who translated it, where anything is translated."""
        told = f"Translated into {self.language} by {in_prose(self.by)}"
        return cited([one for one in (citation, told) if one]) if self.texts else citation

    def __repr__(self) -> str:
        return f"Translation({self.language!r}, {len(self.texts)} texts)"

    @cached_property
    def _texts(self) -> Mapping[tuple[str, str], str]:
        return {(one.place, one.wording): one.text for one in self.texts}

    def text(self, place: str, wording: str) -> str:
        """The text of a place, or its wording where that has no translation."""
        return self._texts.get((place, wording), wording)

    def of_question(self, question: Question) -> tuple[str, str, str]:
        """The label, the text and the guidance of a question, empty where it has none."""
        place = f"questions/{question.id}"
        label = self.text(f"{place}/label", question.label)
        text = self.text(f"{place}/text", question.text)
        return label, text, self.text(f"{place}/guidance", question.guidance)

    def meanings(self, scale: Scale, question: Question) -> list[str]:
        """The meanings of levels for a question, each with its label, worst first."""
        own = dict(question.levels)
        return [
            f"{self.text(f'scale/{level.key}/label', level.label)}:"
            f" {self.text(f'questions/{question.id}/levels/{level.key}', own[level.key])}"
            for level in scale.levels
            if level.key in own
        ]

    def stale(self, framework: Framework) -> tuple[TranslatedText, ...]:
        """The texts whose place is gone, or has another wording than they translate."""
        wordings = dict(_wordings(framework))
        return tuple(one for one in self.texts if wordings.get(one.place) != one.wording)

    def missing(self, framework: Framework) -> tuple[str, ...]:
        """The places of a framework whose present wording has no translation."""
        return tuple(one[0] for one in _wordings(framework) if one not in self._texts)

    def without_stale(self, framework: Framework) -> "Translation":
        """The same without the stale texts, whose places then keep the framework's wording."""
        stale = self.stale(framework)
        return evolve(self, texts=tuple(one for one in self.texts if one not in stale))

    def tables(self) -> tuple[Table, ...]:
        """The texts, each beside the wording it translates."""
        rows = [(one.place, one.wording, one.text) for one in self.texts]
        columns = ("Place", "Wording", self.language)
        return (Table(columns, rows, title=self.language, source=self.citation),)


def fitting(translation: Translation | None, framework: Framework) -> Translation:
    """A translation none of whose texts is stale; of nothing where there is none."""
    if translation is None:
        return NO_TRANSLATION
    stale = fields.instance_of(translation, Translation, "translation").stale(framework)
    message = "the framework's wording is another"
    remedy = "translate it again, or leave it out with translation.without_stale(framework)"
    wrong = (Problem(("texts", one.place), message, remedy, "stale-text") for one in stale)
    InvalidError.check("translation", wrong)
    return translation


NO_TRANSLATION = Translation("none (zxx)", (), "nobody")
"""A translation of nothing: every text is the framework's own."""


def _wordings(framework: Framework) -> Iterator[tuple[str, str]]:
    """Every text of a framework that can be translated, with its place."""
    fields.instance_of(framework, Framework, "framework")
    named = [("title", framework.title)]
    for level in framework.scale.levels:
        named += [(f"scale/{level.key}/{key}", getattr(level, key)) for key in ("label", "meaning")]
    for step in framework.steps:
        named += [(f"steps/{step.id}/{key}", getattr(step, key)) for key in ("title", "guidance")]
        for asked in step.questions:
            place = f"questions/{asked.id}"
            named += [(f"{place}/{key}", getattr(asked, key)) for key in _OF_A_QUESTION]
            named += [(f"{place}/levels/{level}", meaning) for level, meaning in asked.levels]
    named += [(f"context/{asked.id}/text", asked.text) for asked in framework.context]
    return ((place, wording) for place, wording in named if wording)


_OF_A_QUESTION = ("text", "label", "guidance")
