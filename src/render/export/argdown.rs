//! Argdown (argdown.org): claims as statements, and how they bear on each other as support, attack and contradiction.

use std::collections::BTreeSet;

use serde_json::json;

use super::authors;
use super::describe::record;
use crate::model::ClaimRelation;
use crate::plan::claims_of_briefing;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Claim, Node};

/// The claims of a briefing and those that bear on them, or all claims.
pub(super) fn text(site: &Site<'_>, of: Option<Handle<Briefing>>) -> String {
    let graph = site.graph;
    let (title, authors, claims) = if let Some(briefing) = of {
        let own = claims_of_briefing(graph, briefing);
        (site.title_of(&Node::Briefing(briefing)).to_owned(), authors(&graph[briefing]), with_neighbours(site, &own))
    } else {
        let all = (0..graph.claims.len()).map(Handle::new).collect();
        (site.settings.title.clone(), site.settings.author.iter().cloned().collect(), all)
    };
    let within: BTreeSet<_> = claims.iter().copied().collect();
    let front = record(json!({ "title": title, "author": (!authors.is_empty()).then_some(authors) }));
    let fields = front.as_object().into_iter().flatten();
    // JSON is YAML. Argdown ends its front matter at any line of equals signs, which JSON has on no line of its own.
    let front: String =
        fields.map(|(key, value)| format!("{key}: {}\n", value.to_string().replace("==", "=\\u003d"))).collect();
    let claims: String = claims.iter().map(|it| claim(site, *it, &within)).collect();
    format!("===\n{front}===\n\n{claims}")
}

/// Claims, and after them those to which they have a relation, or which have one to them.
fn with_neighbours(site: &Site<'_>, own: &[Handle<Claim>]) -> Vec<Handle<Claim>> {
    let mut claims = own.to_vec();
    let mut seen: BTreeSet<_> = own.iter().copied().collect();
    for claim in own {
        let claim = &site.graph[*claim];
        for (kind, other) in claim.relations.iter().chain(&claim.inverse) {
            if symbol(*kind).is_some() && seen.insert(*other) {
                claims.push(*other);
            }
        }
    }
    claims
}

/// A claim with its text, what is concluded about it, and the relations that it declares.
fn claim(site: &Site<'_>, handle: Handle<Claim>, within: &BTreeSet<Handle<Claim>>) -> String {
    let graph = site.graph;
    let claim = &graph[handle];
    let by: BTreeSet<_> =
        claim.statements.iter().map(|it| &graph[*it]).filter(|it| it.stance.is_for()).flat_map(|it| &it.by).collect();
    let by: Vec<_> = by.into_iter().map(|it| site.title_of(&Node::Actor(*it)).to_owned()).collect();
    let others: Vec<_> = claim.relations.iter().filter(|(kind, _)| symbol(*kind).is_none()).collect();
    let others = others.iter().map(|(kind, it)| format!("{kind} {}", graph[*it].source.id.slug));
    let others: Vec<_> = others.collect();
    let data = record(json!({
        "by": (!by.is_empty()).then_some(by),
        "kind": claim.kind,
        "relations": (!others.is_empty()).then_some(others),
        "status": claim.status,
    }));
    let mut text =
        format!("[{}]: {} {}\n", claim.source.id.slug, plain(&claim.source.text.value), inline(&data.to_string()));
    for (kind, other) in &claim.relations {
        if let Some(symbol) = symbol(*kind).filter(|_| within.contains(other)) {
            text.push_str(&format!("  {symbol} [{}]\n", graph[*other].source.id.slug));
        }
    }
    text.push('\n');
    text
}

/// How a relation is drawn, read from below: `+>` supports the other, `->` attacks it, `><` excludes it, `+` is supported by it.
/// The others are no arguments.
fn symbol(relation: ClaimRelation) -> Option<&'static str> {
    match relation {
        ClaimRelation::Supports | ClaimRelation::Confirms => Some("+>"),
        ClaimRelation::Disputes | ClaimRelation::Refutes => Some("->"),
        ClaimRelation::Contradicts => Some("><"),
        ClaimRelation::DerivedFrom => Some("+"),
        ClaimRelation::Qualifies | ClaimRelation::RespondsTo | ClaimRelation::Updates | ClaimRelation::Supersedes => {
            None
        }
    }
}

/// Text in which nothing is a sign of Argdown: on one line, with every sign escaped. A full stop or colon is one before a
/// letter.
pub(in crate::render) fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        let is_sign = match c {
            '.' | ':' => characters.peek().is_some_and(|next| !next.is_whitespace()),
            c => c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '!' | '?' | '\'' | '"' | '%'),
        };
        plain.extend(is_sign.then_some('\\'));
        plain.push(c);
    }
    plain
}

/// JSON as the data of a statement, which is YAML. Argdown looks for its end among the braces, so that there are no others.
fn inline(json: &str) -> String {
    let inner = json.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or_default();
    format!("{{{}}}", inner.replace('{', "\\u007b").replace('}', "\\u007d"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_sign() {
        assert_eq!(plain("[x]: a > b, #c, e.g. 3.5.\n- d"), "\\[x\\]: a \\> b, \\#c, e\\.g. 3\\.5. \\- d");
        assert_eq!(inline(r#"{"by":["{A}"]}"#), r#"{"by":["\u007bA\u007d"]}"#);
    }
}
