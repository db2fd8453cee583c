"""The one answer of an organisation's several respondents, in a panel as in `one_answer`.

The rule joins ranks by how many respondents gave each; an answer recorded as agreed comes first.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from attrs import evolve

from sixsteps.analysis.consensus import STANDING_FOR_ALL, checked_rule
from sixsteps.errors import SeveralAnswersError
from sixsteps.model.answers import CONSENSUS, RULE_WORDS, RULES, Role
from sixsteps.model.scale import NEEDS
from sixsteps.panel.axes import OwnArray, PanelRespondent, Places, Truths
from sixsteps.panel.cell_bytes import EMPTIES, LACK_BITS, LACKS, LACKS_ANY, Bytes, Code, level_codes
from sixsteps.words import listed

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel


class Joining:
    """Joining of each organisation's respondents into one, on the last axis of an array of codes.

    By the rule of this name, of all respondents of a panel or of some; `starts` are the places of
    the first of each organisation that has any.
    """

    def __init__(self, panel: "Panel", rule: str, whose: Places | None = None) -> None:
        every = np.arange(len(panel.respondents)) if whose is None else whose
        agreed = np.array([one.role == Role.AGREED for one in panel.respondents], bool)
        self.levels, self.rule = len(panel.scale), checked_rule(rule)
        self.starts = np.unique(panel.respondent_organisations[every], return_index=True)[1]
        self.agreed = agreed[every]

    def any(self, which: Truths) -> Truths:
        """The organisations of which anybody is among these."""
        found: Truths = np.logical_or.reduceat(which, self.starts, axis=-1)
        return found

    def spread(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Values of each organisation, repeated for each of its respondents."""
        sizes = np.diff([*self.starts, self.agreed.size])
        return np.repeat(values, sizes, axis=-1)

    def ranks(self, ranks: Bytes, which: Truths) -> tuple[Bytes, Truths]:
        """The rank that those of these respondents give, and where there is one.

        Where levels differ there is no unanimous one; the lowest stands there.
        """
        count = partial(np.add.reduceat, indices=self.starts, axis=-1, dtype=np.int32)
        counts = np.array([count(which & (ranks == rank)) for rank in range(self.levels)])
        total = counts.sum(axis=0)
        first = {"best": total, "median_low": (total + 1) // 2}.get(self.rule, total.clip(max=1))
        found = (counts.cumsum(axis=0) >= first).argmax(axis=0).astype(np.uint8)
        is_one = total > 0
        if self.rule == "unanimous":
            is_one &= np.take_along_axis(counts, found[np.newaxis].astype(np.intp), 0)[0] == total
        return found, is_one

    def codes(self, codes: Bytes) -> Bytes:
        """The code of the one answer of each organisation, from those of its respondents."""
        others = ~self.agreed
        rated = (codes >= Code.FIRST_LEVEL) & others
        ranks, is_one = self.ranks(codes - np.uint8(Code.FIRST_LEVEL), rated)
        found = np.full(ranks.shape, Code.ABSENT, np.uint8)
        for kind in reversed(STANDING_FOR_ALL):
            found[self.any((codes == EMPTIES[kind]) & others)] = EMPTIES[kind]
        found[self.any(rated)] = Code.STARTED
        found[is_one] = (ranks + np.uint8(Code.FIRST_LEVEL))[is_one]
        theirs = np.where(self.agreed, codes, np.uint8(Code.ABSENT))
        own = np.maximum.reduceat(theirs, self.starts, axis=-1)
        is_settled = (own >= Code.FIRST_LEVEL) | (own == Code.NOT_APPLICABLE)
        is_due = (own == Code.UNANSWERED) | (own == Code.STARTED)
        nobody_else = is_due & np.isin(found, (Code.NOT_ASKED, Code.ANSWERED_NOT_ASKED))
        takes = is_settled | nobody_else | (found == Code.ABSENT)
        return np.where(takes, own, found)

    def settled(self, codes: Bytes) -> Truths:
        """The organisations of which every one of these questions has an agreed answer."""
        answered = (codes >= Code.FIRST_LEVEL) | (codes == Code.NOT_APPLICABLE)
        return self.any((answered & self.agreed).all(axis=0))

    def counting(self, codes: Bytes) -> Truths:
        """The respondents who rated every one of these questions that applies to them."""
        rated = codes >= Code.FIRST_LEVEL
        out = np.isin(codes, (Code.NOT_APPLICABLE, Code.NOT_ASKED, Code.ANSWERED_NOT_ASKED))
        found: Truths = (rated | out).all(axis=0) & rated.any(axis=0) & ~self.agreed
        return found

    def pair(self, old: Bytes, new: Bytes) -> tuple[Bytes, Bytes, Truths]:
        """The codes of both sides of linked questions, of the same respondents where there are any.

        The first axis holds the members, the last the respondents. Then come the organisations
        whose two sides are of different respondents.
        """
        both = self.counting(old) & self.counting(new)
        is_settled = self.settled(old) & self.settled(new)
        is_shared = self.any(both) & ~is_settled
        sides = []
        for side in (old, new):
            among = self.codes(np.where(both, side, np.uint8(Code.ABSENT)))
            # What was not asked of those who rated both drops out as what does not apply.
            among[np.isin(among, (Code.NOT_ASKED, Code.ANSWERED_NOT_ASKED))] = Code.NOT_APPLICABLE
            sides.append(np.where(is_shared, among, self.codes(side)))
        return sides[0], sides[1], ~is_shared & ~is_settled


def joined(panel: "Panel", rule: str | None) -> "Panel":
    """The panel with one answer of each organisation to each question; as it is without a rule.

    A plan is looked for where it is for one of those whose level it is.
    """
    if rule is None:
        return panel
    joining = Joining(panel, rule)
    names = [panel.organisations[panel.respondent_organisations[one]] for one in joining.starts]
    cells = np.zeros((*panel.cells.shape[:2], len(names)), np.uint8)
    needs = {need: np.array([need in one.needs for one in panel.scale.levels]) for need in NEEDS}
    for place, own in enumerate(panel.cells if names else ()):
        codes, lacks = level_codes(own), own & np.uint8(LACKS_ANY)
        found = joining.codes(codes)
        is_rated = found >= Code.FIRST_LEVEL
        rank = np.where(is_rated, found, Code.FIRST_LEVEL) - Code.FIRST_LEVEL
        is_agreed = joining.settled(codes[np.newaxis])
        givers = (codes == joining.spread(found)) & (joining.agreed == joining.spread(is_agreed))
        bits = np.full(found.shape, LACKS_ANY, np.uint8)
        bits[is_rated] = 0
        is_due = (codes >= Code.FIRST_LEVEL) | (codes == Code.UNANSWERED) | (codes == Code.STARTED)
        proved = np.where((codes >= Code.FIRST_LEVEL) & (lacks & LACKS["evidence"] == 0), codes, 0)
        lowest = np.maximum(proved, np.uint8(Code.FIRST_LEVEL)) - np.uint8(Code.FIRST_LEVEL)
        low = joining.ranks(lowest, is_due & ~joining.agreed)[0]
        unproved = ~is_agreed & (low != rank)
        for need in NEEDS:
            lacking = ~joining.any(givers & (lacks & LACKS[need] == 0))
            if need == "evidence":
                lacking |= unproved
            bits[is_rated & lacking & needs[need][rank]] |= np.uint8(LACKS[need])
        cells[place] = found << np.uint8(LACK_BITS) | bits
    whose = tuple(PanelRespondent(name, CONSENSUS, Role.PARTNERSHIP) for name in names)
    return evolve(panel, respondents=whose, cells=OwnArray(cells))


def by_person(panel: "Panel") -> "Panel":
    """The panel with one column a respondent, whatever their role was in a round.

    An agreed answer stays apart, since it is nobody's own.
    """
    people = [(one.organisation, one.id, one.role == Role.AGREED) for one in panel.respondents]
    if len({*people}) == len(people):
        return panel
    columns: dict[tuple[str, str | None, bool], list[int]] = {}
    for place, one in enumerate(people):
        columns.setdefault(one, []).append(place)
    # Nobody is in one round twice, and the code of who is not there is the lowest.
    cells = np.stack([panel.cells[..., own].max(axis=-1) for own in columns.values()], axis=-1)
    whose = tuple(panel.respondents[own[-1]] for own in columns.values())
    return evolve(panel, respondents=whose, cells=OwnArray(cells))


def one_each(panel: "Panel", rule: str | None) -> "Panel":
    """The panel with one respondent of each organisation in each period, joined by the rule."""
    if rule is not None:
        return joined(panel, rule)
    owners = panel.respondent_organisations
    if any(np.bincount(owners[own]).max(initial=0) > 1 for own in panel.present):
        raise SeveralAnswersError(
            "organisations have several respondents, and one answer a question is needed",
            f"take one role with where(roles=...), or give rule= one of {listed(RULES)}",
        )
    return panel


def rule_notes(panel: "Panel", rule: str | None) -> tuple[str, ...]:
    """The note that names the rule, and what came before it, for every output that used it."""
    if rule is None:
        return ()
    has_agreed = any(one.role == Role.AGREED for one in panel.respondents)
    agreed = ", after answers agreed in discussion" if has_agreed else ""
    return (f"Several answers joined by the rule {RULE_WORDS[checked_rule(rule)]}{agreed}.",)


def reading_notes(panel: "Panel", rule: str | None) -> tuple[str, ...]:
    """How the answers were read, for every output: joined by which rule, by which mappings."""
    return *rule_notes(panel, rule), *panel.scale_notes
