"""Small templates that stand outside the pages, such as those of books."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tifa.rendering import words


def fragment(template: str, **values: object) -> Markup:
    """A template of the package with its values, all of them escaped unless they are markup."""
    return Markup(_cached().get_template(template).render(**values))


def environment() -> Environment:
    """Templates that escape everything and refuse names they do not know."""
    environment = Environment(
        loader=PackageLoader("tifa.rendering"),
        autoescape=True,
        auto_reload=False,  # they are part of the program
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(count_of=words.count, number=words.number, percent=words.percent)
    environment.globals.update(alignment=words.alignment)
    return environment


_cached = cache(environment)
