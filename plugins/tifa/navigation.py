"""The reports' place in the navigation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

REPORT_INDEX = "reports/index.md"


def with_reports(nav: Sequence[Any], reports: Sequence[str]) -> list[Any]:
    """A copy of MkDocs' `nav` in which the entry for the reports' index has become a section that lists them.

    Args:
        nav: The `nav` setting: pages, `{title: page}` and `{title: [entries]}`.
        reports: Source URIs of the report pages, in the order wanted; without any, the index stays alone.
    """
    if not reports:
        return list(nav)
    return [_expand(entry, reports) for entry in nav]


def _expand(entry: Any, reports: Sequence[str]) -> Any:
    if entry == REPORT_INDEX:
        return {"Reports": [REPORT_INDEX, *reports]}
    if isinstance(entry, dict) and len(entry) == 1:
        ((title, value),) = entry.items()
        if value == REPORT_INDEX:
            return {title: [REPORT_INDEX, *reports]}
        if isinstance(value, list):
            return {title: [_expand(child, reports) for child in value]}
    return entry
