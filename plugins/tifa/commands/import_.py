"""`tifa import`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import NoReturn

import click

from tifa.commands.memory import take_memory
from tifa.commands.plan import Plan
from tifa.commands.terminal import FILE, fail, pass_site, progress_bar
from tifa.corpus import Paths
from tifa.errors import SourceError
from tifa.importing import drafting
from tifa.importing.drafting import VersionDraft
from tifa.importing.folders import add_files, make_folder
from tifa.importing.metadata import REPORT_KEYS, report_yml, with_version
from tifa.importing.pieces import RefusedError
from tifa.importing.sources import get
from tifa.model import Report
from tifa.sources.files import Project, locked
from tifa.sources.reports import METADATA, id_error, load_report

_SHOWN = 12
"""Texts that were left out, and lines of the preview, that are shown at once."""
_LABEL = 40
"""Characters of a source's name beside the bar."""
_OTHERS = {".tmx": "tifa import --tmx", ".tbx": "tifa glossary import", ".csv": "tifa glossary import",
           ".xlsx": "tifa glossary import"}  # fmt: skip
"""What takes files that are no sources, by their endings."""


@click.command("import", short_help="Make a report from files or web addresses.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--id", "id", default="", help="Folder of the report: small letters, digits, hyphens.")
@click.option("--yes", is_flag=True, help="Ask nothing: take what was found.")
@click.option(
    "--encoding", default="", help="Of web pages and plain text, if it cannot be told: gb18030, big5, utf-8 …"
)
@click.option("--lang", "langs", multiple=True, help="Language of each source, in their order: zh-Hans, zh-Hant, en.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A value of report.yml; see the examples.")
@click.option(
    "--tmx", "memory", type=FILE, help="Take the alignment of reports that are there from this translation memory."
)
@click.option("--reviewed", is_flag=True, help="With --tmx: a person has read every unit; mark the beads as reviewed.")
@click.option("--dry-run", is_flag=True, help="With --tmx: only say what would change.")
@pass_site
def import_(
    paths: Paths,
    sources: tuple[str, ...],
    id: str,
    yes: bool,
    encoding: str,
    langs: tuple[str, ...],
    settings: tuple[str, ...],
    memory: Path | None,
    reviewed: bool,
    dry_run: bool,
) -> None:
    """Make a report from its sources: files (HTML, DOCX, PDF, plain text) or web addresses, one for each language.

    Language, title, dates, speaker, headings and sentences are found and shown; you confirm or correct them. The
    sources are kept as received. A report that exists is never overwritten, but a second language can be added to it.

    With --tmx, an alignment that was corrected in another tool comes back into its report. Units are found in the texts
    by their words. Reviewed beads stay as they are; where the memory says nothing, the alignment stays. The report is
    the one that the memory names, as those of Tifa do, or that of --id.

    \b
    Examples:
      tifa import report.html --id xining-2020
      tifa import https://example.org/report.html report.docx --id xining-2020
      tifa import report.txt --id xining-2020 --yes --set place.province.en=Qinghai --set en.status=official
      tifa import --tmx corrected.tmx --reviewed
    """
    if memory:
        if sources or yes or encoding or langs or settings:
            raise click.UsageError("--tmx takes an alignment; leave out sources, --yes, --encoding, --lang and --set")
        take_memory(paths, memory, id, reviewed=reviewed, dry_run=dry_run)
        return
    if reviewed or dry_run:
        raise click.UsageError("--reviewed and --dry-run belong to --tmx")
    if not sources or not id:
        raise click.UsageError("name a file or a web address for each language, and the report's --id")
    for source in sources:
        if other := _OTHERS.get(PurePath(source).suffix.lower()):
            raise click.UsageError(f"{source} holds no text of a report; say `{other} {source}`")
    folder = paths.reports / id
    if message := id_error(id):
        raise click.BadParameter(message, param_hint="--id")
    if langs and len(langs) != len(sources):
        raise click.UsageError(f"{len(sources)} sources need as many --lang, in the same order; there are {len(langs)}")
    for lang in langs:
        if message := drafting.lang_error(lang):
            raise click.BadParameter(f"{lang!r}: {message}", param_hint="--lang")
    if len(sources) > 2:
        raise click.UsageError("a report has one or two versions; give one source for each")
    existing = _existing(paths, folder) if folder.exists() else None
    drafts = [_draft(source, encoding, langs[index] if langs else "") for index, source in enumerate(sources)]
    _check_languages(drafts, existing)
    plan = Plan.make(id, drafts, existing)
    plan.change(settings)
    _show(plan)
    if not yes:
        _confirm(plan)
    _write(paths, folder, plan)


def _existing(paths: Paths, folder: Path) -> Report:
    report, problems = load_report(Project(paths.root), folder, alignment=False)
    if report is None:
        click.echo(f"The report {folder.name} exists and has errors; mend them before you add to it:", err=True)
        fail(problems)
    return report


def _draft(source: str, encoding: str, lang: str) -> VersionDraft:
    name = source if len(source) <= _LABEL else f"…{source[1 - _LABEL :]}"
    try:
        with progress_bar(f"Fetching {name}") as progress:
            received = get(source, progress)
        with progress_bar(f"Reading {name}") as progress:
            return drafting.draft_version(received, encoding=encoding, lang=lang, progress=progress)
    except RefusedError as error:
        _refuse(source, error)


