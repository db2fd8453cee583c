"""Small values that every larger strategy is made of."""

from datetime import date

from hypothesis import strategies as st

from sixsteps import Level, Scale
from sixsteps.model.scale import NEEDS
from sixsteps.words import shows

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
).filter(shows)
"""Text that a field which needs one takes."""

dates = st.dates(date(2019, 1, 1), date(2035, 12, 31))

TRAFFIC = Scale(
    "Traffic lights",
    [
        Level("red", "Red", needs=["plan"]),
        Level("amber", "Amber", needs=["evidence", "remaining", "plan"]),
        Level("green", "Green", needs=["evidence", "plan"]),
    ],
)
"""Three levels with the needs that the paper gives Red, Amber and Green."""


@st.composite
def scales(draw: st.DrawFn, least: int = 2, most: int = 7) -> Scale:
    """Scales of a few levels, some of which need evidence, remaining work or a plan."""
    count = draw(st.integers(least, most))
    needs = st.lists(st.sampled_from(NEEDS), unique=True)
    levels = [Level(f"level{rank}", needs=draw(needs)) for rank in range(count)]
    return Scale(f"Scale of {count}", levels)
