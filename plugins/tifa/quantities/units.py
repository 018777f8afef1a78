"""Units and other words right after a figure, under one name for both languages."""

import re
from typing import Final

from tifa.quantities.figures import Kind

# Each name with what it is called in Chinese and in English, the longest wording first within a language.
UNITS: Final = {
    "usd": ("美元", r"us\ dollars?|usd|dollars?"),
    "yuan": ("元", r"yuan|rmb|cny"),
    "km2": ("平方公里|平方千米", r"square\ kilomet(?:er|re)s?|sq\.?\ ?km|km[2²]"),
    "m2": ("平方米", r"square\ met(?:er|re)s?|sq\.?\ ?m|m[2²]"),
    "m3": ("立方米", r"cubic\ met(?:er|re)s?|m[3³]"),
    "kwh": ("千瓦时|度电", r"kilowatt[ -]hours?|kwh"),
    "km": ("公里|千米", r"kilomet(?:er|re)s?|km"),
    "m": ("米", r"met(?:er|re)s?|m"),
    "mu": ("亩", r"mus?"),
    "ha": ("公顷", r"hectares?|ha"),
    "t": ("吨", r"tonn?e?s?|metric\ tonn?e?s?"),
    "kg": ("公斤|千克", r"kilograms?|kg"),
    "jin": ("斤", r"jins?"),
    "kw": ("千瓦", r"kilowatts?|kw"),
    "mw": ("兆瓦", r"megawatts?|mw"),
    "gw": ("吉瓦", r"gigawatts?|gw"),
}
# With which a unit may begin: most figures have none, and to try every name takes long
_LATIN_FIRST: Final = "".join({name[0] for _, english in UNITS.values() for name in english.split("|")})
_CHINESE_FIRST: Final = "".join({name[0] for chinese, _ in UNITS.values() for name in chinese.split("|")})
_LATIN_UNIT: Final = "|".join(f"(?P<{name}>{english})" for name, (_, english) in UNITS.items())
CHINESE_TAIL: Final = re.compile(
    rf"\s*+(?=[%个百倍年月日{_CHINESE_FIRST}{_LATIN_FIRST}])"
    r"(?:(?P<percent>%)|(?P<point>个?百分点)|(?P<times>倍)|(?P<year>年)|(?P<month>月)|(?P<day>日)"
    + "".join(f"|(?P<zh_{name}>{chinese})" for name, (chinese, _) in UNITS.items())
    + rf"|(?:{_LATIN_UNIT})(?![A-Za-z]))",
    re.IGNORECASE,
)
ENGLISH_TAIL: Final = re.compile(
    rf"[\s-]*+(?=[%pf{_LATIN_FIRST}])"
    r"(?:(?P<percent>%|per\s?cent\b)|(?P<point>percentage[\s-]points?\b)|(?P<times>(?:times|fold)\b)"
    rf"|(?:{_LATIN_UNIT})(?![A-Za-z0-9]))".replace("\\ ", r"\s"),
    re.IGNORECASE,
)


_TAILS: Final[dict[str, tuple[Kind, str]]] = {
    **{f"{language}{name}": ("number", name) for name in UNITS for language in ("", "zh_")},
    "percent": ("percent", ""),
    "point": ("point", ""),
    "times": ("times", ""),
    "year": ("year", ""),
    "month": ("month", ""),
    "day": ("day", ""),
}
"""Kind and unit by the group that matched."""
# After these even a small number in words is surely a figure.
SURE_TAILS: Final = frozenset(("percent", "point", "times"))


def tail(pattern: re.Pattern[str], text: str, end: int) -> tuple[Kind, str, int]:
    """What follows a figure that ends at `end`: its kind, its unit or empty, and the new end."""
    match = pattern.match(text, end)
    if match is None or match.lastgroup is None:
        return "number", "", end
    return *_TAILS[match.lastgroup], match.end()
