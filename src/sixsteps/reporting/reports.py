"""A round, or two, as a report for a board: HTML, Markdown or Word."""

import html
from collections.abc import Callable, Iterator
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Literal, get_args

from attrs import evolve, frozen

import sixsteps
from sixsteps.analysis.answer_cells import agreed_among, as_of_date
from sixsteps.analysis.change import change
from sixsteps.analysis.consensus import Whose, consensus, require, respondents_of, selected
from sixsteps.analysis.coverage import coverage
from sixsteps.analysis.gaps import gaps
from sixsteps.analysis.heading import handling_lines
from sixsteps.analysis.sentence import headline
from sixsteps.analysis.summary import summary
from sixsteps.errors import (
    InvalidError,
    MissingExtraError,
    NotComparableError,
    UnknownIdError,
    WrongTypeError,
    extra,
)
from sixsteps.formats.files import path_of, write_bytes
from sixsteps.model.answers import Respondent, Role
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.fields import choice_problems, instance_of
from sixsteps.model.rounds import Round
from sixsteps.model.views import left_in_redacted
from sixsteps.palette import level_inks
from sixsteps.reporting import sections
from sixsteps.reporting.brief import Figures, decisions, grid, next_steps, sentence
from sixsteps.reporting.document import Block, Bullets, Document, Facts, More, Paragraph, Section
from sixsteps.reporting.pages import to_html, to_markdown
from sixsteps.table import Table, printable, worded

Detail = Literal["brief", "standard", "full"]
"""How much a report tells: two pages, all figures and the action plan, or every answer too."""


@frozen(repr=False, eq=False)
class Report:
    """A report on a round: the same document as HTML, as Markdown and as Word.

    `document` is its content before any format; `on` is the date of the figures.

    >>> from sixsteps.samples import spring_2026
    >>> found = report(spring_2026(), respondent="agreed")
    >>> found.markdown().splitlines()[0]
    '# Anytown Safeguarding Children Partnership: Spring 2026'
    """

    document: Document
    on: date

    def __repr__(self) -> str:
        return f"<Report {self.document.title!r}>"

    def html(self) -> str:
        """One page of HTML with everything in it: no script, nothing loaded, ready to print.

        Raises:
            MissingExtraError: jinja2 is not installed (the extra `report`).
        """
        return to_html(self.document)

    def _repr_html_(self) -> str | None:
        try:
            page = self.html()
        except MissingExtraError:
            return None  # a notebook then shows the Markdown
        # In a frame, because the style and the ids of a page would change the notebook's other
        # cells. Where frames are taken out of what is shown, its title is left.
        title = html.escape(printable(self.document.title))
        return (
            f'<iframe sandbox srcdoc="{html.escape(page)}" title="{title}"'
            ' style="width: 100%; height: 40em; border: 1px solid #767676; background: #fff">'
            f"{title}</iframe>"
        )

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def markdown(self) -> str:
        """GitHub Markdown, in which each picture is told in words."""
        return to_markdown(self.document)

    def docx(self) -> bytes:
        """The bytes of a Word file.

        Raises:
            MissingExtraError: python-docx is not installed (the extra `word`).
        """
        with extra("word", "a report in Word needs python-docx"):
            from sixsteps.reporting.word import to_word
        return to_word(self.document, self.on)

    def save(self, path: str | PathLike[str]) -> Path:
        """The path of the file written: HTML, Markdown or Word by its ending, whole or not at all.

        Raises:
            UnknownIdError: for an ending that is none of `.html`, `.md` and `.docx`.
            MissingExtraError: what the format needs is not installed.
            OSError: the file cannot be written.
        """
        target = instance_of(path_of(path), Path, "save", "give a path")
        content = writer(target)(self)
        write_bytes(target, content if isinstance(content, bytes) else content.encode())
        return target


