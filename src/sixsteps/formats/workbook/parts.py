"""The parts of a workbook's archive as openpyxl may have them: bounded, and without entities."""

from io import BytesIO
from typing import IO, Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

# No workbook has a document type, where entities would be declared; parsers differ in what they
# make of one. XML is read in these encodings, or in such as have the letters of the first.
_DOCUMENT_TYPES = tuple(
    "<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def is_picture(name: str) -> bool:
    """Whether a part is where pictures are kept, which are of any size and never unpacked.

    >>> is_picture("xl/media/image1.png"), is_picture("xl/sharedStrings.xml")
    (True, False)
    """
    return name.startswith("xl/media/")


class Parts(ZipFile):
    """An archive whose parts unpack to as much as its directory says of them, and no more.

    Raises:
        BadZipFile: when a part is opened that is a picture, has a document type, or is packed as
            no workbook is.
    """

    def open(
        self,
        name: str | ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """A part, unpacked; a workbook may name any of them as its texts, pictures too."""
        part = name if isinstance(name, ZipInfo) else self.getinfo(name)
        if is_picture(part.filename):
            raise BadZipFile("a picture is named as another part")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile("a part is packed in a way that unpacks without bound")
        with super().open(part, mode, pwd, force_zip64=force_zip64) as file:
            # A part may hold more than is said of it, and to be told of no size unpacks it all.
            content = file.read(part.file_size)
        if any(one in content for one in _DOCUMENT_TYPES):
            raise BadZipFile("a part has a document type")
        return BytesIO(content)
