"""`tifa new`."""

from __future__ import annotations

import re
import sys

import click

from tifa.commands.terminal import pass_site
from tifa.corpus import Paths
from tifa.importing.drafting import lang_error
from tifa.importing.folders import make_folder
from tifa.importing.metadata import VersionFacts, report_yml
from tifa.importing.pieces import RefusedError
from tifa.sources.files import Project
from tifa.sources.reports import METADATA, id_error

_TEXTS = {
    "zh": "# 报告的标题\n{: #h1 }\n\n## 一、第一部分\n{: #h2 }\n\n一句一行。\n空行之后是下一段。\n{: #p1 }\n",
    "en": "# Title of the report\n{: #h1 }\n\n## The first part\n{: #h2 }\n\nOne sentence a line.\n"
    "An empty line, and the next paragraph begins.\n{: #p1 }\n",
}


@click.command(short_help="Make an empty report, to fill in by hand.")
@click.argument("report")
@click.option(
    "--lang", "langs", multiple=True, default=("zh-Hans", "en"), show_default=True, help="Language of a text."
)
@pass_site
def new(paths: Paths, report: str, langs: tuple[str, ...]) -> None:
    """Make an empty folder for REPORT, with a report.yml to fill in and a text file for each language.

    Where there is a file or a web page of the report, `tifa import` does more.

    \b
    Examples:
      tifa new harbin-2022
      tifa new harbin-2022 --lang en
    """
    if message := id_error(report):
        raise click.BadParameter(message, param_hint="REPORT")
    for lang in langs:
        if message := lang_error(lang):
            raise click.BadParameter(f"{lang!r}: {message}", param_hint="--lang")
    prefixes = [lang.split("-")[0] for lang in langs]
    if len(set(prefixes)) < len(prefixes) or len(prefixes) > 2:
        raise click.UsageError("a report has one or two texts, of different languages")
    versions = []
    for lang, prefix in zip(langs, prefixes, strict=True):
        role = "original" if prefix == "zh" or (len(langs) == 2 and "zh" not in prefixes and lang == langs[0]) else ""
        versions.append(VersionFacts(lang, {"role": role or "translation", "extent": "full"}))
    files = {f"{lang}.md": _TEXTS.get(prefix, _TEXTS["en"]) for lang, prefix in zip(langs, prefixes, strict=True)}
    year = re.search(r"(?:19|20)\d\d$", report)
    project = Project(paths.root)
    folder = paths.reports / report
    try:
        make_folder(folder, {METADATA: report_yml({"year": year[0] if year else ""}, versions), **files}, raw=True)
    except RefusedError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{project.name(folder)} cannot be made: {error.strerror}. Nothing was written.", err=True)
        sys.exit(1)
    for name in sorted((METADATA, *files)):
        click.echo(f"{project.name(folder)}/{name}")
    click.echo(
        f"Put the files as you received them into {project.name(folder)}/raw/, fill in {METADATA}, replace the sample "
        "lines of the texts, then run `tifa format`, `tifa ids` and `tifa check`.",
        err=True,
    )