def writer(path: Path) -> Callable[[Report], str | bytes]:
    """The method of a report that gives what a file of this name holds, by the ending.

    Raises:
        UnknownIdError: for an ending that is none of `.html`, `.md` and `.docx`.
    """
    writers: dict[str, Callable[[Report], str | bytes]] = {
        ".html": Report.html,
        ".md": Report.markdown,
        ".docx": Report.docx,
    }
    ending = path.suffix.lower()
    if ending not in writers:
        raise UnknownIdError(
            f"no report of the kind {ending!r}", "end the name in .html, .md or .docx"
        )
    return writers[ending]


def report(
    round: Round,
    *,
    since: Round | None = None,
    as_of: date | None = None,
    respondent: Whose | None = None,
    rule: str | None = None,
    crosswalk: Crosswalk | None = None,
    detail: Detail = "standard",
    redact: bool = False,
) -> Report:
    """A report for a board on a round, and on what changed `since` an earlier one.

    `detail` is "brief" (what was found and what needs a decision, on two pages), "standard" (all
    figures, the action plan and the context as well) or "full" (every answer too). `respondent`
    names whose answers the ratings and the change are about, `rule` joins those of several
    respondents; coverage, what needs attention, differences and the full answers are everybody's.
    The report of one respondent is that of `round.only(respondent)`. `as_of` is the date by which
    an action is overdue, the round's own where none is given. `redact` takes free text and
    respondents' names out, for publication.

    Raises:
        SeveralAnswersError: several respondents, and nothing says whose answers count.
        NotComparableError: the rounds cannot be compared without a `crosswalk`, or `since` is not
            earlier.
        InvalidError: for a `detail` there is not.
        WrongTypeError: for a value of another type, or a `crosswalk` without `since`.

    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> found = report(spring_2026(), since=autumn_2025(), respondent="agreed", redact=True)
    >>> "Police seat" in found.markdown()
    False
    """
    require(round, Round, "round", "a Round")
    require(redact, bool, "redact=", "True or False")
    details = choice_problems(detail, ("detail",), choices=get_args(Detail), what="detail")
    InvalidError.check("report", details)
    if since is not None:
        require(since, Round, "since=", "a Round, the earlier one")
        if since == round or since.on > round.on:
            named = f"since= is {since.title!r} of {since.on}"
            message = f"{named}, which is not earlier than {round.title!r} of {round.on}"
            raise NotComparableError(message, "give an earlier round", "not-earlier")
    elif crosswalk is not None:
        raise WrongTypeError("a crosswalk and no earlier round", "give since=", "no-since")
    when = as_of_date(round, as_of)
    shown, earlier = round, since
    alone = _alone(round, respondent)
    if alone is not None:
        shown = round.only(alone)
        earlier = since and (since.only(alone) if _alone(since, alone) else since)
    compared = [shown] if earlier is None else [shown, earlier]
    if redact:
        # Whose answers there are is told by the names of the rounds that were given.
        selected(compared, respondent=respondent, rule=rule)
        # Together, because only then does everybody have the same id in both.
        whole, before = shown, earlier
        shown = whole.redacted(beside=[] if before is None else [before])
        earlier = None if before is None else before.redacted(beside=[whole])
        respondent = _redacted(respondent, whole, shown)
        compared = [shown] if earlier is None else [shown, earlier]
    found = Figures(
        shown,
        selected(compared, respondent=respondent, rule=rule)[0],
        None
        if earlier is None
        else change(earlier, shown, crosswalk=crosswalk, respondent=respondent, rule=rule),
        when,
    )
    groups = decisions(found)
    made = sections.provenance(compared, sixsteps.__version__)
    body: list[Section] = []
    if detail != "brief":
        # Without a common lineage nothing says which gaps of the two rounds are the same.
        back: tuple[Round, ...] = () if earlier is None or crosswalk is not None else (earlier,)
        if rule is not None and not shown.respondents:
            back = tuple(consensus(one, rule) if len(one.respondents) > 1 else one for one in back)
        weak = gaps(shown, earlier=back, as_of=when, respondent=respondent)
        more = [
            evolve(one, title=f"{one.title}, continued", rows=one.cells[_MOST:])
            for one in groups
            if len(one.cells) > _MOST
        ]
        body += [
            *sections.ratings(
                found, summary(shown, respondent=respondent, rule=rule), respondent, rule
            ),
            *sections.covered(shown, coverage(shown, as_of=when)),
            *sections.attention(found, weak, more),
            *(sections.changed(found.changed) if found.changed else ()),
            *(sections.differences(found) if len(shown.respondents) > 1 else ()),
            *sections.plans(found),
            *sections.context(shown),
            sections.definitions(found),
            sections.about(shown, made),
            *(sections.answers(shown) if detail == "full" else ()),
        ]
    citation = shown.citation if found.changed is None else found.changed.citation
    scale = shown.framework.scale
    document = Document(
        title=f"{shown.organisation}: {shown.title}{'' if shown.agreed else ' (draft)'}",
        subtitle=f"Report on the round of {worded(shown.on)}",
        citation=citation,
        footing=" ".join([f"{shown.standing}.", *handling_lines([shown])]),
        front=[
            *_front(found, groups, see=sections.ATTENTION if body else ""),
            Paragraph(f"Reference: {citation}", "note"),
            *(Paragraph(note, "note") for note in shown.framework.labels_note),
            *([] if body else [made]),
        ],
        sections=body,
        fills=dict(zip((level.label for level in scale.levels), level_inks(scale), strict=True)),
        explained=sections.explained(shown.framework) if detail == "full" else {},
    )
    return Report(document, when)


