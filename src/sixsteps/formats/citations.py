"""Citations of a framework for reference managers, repositories and plain text.

An adapted framework is cited as its adapters' work that rests on its source: the sentence the
source requires is in every format, word for word, and so is every adapter. It stands in the
title, because that is what every style of a bibliography prints.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias, get_args

from attrs import evolve, frozen

from sixsteps.errors import UnknownIdError, WrongTypeError
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import with_merged
from sixsteps.model.source import Source, borrowed
from sixsteps.words import listed, of_type, quoted

CitationFormat: TypeAlias = Literal["text", "bibtex", "csl", "cff"]
"""Plain text, BibTeX, CSL-JSON (a list of one item) or CITATION.cff."""


def cite(framework: Framework, format: CitationFormat = "text") -> str:  # noqa: A002 the word users know
    """The citation of a framework as the text of a file.

    >>> import sixsteps as ss
    >>> print(ss.cite(ss.six_steps(), "bibtex"))
    @techreport{pearce2019,
      author = {Pearce, J},
      title = {{Six Steps for Independent Scrutiny: Safeguarding children arrangements}},
      year = {2019},
      institution = {Institute of Applied Social Research, University of Bedfordshire},
      address = {Luton}
    }

    Raises:
        WrongTypeError: for what is no framework.
        UnknownIdError: for a format there is none of.
    """
    if not isinstance(framework, Framework):
        message = f"a framework is cited, not {of_type(framework)}"
        raise WrongTypeError(message, "give a round's .framework")
    if not isinstance(format, str) or format not in get_args(CitationFormat):
        there = f"there are {listed(get_args(CitationFormat))}"
        shown = quoted(format, get_args(CitationFormat), "of that name")
        raise UnknownIdError(f"no citation format {shown}", there)
    if format == "text":
        return framework.citation
    work = _Work.of(framework)
    if format == "csl":
        return json.dumps([_csl(work)], ensure_ascii=False, indent=2)
    return _bibtex(work) if format == "bibtex" else _cff(framework, work)


Author: TypeAlias = tuple[str, str]
"""A person's family name and given name, or the whole name of a body and nothing."""


def _author(name: str) -> Author:
    """The author written "Pearce, J" or "Department for Education"."""
    family, _, given = (part.strip() for part in name.partition(","))
    return (family, given) if family and given and "," not in given else (name, "")


@frozen
class _Work:
    """A cited work: a source as published, or an adaptation with the citation it must carry."""

    authors: tuple[Author, ...]
    title: str
    year: int | None
    publisher: str = ""
    place: str = ""
    link: str = ""
    said: str = ""
    fingerprint: str = ""

    @classmethod
    def of(cls, framework: Framework) -> "_Work":
        source, citation = framework.edition, framework.citation
        if not framework.is_adapted:
            more = citation.removeprefix(source.reference).lstrip(". ")
            return evolve(cls.published(source), said=more)
        made = [one for each in framework.lineage for one in with_merged(each) if not one.edition]
        adapters = dict.fromkeys(name for one in made for name in one.by)
        last = framework.lineage[-1]
        return cls(
            # An adapter is named as a whole: "Council, Anytown" is no family and given name.
            tuple((name, "") for name in adapters),
            framework.title,
            last.on.year,
            link=last.source.link if last.source else "",
            said=citation,
            fingerprint=framework.fingerprint,
        )

    @classmethod
    def published(cls, source: Source) -> "_Work":
        title = source.title or source.reference
        authors = tuple(map(_author, source.authors))
        return cls(authors, title, source.year, source.publisher, source.place, source.link)

    def full_title(self, form: str = "{}") -> str:
        """The title, and the citation that goes with it in this form."""
        if not self.said:
            return self.title
        # A style ends the title itself.
        said = form.format(self.said.removesuffix("."))
        return f"{self.title}{'' if self.title.endswith(('.', '?', '!')) else '.'} {said}"

    @property
    def key(self) -> str:
        """A short name such as `pearce2019`."""
        first = self.authors[0][0] if self.authors else self.title
        plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
        word = re.sub(r"[^a-z]", "", plain.lower().partition(" ")[0]) or "framework"
        return f"{word}{self.year or ''}"


