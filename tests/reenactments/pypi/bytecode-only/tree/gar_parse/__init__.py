"""Parse catch reports."""

from gar_parse.report import parse

from gar_parse import full

__all__ = ["full", "parse"]