_MOST = 12  # lines under one heading of the first pages

CHECK_BEFORE_SHARING = (
    "This report contains free text: check before sharing that nothing in it could identify a"
    " child, a family or any other person."
)
TAKEN_OUT = "The free text of this round was taken out for publication; counts are as before."


def _front(found: Figures, groups: tuple[Table, ...], *, see: str) -> Iterator[Block]:
    """The first pages: whose round and in which state, what was found, and what to decide."""
    round_, changed = found.round_, found.changed
    handling = [("Handling", line) for line in handling_lines([round_])]
    before = []
    if changed is not None:
        before = [("Compared with", f"{changed.before.title}, {worded(changed.before.on)}")]
    when = f"as of {worded(found.as_of)}. {found.note}".rstrip()
    yield Facts([("State", round_.standing), *handling, *before, ("Figures", when)])
    if found.tells_plans:
        taken_out = round_.view is not None and not any(left_in_redacted(round_))
        yield Paragraph(TAKEN_OUT if taken_out else CHECK_BEFORE_SHARING, "warning")
    yield Paragraph(sentence(found), "lead")
    if changed is not None:
        yield Paragraph(headline(changed), "lead")
    yield from grid(found)
    told: list[Block] = []
    for table in groups:
        told.append(evolve(table, rows=table.cells[:_MOST]))
        if len(table.cells) > _MOST:
            told.append(More(len(table.cells) - _MOST, see))
    yield Section(
        "What needs a decision", told or [Paragraph("The figures show nothing of the kind.")]
    )
    if coming := [*next_steps(found)]:
        yield Section("What happens next", [Bullets(coming)])


def _alone(round_: Round, respondent: Whose | None) -> str | None:
    """The one respondent of several whose report it is; not where answers agreed are meant."""
    if respondent is None or round_.view is not None or len(round_.respondents) < 2:
        return None
    one, *others = respondents_of(round_, respondent)
    return None if others or one is None or one == agreed_among(round_, [one]) else one


def _redacted(respondent: Whose | None, round_: Round, shown: Round) -> Whose | None:
    """The respondent meant, as the redacted round calls them."""
    if respondent is None or isinstance(respondent, Role):
        return respondent
    name = respondent.id if isinstance(respondent, Respondent) else respondent
    ids = {old.id: new.id for old, new in zip(round_.respondents, shown.respondents, strict=True)}
    return ids.get(name, name)