def _bibtex(work: _Work) -> str:
    authors = [
        f"{_tex_name(family)}, {_tex_name(given)}" if given else f"{{{_tex(family)}}}"
        for family, given in work.authors
    ]
    fields = {
        "author": " and ".join(authors),
        "title": f"{{{_tex(work.full_title())}}}",
        "year": str(work.year or ""),
        "institution": _tex(work.publisher),
        "address": _tex(work.place),
        "url": work.link.translate({ord(letter): f"%{ord(letter):X}" for letter in "{}\\"}),
        "fingerprint": work.fingerprint,
    }
    kind = "techreport" if work.publisher else "misc"
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{work.key},\n{lines}\n}}"


_TEX = str.maketrans(
    {
        **{letter: f"\\{letter}" for letter in "&%$#_"},
        # BibTeX counts braces, those after a backslash too.
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "\\": "\\textbackslash{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
    }
)


def _tex(text: str) -> str:
    """A text as BibTeX takes it, on one line."""
    return " ".join(text.split()).translate(_TEX)


def _tex_name(name: str) -> str:
    """A part of a person's name, in braces where BibTeX would take it for several people."""
    text = _tex(name)
    return f"{{{text}}}" if re.search(r"\band\b", text, re.IGNORECASE) else text


def _csl(work: _Work) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": work.key,
        # Every style prints the title of a book, and hardly one changes its capitals here.
        "type": "book" if work.said else "report",
        "title": work.full_title('<span class="nocase">{}</span>'),
        "author": [
            {"family": family, "given": given} if given else {"literal": family}
            for family, given in work.authors
        ],
        "issued": {"date-parts": [[work.year]]} if work.year else None,
        "publisher": work.publisher,
        "publisher-place": work.place,
        "URL": work.link,
        "note": work.fingerprint and f"Fingerprint: {work.fingerprint}",
    }
    return {name: value for name, value in item.items() if value}


def _cff(framework: Framework, work: _Work) -> str:
    taken = [*(one.source for one in framework.questions), framework.scale.source]
    sources = [framework.edition, *borrowed(taken, framework.editions)]
    # CFF takes no reference twice, and sources can differ by what it does not show.
    references = [tuple(_cff_reference(_Work.published(one))) for one in sources]
    released = framework.lineage and f"date-released: {framework.lineage[-1].on.isoformat()}"
    lines = [
        "cff-version: 1.2.0",
        f"message: {_yaml(f'Please cite as: {framework.citation}')}",
        "type: dataset",
        f"title: {_yaml(work.full_title())}",
        "authors:",
        *_cff_authors(work, "  "),
        *([released] if released else []),
        *([f"url: {_yaml(work.link)}"] if _cff_url.fullmatch(work.link) else []),
        *(_CFF_IDENTIFIER.format(work.fingerprint).splitlines() if work.fingerprint else []),
        "references:",
        *(line for reference in dict.fromkeys(references) for line in reference),
    ]
    return "\n".join(lines) + "\n"


_CFF_IDENTIFIER = """\
identifiers:
  - type: other
    value: {}
    description: The SHA-256 of this version, its source and its adaptations
"""
_cff_url = re.compile(r"(https?|s?ftp)://.+")


def _cff_reference(work: _Work) -> Iterator[str]:
    yield "  - type: report"
    yield f"    title: {_yaml(work.title)}"
    yield "    authors:"
    yield from _cff_authors(work, "      ")
    is_url = _cff_url.fullmatch(work.link)
    entries = {
        "    year": str(work.year or ""),
        "    institution:\n      name": work.publisher and _yaml(work.publisher),
        "      city": work.publisher and work.place and _yaml(work.place),
        f"    {'url' if is_url else 'notes'}": work.link and _yaml(work.link),
    }
    yield from (f"{name}: {value}" for name, value in entries.items() if value)


def _cff_authors(work: _Work, indent: str) -> Iterator[str]:
    """Authors, of whom CFF demands one: where nobody is named, whoever published it."""
    for family, given in dict.fromkeys(work.authors or [(work.publisher or "Anonymous", "")]):
        yield f"{indent}- {'family-names' if given else 'name'}: {_yaml(family)}"
        if given:
            yield f"{indent}  given-names: {_yaml(given)}"


_unprintable = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _yaml(text: str) -> str:
    """A text as YAML, of which JSON's strings are a part once what YAML cannot hold is escaped."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _unprintable.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
