"""Bibliographies by bibtexparser and citeproc; tables by the reader of the language."""

import csv
import json

import bibtexparser
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON


def bibtex(path):
    library = bibtexparser.parse_string(path.read_text(encoding="utf-8"))
    problems = [f"cannot be read: {it.error}" for it in library.failed_blocks]
    problems += [f"has `{it.key}` without a title" for it in library.entries if "title" not in it.fields_dict]
    return len(library.entries), problems


def citations(path):
    items = json.loads(path.read_bytes())
    # Some of each are enough to see that a processor can cite them: citing thousands takes minutes.
    source = CiteProcJSON(items[:200])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for key in source:
        bibliography.register(Citation([CitationItem(key)]))
    entries = [str(it) for it in bibliography.bibliography()]
    problems = [] if len(entries) == len(source) else [f"has {len(source)} items, and {len(entries)} can be cited"]
    return len(items), problems + ["has an empty citation" for it in entries if not it.strip()]


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    return len(rows) - 1, [f"has a row of {len(it)} cells" for it in rows if len(it) != len(rows[0])]


def check(site):
    counts, problems = {}, []
    for pattern, validate in {"*.bib": bibtex, "*.csl.json": citations, "*.csv": table}.items():
        total = 0
        for path in sorted((site / "data").glob(pattern)):
            count, found = validate(path)
            total += count
            problems += [f"data/{path.name} {it}" for it in found]
        counts[f"entries of {pattern}"] = total
    return counts, problems
