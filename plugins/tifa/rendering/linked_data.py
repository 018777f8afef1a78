"""Reports and concepts as JSON-LD in the words of schema.org, which search engines read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tifa.model import Concept, Document, Edition, Name, Place
from tifa.rendering import words
from tifa.rendering.addresses import Site
from tifa.rendering.dates import changed, published
from tifa.rendering.markup import is_web_address
from tifa.rendering.permalinks import report_path, whole
from tifa.rendering.report_citing import issuing_body

PLACES = {"nation": "Country", "province": "State", "city": "City", "county": "AdministrativeArea"}
"""Types of schema.org."""
Json = dict[str, Any]


def report_data(report: Document, description: str, site: Site) -> Json:
    """A report as a `Report` of schema.org."""
    url = whole(report_path(report.id, site), site)
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "Report",
            "@id": url,
            "url": url,
            "name": report.title.en or report.title.zh,
            "alternateName": report.title.zh if report.title.en else "",
            "description": description,
            "genre": words.KINDS.get(report.kind, words.KINDS["other"]),
            "inLanguage": [version.lang for version in report.versions],
            "datePublished": published(report),
            "dateModified": changed(report),
            "temporalCoverage": str(report.year),
            "author": _named("Person", report.speaker),
            "sourceOrganization": _named("GovernmentOrganization", issuing_body(report)),
            "spatialCoverage": _place(report.place),
            "isBasedOn": [version.url for version in report.versions if is_web_address(version.url)],
            "hasPart": [_version(version) for version in report.versions],
            "isPartOf": _website(site),
        }
    )


def term_data(concept: Concept, site: Site) -> Json:
    """A concept as a `DefinedTerm` of schema.org."""
    url = whole(site.path(concept.id), site)
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "DefinedTerm",
            "@id": url,
            "url": url,
            "name": concept.zh,
            "alternateName": [
                concept.en,
                concept.pinyin,
                *(
                    term.text
                    for term in concept.terms
                    if term.status == "admitted" and term.text not in (concept.zh, concept.en)
                ),
            ],
            "description": concept.short,
            "termCode": concept.id,
            "inDefinedTermSet": _term_set(site),
        }
    )


def glossary_data(description: str, site: Site) -> Json:
    """The glossary as a `DefinedTermSet` of schema.org."""
    return _without_nothing({"@context": "https://schema.org", **_term_set(site), "description": description})


def _without_nothing(data: Mapping[str, Any]) -> Json:
    return {key: value for key, value in data.items() if value}


def _named(kind: str, name: Name) -> Json:
    if not name:
        return {}
    return _without_nothing({"@type": kind, "name": name.en or name.zh, "alternateName": name.zh if name.en else ""})


def _place(place: Place) -> Json:
    inside = _named("State", place.province)
    return _without_nothing(
        {**_named(PLACES[place.level], place.name), "identifier": place.code, "containedInPlace": inside}
    )


def _version(version: Edition) -> Json:
    return _without_nothing(
        {
            "@type": "CreativeWork",
            "name": version.title or words.language(version),
            "inLanguage": version.lang,
            "creditText": f"{words.provenance(version)}, {words.EXTENTS[version.extent]}",
            "publisher": {"@type": "Organization", "name": version.publisher} if version.publisher else {},
            "datePublished": version.published,
            "url": version.url if is_web_address(version.url) else "",
            "usageInfo": version.rights,
        }
    )


def _website(site: Site) -> Json:
    return _without_nothing({"@type": "WebSite", "name": site.name, "url": site.url}) if site.name else {}


def _term_set(site: Site) -> Json:
    url = whole("glossary/" if site.directory_urls else "glossary/index.html", site)
    name = f"{site.name}, glossary" if site.name else "Glossary"
    return _without_nothing(
        {
            "@type": "DefinedTermSet",
            "@id": url,
            "url": url,
            "name": name,
            "inLanguage": ["zh-Hans", "en"],
            "license": words.LICENCE_URL,
        }
    )
