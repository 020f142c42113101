"""Atom by the schema of RFC 4287 and by a feed reader; JSON Feed by its required members; calendars by icalendar."""

import json
from pathlib import Path

import feedparser
import icalendar
import rnc2rng
from lxml import etree

SCHEMA = Path(__file__).with_name("atom.rnc")


def schema():
    # The converter declares a prefix for no namespace, which XML does not allow and nothing uses.
    text = rnc2rng.dumps(rnc2rng.load(str(SCHEMA))).replace(' xmlns:local=""', "")
    return etree.RelaxNG(etree.fromstring(text.encode()))


def atom(path, relax):
    problems = []
    if not relax.validate(etree.parse(str(path))):
        problems.append(str(relax.error_log.last_error))
    feed = feedparser.parse(path.read_bytes())
    if feed.bozo:
        problems.append(str(feed.bozo_exception))
    if feed.version != "atom10" or not feed.feed.get("id") or not feed.feed.get("updated_parsed"):
        problems.append("is no whole Atom feed to a reader")
    ids = [it.id for it in feed.entries]
    if len(set(ids)) != len(ids):
        problems.append("has an id twice")
    return problems


def json_feed(path):
    feed = json.loads(path.read_bytes())
    problems = [] if feed.get("version") == "https://jsonfeed.org/version/1.1" else ["says no version"]
    for item in feed["items"]:
        if not isinstance(item.get("id"), str) or not {"content_html", "content_text"} & set(item):
            problems.append(f"has an item without id or content: {item}")
    return problems


def calendar(path):
    data = path.read_bytes()
    problems = []
    if any(len(line) > 75 for line in data.split(b"\r\n")):
        problems.append("has a line of more than 75 octets (RFC 5545, 3.1)")
    file = icalendar.Calendar.from_ical(data)
    events = list(file.walk("VEVENT"))
    problems += [f"cannot be read: {event.errors}" for event in events if event.errors]
    problems += [f"has an event without {key}" for event in events for key in ["UID", "DTSTAMP", "DTSTART"] if key not in event]
    if len({str(it["UID"]) for it in events}) != len(events) or not events:
        problems.append("has an event twice, or none")
    return problems


def check(site):
    relax = schema()
    kinds = {"atom.xml": lambda path: atom(path, relax), "feed.json": json_feed, "*.ics": calendar}
    counts, problems = {}, []
    for pattern, validate in kinds.items():
        paths = sorted(site.rglob(pattern))
        counts[f"files {pattern}"] = len(paths)
        for path in paths:
            problems += [f"{path.relative_to(site)} {it}" for it in validate(path)]
    return counts, problems
