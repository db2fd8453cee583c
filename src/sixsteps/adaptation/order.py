"""An order of ids that takes a thing out, or puts one after another, at a constant cost."""

from collections.abc import Iterable, Iterator


class Order:
    """Ids in a row, mutable, each known by its neighbours rather than by its index.

    >>> order = Order(["a", "b", "c"])
    >>> order.take("a")
    >>> order.put("a", after="b")
    >>> list(order), order.before("c"), order.before("b")
    (['b', 'a', 'c'], 'a', None)
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        # The None key stands at both ends: before the first id and after the last.
        self._next: dict[str | None, str | None] = {None: None}
        self._previous: dict[str | None, str | None] = {None: None}
        for name in ids:
            self.put(name, after=self.last)

    def __contains__(self, name: object) -> bool:
        return name is not None and name in self._next

    def __iter__(self) -> Iterator[str]:
        name = self._next[None]
        while name is not None:
            yield name
            name = self._next[name]

    @property
    def last(self) -> str | None:
        """The id at the end, `None` in an empty order."""
        return self._previous[None]

    def before(self, name: str) -> str | None:
        """The id just before this one, `None` for the first."""
        return self._previous[name]

    def put(self, name: str, *, after: str | None) -> None:
        """Put in an id that is not there yet, after another, or first (`None`)."""
        follower = self._next[after]
        self._next[after], self._next[name] = name, follower
        self._previous[follower], self._previous[name] = name, after

    def take(self, name: str) -> None:
        """Take an id out."""
        before, follower = self._previous.pop(name), self._next.pop(name)
        self._next[before], self._previous[follower] = follower, before
