"""`tifa check`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

import click

from tifa.checks import CODES, Finding, find
from tifa.checks.quality import counted
from tifa.commands.terminal import pass_site, progress_bar, report_ids, report_name, say
from tifa.corpus import Paths, load_corpus
from tifa.errors import Problem, SourceRef
from tifa.model import Corpus
from tifa.progress import part
from tifa.rendering.words import count

SEVERITIES = ("note", "warning", "error")
_COLOURS = {"note": "cyan", "warning": "yellow", "error": "red"}


@click.command(short_help="Say what is wrong, and what looks wrong.")
@click.argument("reports", metavar="[REPORT]...", nargs=-1, shell_complete=report_ids, callback=report_name)
@click.option(
    "--format",
    "form",
    type=click.Choice(("human", "json", "github")),
    default="human",
    help="For people, as JSON, or as annotations of a GitHub workflow.",
)
@click.option(
    "--only", "codes", multiple=True, metavar="CODE", help="Only what has this code (docs/guide/problems.md)."
)
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    help="The least severity that is shown: warning by default, note with --only.",
)
@pass_site
def check(paths: Paths, reports: tuple[str, ...], form: str, codes: tuple[str, ...], severity: str | None) -> None:
    """Say what is wrong with the sources, and what looks wrong in the texts.

    Everything is read whatever REPORT is; it limits what is shown. Ends with 1 if a problem or a warning is shown.
    Notes are counted. Example: tifa check xining-2020 --only unit-changed --only rank-changed
    """
    unknown = [name for name in reports if not (paths.reports / name).is_dir()]
    if unknown:
        raise click.UsageError(f"There is no report {', '.join(unknown)} in {paths.reports}.")
    with progress_bar("Checking") as progress:
        corpus, problems = load_corpus(paths, part(progress, 0, 0.5))
        # What is left out after an error would be missed everywhere, so nothing can be said about the texts yet
        is_sound = not any(problem.severity == "error" for problem in problems)
        findings = find(corpus, progress=part(progress, 0.5, 1)) if is_sound else ()
    least = SEVERITIES.index(severity or ("note" if codes else "warning"))
    if reports:
        folders = tuple(f"{(paths.reports / name).relative_to(paths.root).as_posix()}/" for name in reports)
        problems = tuple(problem for problem in problems if f"{problem.where.path}/".startswith(folders))
        findings = tuple(finding for finding in findings if finding.report in reports)
    for code in codes:
        if code not in CODES and not any(problem.code == code for problem in problems):
            click.echo(f"Nothing here has the code {code}.", err=True)
    if codes:
        problems = tuple(problem for problem in problems if problem.code in codes)
        findings = tuple(finding for finding in findings if finding.code in codes)
    shown = tuple(problem for problem in problems if SEVERITIES.index(problem.severity) >= least)
    open_ = tuple(one for one in findings if not one.waived and SEVERITIES.index(one.severity) >= least)
    if form == "json":
        click.echo(_json(shown, [one for one in findings if SEVERITIES.index(one.severity) >= least], corpus))
    elif form == "github":
        for line in _annotations(shown, open_):
            click.echo(line)
    else:
        for problem in sorted(shown, key=lambda problem: problem.where):
            click.echo(_coloured(problem))
        for finding in open_:
            click.echo(_coloured(finding))
            for line in _sentences(finding, corpus):
                say(line, 4)
    _summary(corpus, problems, findings, open_, is_sound=is_sound)
    sys.exit(1 if shown or any(finding.severity == "warning" for finding in open_) else 0)


def _coloured(one: Problem | Finding) -> str:
    """A problem in a line, its severity in a colour that click leaves out where nobody would see it."""
    severity = click.style(one.severity, fg=_COLOURS[one.severity], bold=True)
    return str(one).replace(f": {one.severity}: ", f": {severity}: ", 1)


def _sentences(finding: Finding, corpus: Corpus) -> Iterable[str]:
    """Both sides of the bead, if a finding is about one."""
    bitext = corpus.report(finding.report).report.bitext if finding.report else None
    if bitext is None:
        return
    for version, ids in ((bitext.source, finding.source), (bitext.target, finding.target)):
        if ids:
            yield f"{version.prefix} {', '.join(ids)}: {version.joined(ids)}"


def _json(problems: Iterable[Problem], findings: Sequence[Finding], corpus: Corpus) -> str:
    """Everything shown and what is waived, as one object."""

    def side(finding: Finding, role: str, ids: Sequence[str]) -> dict[str, object] | None:
        versions = corpus.report(finding.report).report.versions if finding.report else ()
        version = next((one for one in versions if one.role == role), None)
        return {"lang": version.lang, "segments": list(ids), "text": version.joined(ids)} if version and ids else None

    content = {
        "problems": [
            {"severity": one.severity, "code": one.code, "message": one.message, **_place(one.where)}
            for one in problems
        ],
        "findings": [
            {
                "id": one.id,
                "severity": one.severity,
                "code": one.code,
                "message": one.message,
                **_place(one.where),
                "report": one.report or None,
                "concept": one.concept or None,
                "source": side(one, "original", one.source),
                "target": side(one, "translation", one.target),
                "waived": one.waived or None,
            }
            for one in findings
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _place(where: SourceRef) -> dict[str, object]:
    return {"path": where.path, "line": where.line or None}


def _annotations(problems: Iterable[Problem], findings: Iterable[Finding]) -> Iterable[str]:
    """Workflow commands of GitHub: each becomes a remark on the line of the file."""
    remarks: list[tuple[str, SourceRef, str, str]] = []
    remarks += [(one.severity, one.where, one.code, one.message) for one in problems]
    for one in findings:
        remarks.append(("notice" if one.severity == "note" else one.severity, one.where, one.id, one.message))
    for level, where, title, message in remarks:
        place = f"file={_property(where.path)},line={where.line or 1},title={_property(title)}"
        yield f"::{level} {place}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _summary(
    corpus: Corpus,
    problems: Sequence[Problem],
    findings: Sequence[Finding],
    shown: Sequence[Finding],
    *,
    is_sound: bool,
) -> None:
    """What there is, and what was not shown, on standard error."""
    occurrences = sum(len(found) for report in corpus.reports for found in report.occurrences.values())
    click.echo(
        f"{count(len(corpus.reports), 'report')}, {count(len(corpus.glossary), 'concept')}, "
        f"{count(occurrences, 'occurrence')}, {count(len(problems), 'problem')}.",
        err=True,
    )
    if not is_sound:
        click.echo("The texts are not checked while there are errors.", err=True)
    seen = {(finding.report, finding.id) for finding in shown}
    rest = [finding for finding in findings if not finding.waived and (finding.report, finding.id) not in seen]
    if rest:
        counts = ", ".join(f"{number} {code}" for code, number in counted(rest).items())
        click.echo(f"Not shown: {counts}. See them with --severity note or --only CODE.", err=True)
    if waived := sum(bool(finding.waived) for finding in findings):
        click.echo(f"{count(waived, 'finding')} waived in report.yml.", err=True)
