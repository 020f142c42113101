//! HTML as a browser sees it, by html5ever.

use std::cell::RefCell;
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
        let found = RefCell::new(Vec::new());
        walk(&self.dom.document, &mut |node| {
            if matches!(node.data, NodeData::Element { .. }) {
                found.borrow_mut().push(Element(Rc::clone(node)));
            }
        });
        found.into_inner()
    }

    /// The elements that a simple selector means: `name`, `.class` or `#id`.
    pub(crate) fn select(&self, selector: &str) -> Vec<Element> {
        self.elements().into_iter().filter(|element| element.is(selector)).collect()
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

    /// Whether a simple selector means it.
    pub(crate) fn is(&self, selector: &str) -> bool {
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
