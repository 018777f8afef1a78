"""`llms.txt`: what the site holds, as the proposal of that name has it, for programs that answer questions from it."""

from __future__ import annotations

from tifa.exports.markdown_copy import escape
from tifa.model import Corpus, Outline
from tifa.rendering import words
from tifa.rendering.addresses import Site
from tifa.rendering.metadata import report_abstract
from tifa.rendering.permalinks import copy_path, whole


def llms(corpus: Corpus, site: Site, description: str = "") -> str:
    """The file. Addresses are relative to it while the site does not know its own."""

    def link(title: str, path: str, said: str) -> str:
        return f"- [{escape(title)}]({whole(path, site) or path}): {escape(said)}"

    about = description or "Chinese government reports with the original and the translation side by side."
    glossary = "glossary/" if site.directory_urls else "glossary/index.html"
    lines = [
        f"# {escape(site.name or 'Reports')}",
        "",
        f"> {escape(about)}",
        "",
        "Every translation has a status (official, by a person, by a machine); quote it with the status. What the "
        "translation leaves out is marked. Passages have permanent anchors: the ids in the Markdown copies.",
        "",
        "## Reports",
        "",
        *(
            link(one.document.title.en or one.document.title.zh, copy_path(one.id), _said(one))
            for one in corpus.outlines
        ),
        "",
        "## Glossary",
        "",
        link("Glossary", glossary, f"{words.count(len(corpus.glossary), 'concept')} and what they mean"),
        link("glossary.json", "data/glossary.json", "the whole glossary as data, CC BY 4.0"),
        "",
        "## Data",
        "",
        link("reports/index.json", "data/reports/index.json", "the list of reports, each with its texts and alignment"),
        "",
    ]
    return "\n".join(lines)


def _said(outline: Outline) -> str:
    said = report_abstract(outline.document)
    return f"{said} Both texts, aligned." if outline.is_aligned else said
