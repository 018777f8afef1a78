"""Geometry of our pictures, as attributes of SVG elements. Colours and strokes are the stylesheet's."""

from __future__ import annotations

from collections.abc import Iterable

STRIP_WIDTH = 1000
STRIP_HEIGHT = 20


def strip_path(shares: Iterable[float]) -> str:
    """A dispersion strip: one upright stroke for each share (0 to 1) of the width, as the `d` of a path."""
    places = sorted({round(share * STRIP_WIDTH) for share in shares})
    return "".join(f"M{place} 0v{STRIP_HEIGHT}" for place in places)


def shade(rate: float) -> int:
    """The shade of a rate per 10,000: 0 for none, then 1 under 2, 2 under 5, 3 under 10, 4 for 10 and more."""
    return sum(rate >= limit for limit in SHADES) + 1 if rate > 0 else 0


SHADES = (2, 5, 10)
"""Rates at which a darker shade begins; the same on every page, so that shades can be compared."""
