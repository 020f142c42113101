//! Fragments: the HTML of what many pages show alike, made by a component of the theme when a card is made.
//!
//! A card carries its fragments (`as_row`, `as_link`, `as_entry`), and the components of the default theme write them where
//! they are there. They are the same on every page but for the way to the root of the site: in its place stands [`ROOT`],
//! which no text of an author holds, until a page is finished.

use memchr::memchr_iter;
use tera::value::Key;
use tera::{Context, Map, Value};

use super::theme::Theme;

/// Stands in a fragment for the way to the root. NUL is neither in YAML nor in what becomes of Markdown.
pub(super) const ROOT: u8 = 0;

/// A component that shows a card, and what is kept of it.
pub(super) struct Fragment {
    /// The key of the card.
    key: &'static str,
    component: &'static str,
    /// What the component calls the card.
    argument: &'static str,
}

const fn fragment(key: &'static str, component: &'static str, argument: &'static str) -> Fragment {
    Fragment { key, component, argument }
}

/// Of an actor.
pub(super) const ACTOR: &[Fragment] = &[fragment("as_link", "actor", "chip")];
/// Of a claim.
pub(super) const CLAIM: &[Fragment] =
    &[fragment("as_row", "claim_row", "claim"), fragment("as_link", "claim_link", "claim")];
/// Of an event.
pub(super) const EVENT: &[Fragment] =
    &[fragment("as_row", "event_row", "event"), fragment("as_entry", "event_entry", "event")];
/// Of a source.
pub(super) const SOURCE: &[Fragment] =
    &[fragment("as_row", "source_row", "source"), fragment("as_link", "source_link", "source")];
/// Of a statement in a list, without a remark.
pub(super) const STATEMENT: &[Fragment] = &[fragment("as_row", "statement_claim_row", "statement")];
/// Of a statement on a timeline.
pub(super) const ENTRY: &[Fragment] = &[fragment("as_entry", "statement_entry", "statement")];

/// The card with its fragments. One that cannot be made is left out: on a page the component tells why.
pub(super) fn with_fragments(theme: &Theme, card: Value, fragments: &[Fragment]) -> Value {
    let made = made(theme, &card, fragments);
    let Some(mut map) = card.into_map() else { return Value::none() };
    map.extend(made);
    Value::from(map)
}

/// The fragments of a card with few of its fields, which takes less memory; the whole card where a fragment cannot be made.
pub(super) fn fragments_alone(theme: &Theme, card: Value, fragments: &[Fragment], fields: &[&'static str]) -> Value {
    let made = made(theme, &card, fragments);
    if made.len() < fragments.len() {
        return card;
    }
    let kept = fields.iter().filter_map(|field| Some((Key::from(*field), card.get_from_path(field)?.clone())));
    Value::from(kept.chain(made).collect::<Map>())
}

fn made(theme: &Theme, card: &Value, fragments: &[Fragment]) -> Vec<(Key<'static>, Value)> {
    let made = |it: &Fragment| {
        let mut context = Context::new();
        context.insert_value(it.argument, card.clone());
        let html = theme.component(it.component, &context)?;
        Some((Key::from(it.key), Value::safe_string(&html)))
    };
    fragments.iter().filter_map(made).collect()
}

/// A page whose fragments lead to its root, where there are any made in this buffer.
pub(super) fn rooted<'a>(html: &'a [u8], root: &str, buffer: &'a mut Vec<u8>) -> &'a [u8] {
    buffer.clear();
    let mut rest = 0;
    for at in memchr_iter(ROOT, html) {
        buffer.extend_from_slice(&html[rest..at]);
        buffer.extend_from_slice(root.as_bytes());
        rest = at + 1;
    }
    if rest == 0 {
        return html;
    }
    buffer.extend_from_slice(&html[rest..]);
    buffer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_root_stands_wherever_it_belongs() {
        let rooted =
            |html: &str| String::from_utf8(rooted(html.as_bytes(), "../", &mut vec![1]).to_vec()).expect("text");
        assert_eq!(rooted(""), "");
        assert_eq!(rooted("<p>é</p>"), "<p>é</p>");
        assert_eq!(rooted("\0"), "../");
        assert_eq!(rooted("\0a\0\0é"), "../a../../é");
    }
}