def _refuse(what: str, error: RefusedError) -> NoReturn:
    click.echo(f"{what}: {error}", err=True)
    click.echo("Nothing was written.", err=True)
    sys.exit(1)


def _check_languages(drafts: Sequence[VersionDraft], existing: Report | None) -> None:
    prefixes = [draft.prefix for draft in drafts]
    if len(set(prefixes)) < len(prefixes):
        raise click.UsageError(
            f"both sources are {prefixes[0]}; a report has one text of each language (say which is which with --lang)"
        )
    if existing is None:
        return
    for version in existing.versions:
        if version.prefix in prefixes:
            raise click.UsageError(
                f"{existing.id} has a text in {version.lang} already ({version.path}), which is not overwritten"
            )
    if len(existing.versions) + len(drafts) > 2:
        raise click.UsageError(f"{existing.id} would have more than two versions")


def _show(plan: Plan) -> None:
    """Say what was found, left out, and should be looked at."""
    for source, draft in zip(plan.names, plan.drafts, strict=True):
        click.echo(f"{source} → {draft.lang}.md: {drafting.describe(draft)}", err=True)
        if draft.left_out:
            click.echo("  Left out, since it is not of the report (copy it into the text file if it is):", err=True)
            for text in draft.left_out[:_SHOWN]:
                click.echo(f"    {text if len(text) <= 100 else text[:99] + '…'}", err=True)
            if len(draft.left_out) > _SHOWN:
                click.echo(f"    … and {len(draft.left_out) - _SHOWN} more, in the file in raw/", err=True)
        for note in draft.notes:
            click.echo(f"  Note: {note}", err=True)


def _confirm(plan: Plan) -> None:
    """Show the facts that were found and let them be corrected, until the editor agrees."""
    _list(plan, plan.entries())
    while True:
        keys = [key for key, _ in plan.entries()]
        # Enter leads to what is still needed, and only then writes
        needed = next((str(keys.index(key) + 1) for key in plan.missing()), "y")
        question = (
            "\nWrite the report? y = yes, n = no, p = show the text, l = show the list, or a number to change that line"
        )
        answer = click.prompt(question, default=needed, err=True).strip()
        if answer.lower() in ("y", "yes"):
            return
        if answer.lower() in ("n", "no"):
            click.echo("Nothing was written.", err=True)
            sys.exit(1)
        if answer.lower() == "p":
            click.echo_via_pager("\n".join(f"{draft.lang}.md\n\n{draft.text}" for draft in plan.drafts))
        elif answer.lower() == "l":
            _list(plan, plan.entries())
        elif answer.isdecimal() and 1 <= int(answer) <= len(keys):
            key, value = plan.entries()[int(answer) - 1]
            known = drafting.choices(key if key in REPORT_KEYS else key.partition(".")[2])
            hint = f"{', '.join(known)}; " if known else ""
            new = click.prompt(f"{key} ({hint}- for “not known”)", default=value or "-", err=True).strip()
            if message := plan.set(key, "" if new == "-" else new):
                click.echo(f"{key}: {message}.", err=True)
            _list(plan, [plan.entries()[int(answer) - 1]], int(answer))
        else:
            click.echo(f"{answer!r} is not one of these.", err=True)


def _list(plan: Plan, entries: Sequence[tuple[str, str]], first: int = 1) -> None:
    """Show facts with the numbers by which they can be changed."""
    click.echo(err=True)
    for number, (key, value) in enumerate(entries, start=first):
        unknown = "(needed)" if key in plan.missing() else "(not known)"
        click.echo(f"{number:3} {key:20} {value or unknown}", err=True)


def _write(paths: Paths, folder: Path, plan: Plan) -> None:
    files: dict[str, str | bytes] = {}
    for draft, name in zip(plan.drafts, plan.names, strict=True):
        files[f"raw/{name}"] = draft.source.data
        files[f"{draft.lang}.md"] = draft.text
    project = Project(paths.root)
    try:
        if plan.existing:
            with locked(folder):
                text = project.read_text(folder / METADATA)
                for version in plan.facts():
                    text = with_version(text, version)
                add_files(
                    folder,
                    {name: data.encode() if isinstance(data, str) else data for name, data in files.items()},
                    (METADATA, text),
                )
        else:
            make_folder(folder, {METADATA: report_yml(plan.report, plan.facts()), **files})
    except RefusedError as error:
        _refuse(plan.id, error)
    except SourceError as error:
        fail([error.problem])
    except OSError as error:
        click.echo(f"{project.name(folder)} cannot be written: {error.strerror}. Nothing was changed.", err=True)
        sys.exit(1)
    for name in sorted((*files, METADATA)):
        click.echo(f"{project.name(folder)}/{name}")
    _say_what_next(project, folder, plan)


def _say_what_next(project: Project, folder: Path, plan: Plan) -> None:
    if missing := plan.missing():
        click.echo(f"Still needed in {project.name(folder / METADATA)}: {', '.join(missing)}.", err=True)
    if plan.existing:
        said = [f"{key}: {value}" for key, value in plan.report.items() if value and not key.startswith("title")]
        click.echo(f"The text says, for report.yml if it is missing there: {'; '.join(said)}.", err=True)
    versions = len(plan.drafts) + (len(plan.existing.versions) if plan.existing else 0)
    align = f", then run `tifa align {plan.id}`" if versions == 2 else ""
    click.echo(f"Read the text against the source{align}, then `tifa check`.", err=True)
