"""PNG files of sixteen colours, two pixels a byte: Pillow takes twice as long."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_UP: Final = 2
"""The filter that stores what differs from the row above. Of letters little does, and runs of zeros are soon packed."""


def png(pixels: npt.NDArray[np.uint8], palette: Sequence[int]) -> bytes:
    """A picture as a file (PNG, third edition).

    Args:
        pixels: Row by row, as entries of the palette. Their number in a row must be even.
        palette: Red, green and blue of at most sixteen entries.
    """
    height, width = pixels.shape
    pairs = np.ascontiguousarray(pixels).view("<u2")
    packed = (pairs << 4 | pairs >> 8).astype(np.uint8)  # the left one of a pair in the upper half
    rows = np.empty((height, width // 2 + 1), np.uint8)
    rows[:, 0] = _UP
    rows[0, 1:] = packed[0]
    np.subtract(packed[1:], packed[:-1], out=rows[1:, 1:])
    packer = zlib.compressobj(strategy=zlib.Z_RLE)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)),
        (b"PLTE", bytes(palette)),
        (b"IDAT", packer.compress(rows.tobytes()) + packer.flush()),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
