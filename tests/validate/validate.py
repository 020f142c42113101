"""Validates the files of built sites, each folder in the folder given, with libraries that know nothing of Postil."""

import sys
from pathlib import Path

import entities
import feeds
import linked_data
import networks
import protection
import works

CHECKS = [protection.check, feeds.check, works.check, networks.check, entities.check, linked_data.check]


def main():
    problems, seen = [], []
    for site in sorted(it for it in Path(sys.argv[1]).iterdir() if it.is_dir()):
        for check in CHECKS:
            counts, found = check(site)
            seen += [f"{site.name}: {count} {what}" for what, count in counts.items()]
            # A check that finds nothing to look at has not passed.
            problems += [f"{site.name}: no {what}" for what, count in counts.items() if count == 0]
            problems += [f"{site.name}: {it}" for it in found]
    print("\n".join(seen))
    for problem in problems[:100]:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problems")
    sys.exit(1 if problems else 0)


main()
