"""The rows of a data frame as numbers on the axes of a panel: every text is checked once."""

from collections.abc import Mapping, Sequence

import numpy as np

from sixsteps.analysis.cells import Kind, Lack
from sixsteps.errors import DocumentError, listed, nearest
from sixsteps.model.framework import Framework
from sixsteps.model.respondents import Role
from sixsteps.model.scale import Scale
from sixsteps.panel.answers import NO_LEVEL, answer_table
from sixsteps.panel.axes import Seat, question_axis
from sixsteps.panel.codes import EMPTIES, LACKS, LACKS_ANY, Bytes
from sixsteps.panel.encoding import MISSING, Column, Keys, Numbers, by_blocks, distinct, looked_up
from sixsteps.panel.frame_columns import Columns

_FLAGS: Mapping[str, Lack] = {
    "has_evidence": "evidence",
    "has_remaining": "remaining",
    "has_plan": "plan",
}


class FrameRows:
    """The rows of a frame as numbers on the axes of the panel they make."""

    def __init__(self, columns: Columns, frameworks: Sequence[Framework]) -> None:
        self.columns = columns
        self.scale: Scale = frameworks[0].scale
        self.organisation = self.named("organisation")
        self.period = self.named("period" if "period" in columns.names else "round")
        self.frameworks = tuple(frameworks)
        self.framework = self.placed_framework()
        if len(frameworks) > 1 or not self.framework.size:
            self._leave_out_unmet()
        self.questions = question_axis(self.frameworks)
        self.question = self.placed_question()
        self.seats, self.seat = self.placed_seats()
        self.bytes = self.encoded_answers()
        self.days = columns.days()

    def check(self) -> None:
        """Raise if there is any problem so far."""
        DocumentError.check("frame", self.columns.problems)

    def named(self, ours: str) -> Column:
        """A column in which every row needs a text."""
        column = self.columns.texts(ours)
        blank = [place for place, text in enumerate(column.texts) if not text.strip()]
        if column.has_gaps or blank:
            missing = np.isin(column.rows, [MISSING, *blank])
            self.columns.refuse(ours, missing, "nothing stands here; every row needs it", "empty")
        return column

    def placed_framework(self) -> Numbers:
        """For each row the place of its framework."""
        column = self.columns.texts("framework")
        places = {one.fingerprint: place for place, one in enumerate(self.frameworks)}
        only = 0 if len(self.frameworks) == 1 else MISSING
        if only == 0 and not column.texts:
            return np.zeros(column.rows.size, np.int32)
        lookup = np.array([*(places.get(text, MISSING) for text in column.texts), only], np.int32)
        found = lookup[column.rows]
        message = f"no such framework; there are {listed([name[:12] for name in places])}"
        self.columns.refuse("framework", found == MISSING, message, "unknown-framework")
        self.check()
        return found

    def _leave_out_unmet(self) -> None:
        """Keep the frameworks that some row answers; the others are no part of the panel."""
        met = np.flatnonzero(np.bincount(self.framework, minlength=len(self.frameworks)))
        place_of = np.zeros(len(self.frameworks), np.int32)
        place_of[met] = np.arange(met.size)
        self.framework = place_of[self.framework]
        self.frameworks = tuple(self.frameworks[place] for place in met.tolist())

    def placed_question(self) -> Numbers:
        """For each row the place of its question on the axis."""
        column = self.columns.texts("question")
        places = {identity: place for place, identity in enumerate(self.questions)}
        lookup = np.full((len(self.frameworks), len(column.texts) + 1), MISSING, np.int32)
        for number, framework in enumerate(self.frameworks):
            for place, text in enumerate(column.texts):
                if framework.has_question(text):
                    lookup[number, place] = places[framework.identity(text)]
        # A row without a text has the place before the first: the last of the framework before.
        keys = column.rows
        if len(self.frameworks) > 1:
            keys = self.framework * np.int32(lookup.shape[1]) + keys
        found = lookup.reshape(-1)[keys]
        if found.size and found.min() == MISSING:
            self._refuse_questions(column, found)
        self.check()
        return found

    def _refuse_questions(self, column: Column, found: Numbers) -> None:
        """Refuse every question that the framework of its row does not ask."""
        wrong = found == MISSING
        for number, framework in enumerate(self.frameworks):
            own = wrong & (self.framework == number)
            for place in np.unique(column.rows[own]).tolist():
                told = None if place == MISSING else column.texts[place]
                message, near = framework.unknown_question(told), framework.nearest_question(told)
                rows = own & (column.rows == place)
                self.columns.refuse("question", rows, message, "unknown-question", near)

    def placed_seats(self) -> tuple[tuple[Seat, ...], Numbers]:
        """Who answers, in their order, and for each row the place of whoever does."""
        organisation = self.organisation
        respondent, role = self.columns.texts("respondent"), self.columns.texts("role")
        roles = [known.value for known in Role]
        for place, text in enumerate(role.texts):
            if text not in roles:
                message = f"unknown role; there are {listed(roles)}"
                near = nearest(text, roles)
                self.columns.refuse("role", role.rows == place, message, "unknown-role", near)
        if role.has_gaps:
            unnamed = (respondent.rows != MISSING) & (role.rows == MISSING)
            message = f"a respondent needs a role; there are {listed(roles)}"
            self.columns.refuse("role", unnamed, message, "unknown-role")
        self.check()
        wide, deep = len(respondent.texts) + 1, len(role.texts) + 1
        size = len(organisation.texts) * wide * deep

        def key_of(rows: slice) -> Keys:
            keys = organisation.rows[rows].astype(np.int64) * wide
            keys += respondent.rows[rows] + 1
            keys *= deep
            keys += role.rows[rows] + 1
            return keys

        keys = by_blocks(key_of, organisation.rows.size, np.int64)
        found = distinct(keys, size)
        seats = [
            Seat(
                organisation.texts[key // deep // wide],
                respondent.texts[who - 1] if (who := key // deep % wide) else None,
                Role(role.texts[key % deep - 1]) if key % deep else None,
            )
            for key in found.tolist()
        ]
        order = sorted(range(len(seats)), key=lambda place: seats[place].order)
        rank = np.empty(len(seats), np.int32)
        rank[order] = np.arange(len(seats), dtype=np.int32)
        return tuple(seats[place] for place in order), looked_up(keys, found, rank, size)

    def encoded_answers(self) -> Bytes:
        """For each row the byte of its cell."""
        level, kind = self.columns.texts("level"), self.columns.texts("kind")
        ranks = {key: rank for rank, key in enumerate(self.scale.keys)}
        for place, text in enumerate(level.texts):
            if text not in ranks:
                wrong = level.rows == place
                message = self.scale.unknown(text)
                near = nearest(text, ranks)
                self.columns.refuse("level", wrong, message, "unknown-level", near)
        codes = {str(name): code for name, code in EMPTIES.items()}
        for place, text in enumerate(kind.texts):
            if text not in codes and text != Kind.RATED:
                known = [Kind.RATED.value, *codes]
                message, near = f"unknown kind; there are {listed(known)}", nearest(text, known)
                self.columns.refuse("kind", kind.rows == place, message, "unknown-kind", near)
        self.check()
        table = answer_table(self.scale, kind.texts, level.texts)
        flags = {
            LACKS[lack]: self.columns.truths(ours)
            for ours, lack in _FLAGS.items()
            if ours in self.columns.names
        }
        bytes_of = table.reshape(-1) if flags else table[:, :, 0].reshape(-1)

        def byte_of(rows: slice) -> Bytes:
            keys = kind.rows[rows].astype(np.int64) + 1
            keys *= len(level.texts) + 1
            keys += level.rows[rows] + 1
            if flags:
                keys *= LACKS_ANY + 1
            for bit, flag in flags.items():
                keys += flag[rows] * bit
            found: Bytes = bytes_of[keys]
            return found

        found = by_blocks(byte_of, kind.rows.size, np.uint8)
        missing = found == NO_LEVEL
        if missing.any():
            self.columns.refuse("level", missing, "a rated answer without a level", "empty")
        return found
