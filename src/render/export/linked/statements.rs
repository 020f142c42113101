//! Statements: quotations in the words of schema.org, annotations in those of the Web Annotation Vocabulary, PROV-O and CiTO.

use super::things::reference;
use super::{Thing, Value};
use crate::model::{ClaimRelation, Mode, Stance};
use crate::plan::Address;
use crate::render::body::{Passage, block_id};
use crate::render::export::describe::statement_href;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Node, Statement};

/// The words of a statement, if they are given as they were said.
pub(super) fn quotation(site: &Site<'_>, handle: Handle<Statement>) -> Option<Thing> {
    let statement = &site.graph[handle];
    if !matches!(statement.mode, Some(Mode::Direct | Mode::Mixed)) {
        return None;
    }
    let (text, language) = site.cards.quoted(statement)?;
    let language = language.unwrap_or(&site.settings.language);
    let claim = site.plan.address(&Node::Claim(statement.claim)).map(Address::href);
    let source = statement.taken_from.map(|it| Value::Thing(reference(site, &Node::Source(it))));
    let quotation = Thing::new("Quotation")
        .at(Some(statement_href(site, handle)))
        .with("text", Value::Words(text, language.to_owned()))
        .with("inLanguage", Value::from(language))
        .with_all("spokenByCharacter", statement.by.iter().map(|it| reference(site, &Node::Actor(*it))))
        .with("dateCreated", Value::Date(statement.date))
        .with("about", Thing::of(&[]).at(claim))
        .with("isBasedOn", source);
    Some(quotation)
}

/// A statement as the annotation of its passages: that of a claim, by whoever makes it.
pub(super) fn annotation(site: &Site<'_>, handle: Handle<Statement>, passages: &[Passage]) -> Thing {
    let statement = &site.graph[handle];
    let page = |node: &Node| site.plan.address(node).map(Address::href);
    let claim = page(&Node::Claim(statement.claim));
    let shown = statement.briefing.map_or(Node::Claim(statement.claim), Node::Briefing);
    let shown = page(&shown).unwrap_or_default();
    let targets: Vec<Value> = if passages.is_empty() {
        vec![Value::Page(shown)]
    } else {
        passages.iter().map(|it| Value::Thing(target(&shown, it))).collect()
    };
    let words = quotation(site, handle);
    let actors = |list: &[Handle<_>]| list.iter().map(|it| reference(site, &Node::Actor(*it))).collect::<Vec<_>>();
    let said = words.unwrap_or_else(|| {
        let source = statement.taken_from.map(|it| Value::Thing(reference(site, &Node::Source(it))));
        Thing::of(&[])
            .at(Some(statement_href(site, handle)))
            .with("dateCreated", Value::Date(statement.date))
            .with("isBasedOn", source)
    });
    let source = statement.taken_from.map(|it| Value::Thing(reference(site, &Node::Source(it))));
    let event = statement.event.map(|it| Value::Thing(reference(site, &Node::Event(it))));
    said.also("oa:Annotation")
        .also("prov:Entity")
        .with("oa:motivatedBy", Value::Term("oa:identifying"))
        .with_all("oa:hasBody", claim.clone().map(Value::Page))
        .with_all("oa:hasTarget", targets)
        .with_all("prov:wasAttributedTo", actors(&statement.by))
        .with("prov:hadPrimarySource", source)
        .with("prov:wasGeneratedBy", event)
        .with_all("dcterms:audience", actors(&statement.to))
        .with_all("about", statement.about.iter().map(|it| reference(site, it)))
        .with(stance(statement.stance), claim.map(Value::Page))
        .with("dcterms:type", Value::Text(statement.stance.to_string()))
}

/// A passage in the Web Annotation Vocabulary.
fn target(page: &str, passage: &Passage) -> Thing {
    let quote = Thing::new("oa:TextQuoteSelector")
        .with("oa:exact", Value::from(&*passage.exact))
        .with("oa:prefix", Value::from(&*passage.prefix))
        .with("oa:suffix", Value::from(&*passage.suffix));
    let position = Thing::new("oa:TextPositionSelector")
        .with("oa:start", Value::Whole(passage.range.start))
        .with("oa:end", Value::Whole(passage.range.end));
    let block = Thing::new("oa:FragmentSelector")
        .with("rdf:value", Value::Text(block_id(passage.block)))
        .with("dcterms:conformsTo", Value::Address("http://tools.ietf.org/rfc/rfc3236".to_owned()))
        .with("oa:refinedBy", position);
    Thing::new("oa:SpecificResource")
        .with("oa:hasSource", Value::Page(page.to_owned()))
        .with_all("oa:hasSelector", [quote, block])
}

/// What an actor does with a claim, in the Citation Typing Ontology.
fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "cito:supports",
        Stance::Endorses => "cito:agreesWith",
        Stance::Denies | Stance::Rejects => "cito:disagreesWith",
        Stance::Disputes => "cito:disputes",
        Stance::Questions => "cito:critiques",
        Stance::Retracts => "cito:retracts",
        Stance::NoComment => "cito:discusses",
    }
}

/// How a claim bears on another, in the Citation Typing Ontology and PROV-O.
pub(super) fn relation(relation: ClaimRelation) -> &'static str {
    match relation {
        ClaimRelation::Supports => "cito:supports",
        ClaimRelation::Confirms => "cito:confirms",
        ClaimRelation::Disputes => "cito:disputes",
        ClaimRelation::Refutes => "cito:refutes",
        ClaimRelation::Contradicts => "cito:disagreesWith",
        ClaimRelation::Qualifies => "cito:qualifies",
        ClaimRelation::RespondsTo => "cito:repliesTo",
        ClaimRelation::Updates => "cito:updates",
        ClaimRelation::Supersedes => "dcterms:replaces",
        ClaimRelation::DerivedFrom => "prov:wasDerivedFrom",
    }
}
