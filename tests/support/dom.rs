//! HTML as a browser sees it, by html5ever.

use std::rc::Rc;

use html5ever::serialize::{SerializeOpts, TraversalScope, serialize};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom, SerializableHandle};

/// A parsed page.
pub(crate) struct Page {
    dom: RcDom,
}

impl Page {
    /// Parses a whole document.
    pub(crate) fn parse(html: &str) -> Self {
        Self { dom: html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(html) }
    }

    /// What the parser had to complain about.
    pub(crate) fn errors(&self) -> Vec<String> {
        self.dom.errors.borrow().iter().map(ToString::to_string).collect()
    }

    /// All elements, in document order.
    pub(crate) fn elements(&self) -> Vec<Element> {
        Element(Rc::clone(&self.dom.document)).descendants()
    }

    /// The elements that a selector means: simple ones, each within an element that the one before it means.
    pub(crate) fn select(&self, selector: &str) -> Vec<Element> {
        let mut within = vec![Element(Rc::clone(&self.dom.document))];
        for simple in selector.split(' ') {
            let mut found: Vec<Element> = Vec::new();
            for element in within.iter().flat_map(Element::descendants).filter(|element| element.is(simple)) {
                if !found.iter().any(|known| Rc::ptr_eq(&known.0, &element.0)) {
                    found.push(element);
                }
            }
            within = found;
        }
        within
    }

    /// What on the page runs, loads or sends something that our templates do not.
    #[allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names of our files are in lower case")]
    pub(crate) fn dangers(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut wrong = |what: String| found.push(what);
        for element in self.elements() {
            let name = element.name();
            if name.contains("hacked")
                || matches!(name.as_str(), "iframe" | "object" | "embed" | "base" | "frame" | "applet")
            {
                wrong(format!("an element <{name}>"));
            }
            if name == "script" {
                let (kind, source) = (element.attribute("type"), element.attribute("src"));
                let is_data = kind.as_deref().is_some_and(|it| it.ends_with("json")) && source.is_none();
                let is_ours = source.as_deref().is_some_and(|it| it.ends_with(".js") && !it.contains("//"));
                if !(is_data || is_ours && element.text().is_empty()) {
                    wrong(format!("a script {}", element.html()));
                }
            }
            for (attribute, value) in element.attributes() {
                if attribute.contains("hacked") || attribute.starts_with("on") || attribute == "srcdoc" {
                    wrong(format!("an attribute {attribute}={value:?} of <{name}>"));
                }
                let address = matches!(
                    attribute.as_str(),
                    "href"
                        | "src"
                        | "action"
                        | "formaction"
                        | "data"
                        | "poster"
                        | "cite"
                        | "ping"
                        | "background"
                        | "content"
                );
                let scheme: String = value
                    .chars()
                    .filter(|c| !c.is_control() && !c.is_whitespace())
                    .take(12)
                    .collect::<String>()
                    .to_lowercase();
                let runs = ["javascript:", "vbscript:", "data:text"].iter().any(|it| scheme.starts_with(it));
                if address && runs && attribute != "content" {
                    wrong(format!("{attribute}={value:?} of <{name}>"));
                }
            }
        }
        found
    }

    /// All text of the page.
    pub(crate) fn text(&self) -> String {
        text(&self.dom.document)
    }
}

/// An element of a page.
pub(crate) struct Element(Handle);

impl Element {
    /// Its node in the tree.
    pub(crate) fn node(&self) -> &Handle {
        &self.0
    }

    /// Its name.
    pub(crate) fn name(&self) -> String {
        match &self.0.data {
            NodeData::Element { name, .. } => name.local.to_string(),
            _ => String::new(),
        }
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, wanted: &str) -> Option<String> {
        let NodeData::Element { attrs, .. } = &self.0.data else { return None };
        attrs.borrow().iter().find(|a| &*a.name.local == wanted).map(|a| a.value.to_string())
    }

    /// Its attributes, name and value.
    pub(crate) fn attributes(&self) -> Vec<(String, String)> {
        let NodeData::Element { attrs, .. } = &self.0.data else { return Vec::new() };
        attrs.borrow().iter().map(|it| (it.name.local.to_string(), it.value.to_string())).collect()
    }

    /// The elements in it, in document order.
    fn descendants(&self) -> Vec<Self> {
        let mut found = Vec::new();
        walk(&self.0, &mut |node| {
            if matches!(node.data, NodeData::Element { .. }) && !Rc::ptr_eq(node, &self.0) {
                found.push(Self(Rc::clone(node)));
            }
        });
        found
    }

    /// Whether a simple selector means it: `name`, `.class`, `#id` or `[attribute]`, or a name and one of these.
    pub(crate) fn is(&self, selector: &str) -> bool {
        let name = selector.split(['.', '#', '[']).next().unwrap_or_default();
        if !name.is_empty() && name.len() < selector.len() {
            return self.is(name) && self.is(&selector[name.len()..]);
        }
        if let Some(attribute) = selector.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return match attribute.split_once('=') {
                Some((name, value)) => self.attribute(name).as_deref() == Some(value),
                None => self.attribute(attribute).is_some(),
            };
        }
        if let Some(class) = selector.strip_prefix('.') {
            return self.attribute("class").is_some_and(|all| all.split_whitespace().any(|one| one == class));
        }
        if let Some(id) = selector.strip_prefix('#') {
            return self.attribute("id").as_deref() == Some(id);
        }
        self.name() == selector
    }

    /// Its text.
    pub(crate) fn text(&self) -> String {
        text(&self.0)
    }

    /// The element as HTML.
    pub(crate) fn html(&self) -> String {
        let mut bytes = Vec::new();
        let options = SerializeOpts { traversal_scope: TraversalScope::IncludeNode, ..SerializeOpts::default() };
        let handle = SerializableHandle::from(Rc::clone(&self.0));
        serialize(&mut bytes, &handle, options).expect("writing to memory");
        String::from_utf8(bytes).expect("HTML is UTF-8")
    }
}

fn walk(node: &Handle, visit: &mut impl FnMut(&Handle)) {
    visit(node);
    for child in node.children.borrow().iter() {
        walk(child, visit);
    }
}

fn text(node: &Handle) -> String {
    let mut all = String::new();
    walk(node, &mut |node| {
        if let NodeData::Text { contents } = &node.data {
            all.push_str(&contents.borrow());
        }
    });
    all
}
