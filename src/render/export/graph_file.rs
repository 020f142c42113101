//! Networks for programs that draw and measure them: GraphML and GEXF 1.3.

use std::io;

use chrono::NaiveDate;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::feed::publishable;
use super::network::{Edge, Network, Vertex};
use crate::render::view::Site;

/// GraphML (graphml.graphdrawing.org).
pub(super) fn graphml(site: &Site<'_>) -> String {
    let network = Network::new(site);
    document(|xml| {
        let root = xml.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
        let written = root.write_inner_content(|xml| {
            for (fields, of) in [(NODE_FIELDS, "node"), (EDGE_FIELDS, "edge")] {
                for field in fields {
                    let id = format!("{of}_{field}");
                    let key = [("id", &*id), ("for", of), ("attr.name", field), ("attr.type", "string")];
                    xml.create_element("key").with_attributes(key).write_empty()?;
                }
            }
            let graph = xml.create_element("graph").with_attributes([("id", "site"), ("edgedefault", "directed")]);
            graph.write_inner_content(|xml| {
                for node in &network.nodes {
                    let element = xml.create_element("node").with_attribute(("id", &*attribute(&node.id)));
                    element.write_inner_content(|xml| data(xml, "node", NODE_FIELDS, node_values(node)))?;
                }
                for (nth, edge) in network.edges.iter().enumerate() {
                    let (id, from, to) = (nth.to_string(), attribute(&edge.from), attribute(&edge.to));
                    let ends = [("id", &*id), ("source", &*from), ("target", &*to)];
                    let element = xml.create_element("edge").with_attributes(ends);
                    element.write_inner_content(|xml| data(xml, "edge", EDGE_FIELDS, edge_values(edge)))?;
                }
                Ok(())
            })?;
            Ok(())
        });
        written.map(|_| ())
    })
}

/// GEXF 1.3 (gexf.net), with the time at which things are.
pub(super) fn gexf(site: &Site<'_>) -> String {
    let network = Network::new(site);
    document(|xml| {
        let root = xml.create_element("gexf").with_attributes([("xmlns", "http://gexf.net/1.3"), ("version", "1.3")]);
        let written = root.write_inner_content(|xml| {
            let graph = [("defaultedgetype", "directed"), ("mode", "dynamic"), ("timeformat", "date")];
            xml.create_element("graph").with_attributes(graph).write_inner_content(|xml| {
                for (fields, class) in [(GEXF_NODE, "node"), (GEXF_EDGE, "edge")] {
                    let attributes = xml.create_element("attributes").with_attribute(("class", class));
                    attributes.write_inner_content(|xml| {
                        for field in fields {
                            let attribute = [("id", *field), ("title", field), ("type", "string")];
                            xml.create_element("attribute").with_attributes(attribute).write_empty()?;
                        }
                        Ok(())
                    })?;
                }
                xml.create_element("nodes")
                    .write_inner_content(|xml| network.nodes.iter().try_for_each(|it| node(xml, it)))?;
                let mut edges = network.edges.iter().enumerate();
                xml.create_element("edges")
                    .write_inner_content(|xml| edges.try_for_each(|(nth, it)| edge(xml, nth, it)))?;
                Ok(())
            })?;
            Ok(())
        });
        written.map(|_| ())
    })
}

type Xml = Writer<Vec<u8>>;

fn node(xml: &mut Xml, node: &Vertex) -> io::Result<()> {
    let (id, label) = (attribute(&node.id), attribute(&node.label));
    let days = days(node.when.and_then(|it| it.first_day()), end_of(node));
    let element = xml.create_element("node").with_attributes([("id", &*id), ("label", &*label)]);
    let element = element.with_attributes(days.iter().map(|(key, day)| (*key, day.as_str())));
    let values = [Some(node.class), node.kind, node.status, Some(&*node.address)];
    element.write_inner_content(|xml| values_of(xml, GEXF_NODE, values)).map(|_| ())
}

fn edge(xml: &mut Xml, nth: usize, edge: &Edge) -> io::Result<()> {
    let id = nth.to_string();
    let (from, to, label) = (attribute(&edge.from), attribute(&edge.to), attribute(&edge.label));
    let attributes = [("id", &*id), ("source", &*from), ("target", &*to), ("kind", edge.class), ("label", &*label)];
    let days = days(edge.from_day, edge.to_day);
    let element = xml.create_element("edge").with_attributes(attributes);
    let element = element.with_attributes(days.iter().map(|(key, day)| (*key, day.as_str())));
    let values = [Some(edge.class), edge.quote.as_deref(), edge.address.as_deref()];
    element.write_inner_content(|xml| values_of(xml, GEXF_EDGE, values)).map(|_| ())
}

/// The last day of a node: an event ends, what is said stays.
fn end_of(node: &Vertex) -> Option<NaiveDate> {
    node.when.filter(|_| node.class == "event").and_then(|it| it.last_day())
}

fn days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Vec<(&'static str, String)> {
    // An end before its beginning is an error, which no program forgives.
    let to = to.filter(|to| from.is_none_or(|from| from <= *to));
    let days = [("start", from), ("end", to)];
    days.into_iter().filter_map(|(key, day)| Some((key, day?.to_string()))).collect()
}

fn values_of<const N: usize>(xml: &mut Xml, fields: &[&str], values: [Option<&str>; N]) -> io::Result<()> {
    let values: Vec<_> = fields.iter().zip(values).filter_map(|(field, value)| Some((*field, value?))).collect();
    let all = xml.create_element("attvalues");
    let written = all.write_inner_content(|xml| {
        for (field, value) in values {
            let value = attribute(value);
            xml.create_element("attvalue").with_attributes([("for", field), ("value", &*value)]).write_empty()?;
        }
        Ok(())
    });
    written.map(|_| ())
}

const NODE_FIELDS: &[&str] = &["label", "class", "kind", "status", "date", "address"];

fn node_values(node: &Vertex) -> Vec<Option<String>> {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let (label, class, address) = (Some(&*node.label), Some(node.class), Some(&*node.address));
    let date = node.when.map(|it| it.to_string());
    vec![text(label), text(class), text(node.kind), text(node.status), date, text(address)]
}

const EDGE_FIELDS: &[&str] = &["class", "label", "from", "to", "quote", "address"];

fn edge_values(edge: &Edge) -> Vec<Option<String>> {
    let day = |day: Option<NaiveDate>| day.map(|it| it.to_string());
    let (class, label) = (Some(edge.class.to_owned()), Some(edge.label.clone()));
    vec![class, label, day(edge.from_day), day(edge.to_day), edge.quote.clone(), edge.address.clone()]
}

fn data(xml: &mut Xml, of: &str, fields: &[&str], values: Vec<Option<String>>) -> io::Result<()> {
    for (field, value) in fields.iter().zip(values) {
        let Some(value) = value else { continue };
        let element = xml.create_element("data").with_attribute(("key", &*format!("{of}_{field}")));
        element.write_text_content(BytesText::new(&publishable(&value)))?;
    }
    Ok(())
}

/// A document that holds what is written into it.
fn document(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> String {
    let mut xml = Writer::new(Vec::new());
    // Writing into memory does not fail.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let _ = write(&mut xml);
    String::from_utf8(xml.into_inner()).unwrap_or_default() + "\n"
}

/// A text as it can stand in an attribute: on one line, without what XML forbids.
fn attribute(text: &str) -> String {
    publishable(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

const GEXF_NODE: &[&str] = &["class", "kind", "status", "address"];
const GEXF_EDGE: &[&str] = &["class", "quote", "address"];
