"""The rows of which a concept's page has many: written by hand, since templates take several times as long.

Every text goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from markupsafe import Markup

from tifa.rendering import words
from tifa.rendering.evidence import VersionForms
from tifa.rendering.frequency import FrequencyLine
from tifa.rendering.passages import ReportPassages
from tifa.rendering.quoting import escape_name
from tifa.rendering.timeline import Mark


def frequency_rows(lines: Iterable[FrequencyLine], hrefs: Mapping[str, str]) -> Markup:
    """Year, report, language, number and rate of each text."""
    return _joined(
        f'<tr><td>{line.report.year}</td><th scope="row"><a href="{escape_name(hrefs[line.report.id])}">'
        f"{escape_name(line.report.place.name.en or line.report.place.name.zh or line.report.title.en)}</a></th>"
        f'<td>{escape_name(line.language)}</td><td class="tf-number">{line.count:,}</td>'
        f'<td class="tf-number">{line.rate:.1f}</td></tr>\n'
        for line in lines
    )


def rendering_rows(lines: Iterable[VersionForms], hrefs: Mapping[str, str]) -> Markup:
    """The wordings of each text."""
    return _joined(
        f'<tr><th scope="row"><a href="{escape_name(hrefs[line.report.id])}">'
        f"{escape_name(line.report.title.en or line.report.title.zh)}</a></th>\n"
        f'<td data-label="Text">{escape_name(words.language(line.version))}'
        f'<span class="tf-sub">{escape_name(words.provenance(line.version))}</span></td>\n'
        f'<td data-label="Wordings"><ul class="tf-plain">\n{_forms(line)}</ul></td></tr>\n'
        for line in lines
    )


def _forms(line: VersionForms) -> str:
    lang = f'lang="{escape_name(line.version.lang)}"'
    items = [
        f'<li><span {lang}>{escape(form.surface)}</span> <span class="tf-count">× {form.count:,}</span>'
        f"{_NOT_RECOMMENDED if form.status == 'deprecated' else ''}</li>\n"
        for form in line.forms
    ]
    if line.spelled_out:
        items.append(f'<li>spelled out without the name <span class="tf-count">× {line.spelled_out:,}</span></li>\n')
    items += [
        f'<li><span class="tf-sub">as this report explains it:</span> “<span {lang}>{escape(gloss)}</span>”</li>\n'
        for gloss in line.explained
    ]
    return "".join(items)


_NOT_RECOMMENDED = ' <span class="tf-badge tf-badge-warn">not recommended</span>'


def chart_marks(marks: Iterable[Mark], base: float) -> Markup:
    """The marks of a panel: a stem, a head and, if there are few, a number."""
    rows: list[str] = []
    for mark in marks:
        point, x, y = mark.point, str(mark.x), str(mark.y)
        number = f'<text x="{mark.x + 6}" y="{mark.y + 3.5}">{point.count}</text>' if mark.shows_count else ""
        rows.append(
            f'<g class="tf-chart-mark"><title>{escape_name(point.label)}: {point.count}'
            f" ({point.rate:.1f} per 10,000 {point.unit})</title>\n"
            f'<line x1="{x}" x2="{x}" y1="{base}" y2="{y}"/>'
            f'<circle cx="{x}" cy="{y}" r="3.5"/>{number}</g>\n'
        )
    return _joined(rows)


def passage_groups(groups: Sequence[ReportPassages]) -> Markup:
    """The passages by report; where some are not in the page, how many, for a script to load them."""
    return _joined(
        f'<div class="tf-group" data-report="{escape_name(group.report.id)}">\n'
        f"<h3>{escape_name(group.report.title.en or group.report.title.zh)}:"
        f" {words.count(group.total, 'passage')}</h3>\n"
        f"{'' if group.report.original else _NO_ORIGINAL}{''.join(group.shown)}{_rest(group)}</div>\n"
        for group in groups
    )


_NO_ORIGINAL = '<p class="tf-note">No original of this report is held here.</p>\n'


def _rest(group: ReportPassages) -> str:
    if not group.rest:
        return ""
    number = words.count(group.rest, "more passage" if group.shown else "passage")
    return (
        f'<p class="tf-rest" data-skip="{len(group.shown)}"><a href="{escape_name(group.href)}">'
        f"{number} of {escape(group.name)}</a></p>\n"
    )


def _joined(rows: Iterable[str]) -> Markup:
    return Markup("".join(rows))
