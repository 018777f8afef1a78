"""Which segments of the other text meet a type: a sparse matrix, since almost every type meets few of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray


class Coverage(Struct, frozen=True, eq=False):
    """How strongly each of M segments of the other text meets each of U types; 0 where it does not.

    Only what is above 0 is stored, in the order of types, and of segments for each.
    """

    types: NDArray[np.int64]
    """Type of each entry, ascending."""

    columns: NDArray[np.int64]
    """Segment that meets it, ascending for each type."""

    strengths: NDArray[np.float32]
    """Above 0, at most 1."""

    counts: NDArray[np.int64]
    """Shape (U,): how many segments meet each type."""

    keys: NDArray[np.int64]
    """Type and segment in one number, to look entries up: type · M + segment."""

    width: int
    """M."""

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[int, float]], width: int) -> Self:
        """Make it of one mapping for each type, from the segments that meet it to the strength."""
        counts, columns, strengths = list[int](), list[int](), list[float]()
        for row in rows:
            counts.append(len(row))
            for column, strength in sorted(row.items()):
                columns.append(column)
                strengths.append(strength)
        types = np.repeat(np.arange(len(counts)), counts)
        found = np.array(columns, np.int64)
        return cls(
            types, found, np.array(strengths, np.float32), np.array(counts, np.int64), types * width + found, width
        )

    def met(self, one: int) -> NDArray[np.int64]:
        """Give the segments that meet a type."""
        start, stop = np.searchsorted(self.types, (one, one + 1))
        return self.columns[start:stop]

    def dense(self, types: Sequence[int] | NDArray[np.int32], columns: Sequence[int]) -> NDArray[np.float32]:
        """Give some rows and columns, the latter ascending, as an array of shape (len(types), len(columns))."""
        wanted, places = np.asarray(types, np.int64), np.asarray(columns, np.int64)
        array = np.zeros((len(wanted), len(places)), np.float32)
        if array.size:
            # Only entries between the first and the last column are looked at, however frequent a type is.
            starts = np.searchsorted(self.keys, wanted * self.width + places[0])
            counts = np.searchsorted(self.keys, wanted * self.width + places[-1] + 1) - starts
            rows = np.repeat(np.arange(len(wanted)), counts)
            entries = (
                np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(starts, counts)
            )
            found = np.searchsorted(places, self.columns[entries])
            here = places[found] == self.columns[entries]
            array[rows[here], found[here]] = self.strengths[entries[here]]
        return array

    def chance(self, width: int) -> NDArray[np.float64]:
        """Mean strength with which windows of `width` neighbouring segments meet each type. Shape (U,).

        There are M windows, one from each segment on; the last are cut short. A window's strength is that of its
        strongest segment. It is at least s in as many windows as hold a segment of strength s or more: for such
        segments at c1 < c2 < … these are min(width, c1 + 1) + min(width, c2 - c1) + … windows. So the mean is the sum
        over the strengths that occur, each times its distance from the next weaker one, of that number, by M.
        """
        total = np.zeros(len(self.counts))
        weaker = 0.0
        for strength in np.unique(self.strengths).tolist():
            kept = self.strengths >= strength
            rows, columns = self.types[kept], self.columns[kept]
            reach = np.diff(columns, prepend=-1)
            first = np.diff(rows, prepend=-1) != 0
            reach[first] = columns[first] + 1
            windows = np.bincount(rows, np.minimum(reach, width), minlength=len(total))
            total += (strength - weaker) * windows
            weaker = strength
        return total / max(self.width, 1)
