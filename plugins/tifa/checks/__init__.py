"""What looks wrong, or is worth knowing, about reports that are sound as files.

A `Problem` says that a source cannot be used as it is; a `Finding` says that a person should look: a figure has no
partner, a term has two renderings, a concept stands only in what was left out. All checks are pure functions of the
corpus; `find` calls them and lets the reports' waivers take effect, `quality` arranges what they find for a page.
"""

from tifa.checks.finding import find
from tifa.checks.findings import CODES, Finding
from tifa.checks.quality import Quality, ReportQuality, quality

__all__ = ["CODES", "Finding", "Quality", "ReportQuality", "find", "quality"]
