"""A page of HTML as its elements and its text."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """What stands in a page: its elements with their attributes, and its text outside `style`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  a style holds no element
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text += data

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]

    @property
    def attributes(self) -> list[str]:
        return [name for _, attributes in self.elements for name in attributes]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.elements if found == tag]
