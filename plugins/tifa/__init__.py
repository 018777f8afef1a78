"""Tifa: annotated bilingual reports, published with MkDocs."""

__version__ = "0.1.0"
