"""Cut Noto Sans CJK SC down to the font of pictures and PDFs: plugins/tifa/fonts/NotoSansSC.otf.

    python tools/make_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

Needs fontTools. The result has the characters of GB 2312, Latin letters with the marks of pinyin, and punctuation. In
Chinese fonts quotation marks are as wide as a Chinese character. For English, the narrow ones can be had by the
OpenType feature `pwid`, and, where features are not to be had (Pillow without Raqm), as U+E001 to U+E004.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "plugins" / "tifa" / "fonts" / "NotoSansSC.otf"
SIMPLIFIED_CHINESE = 2
"""Place of Noto Sans CJK SC in the collection."""
RANGES = ((0x20, 0x250), (0x1E00, 0x1F00), (0x2000, 0x2070), (0x3000, 0x3040), (0xFF00, 0xFFEF))
NARROW = {"‘": 0xE001, "’": 0xE002, "“": 0xE003, "”": 0xE004}


def main(source: str) -> None:
    font = TTFont(source, fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    narrow = proportional(font)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap |= {code: narrow[table.cmap[ord(mark)]] for mark, code in NARROW.items()}
    options = subset.Options()
    options.layout_features = ["kern", "pwid"]
    options.hinting = False
    options.desubroutinize = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    options.name_IDs = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*characters(), *NARROW.values()])
    subsetter.subset(font)
    font.save(TARGET)


def characters() -> set[int]:
    """All that GB 2312 encodes, and the ranges."""
    found = {code for start, end in RANGES for code in range(start, end)}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def proportional(font: TTFont) -> dict[str, str]:
    """Names of the narrow forms of glyphs by those of the wide ones."""
    table = font["GSUB"].table
    lookups = next(record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == "pwid")
    found: dict[str, str] = {}
    for index in lookups.LookupListIndex:
        for part in table.LookupList.Lookup[index].SubTable:
            found |= getattr(part, "ExtSubTable", part).mapping
    return found


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
