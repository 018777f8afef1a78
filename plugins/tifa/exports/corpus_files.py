"""Files about all reports, in pieces: whoever writes them needs to hold no more than one report at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from tifa.model import AnnotatedReport


class CorpusFile(Struct, frozen=True):
    """A file that is the same whether it is made in one go or of parts that were kept from before."""

    head: str
    part: Callable[[AnnotatedReport], str]
    """What one report gives. It depends on the report and, where the file names concepts, on the glossary."""
    tail: str = ""

    def pieces(self, reports: Iterable[AnnotatedReport]) -> Iterator[str]:
        """The file, piece by piece."""
        yield self.head
        yield from map(self.part, reports)
        yield self.tail

    def whole(self, reports: Iterable[AnnotatedReport]) -> str:
        """The file."""
        return "".join(self.pieces(reports))
