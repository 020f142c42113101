"""GraphML and GEXF by networkx: both are one network."""

from collections import Counter
from datetime import date

import networkx
from lxml import etree

GEXF = "{http://gexf.net/1.3}"


def check(site):
    graphml = networkx.read_graphml(site / "data/network.graphml", force_multigraph=True)
    gexf = networkx.read_gexf(site / "data/network.gexf", version="1.3")
    problems = []
    if set(graphml.nodes) != set(gexf.nodes):
        problems.append("GraphML and GEXF have other nodes")
    if Counter(graphml.edges()) != Counter(gexf.edges()):
        problems.append("GraphML and GEXF have other edges")
    problems += [f"node {node} has no class" for node, data in graphml.nodes(data=True) if not data.get("class")]
    edges = graphml.edges(data=True)
    problems += [f"edge {a} to {b} has no class or label" for a, b, it in edges if not (it.get("class") and it.get("label"))]
    # The dates of GEXF, which the reader takes as they are.
    for _, element in etree.iterparse(str(site / "data/network.gexf"), tag=[f"{GEXF}node", f"{GEXF}edge"]):
        days = [date.fromisoformat(element.get(key)) for key in ["start", "end"] if element.get(key)]
        if days != sorted(days):
            problems.append(f"{element.get('id')} ends before it begins")
    return {"nodes": graphml.number_of_nodes(), "edges": graphml.number_of_edges()}, problems
