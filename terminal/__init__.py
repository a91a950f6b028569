"""I put articles and reports on a terminal, or into a pipe, and read what is typed there."""

from __future__ import annotations

from terminal.articles import print_article, print_page, print_sketch
from terminal.command_line import SEARCHED, command_line
from terminal.indexing import bring_up_to_date, moved, watch, weaving
from terminal.reports import print_report, print_tally
from terminal.words import amount, utf8

__all__ = [
    "SEARCHED",
    "amount",
    "bring_up_to_date",
    "command_line",
    "moved",
    "print_article",
    "print_page",
    "print_report",
    "print_sketch",
    "print_tally",
    "utf8",
    "watch",
    "weaving",
]
