//! Names and ids that look like others: letters of several alphabets in one word, letters that cannot be seen, and two that
//! only their bytes tell apart. What looks alike is what Unicode Technical Standard #39 says.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};
use unicode_security::{is_potential_mixed_script_confusable_char, skeleton};

use super::super::graph::Graph;
use super::Site;
use super::identity::names;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::Id;
use crate::model::{Kind, Slug};
use crate::parse::Head;
use crate::source::Span;

/// Reports each name and id that can be taken for another.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    let called = called(site.graph);
    problems.extend(called.iter().filter_map(|it| mixed(it).or_else(|| invisible(it))));
    alike(&called, problems);
}

/// What something is called.
struct Called<'a> {
    text: &'a str,
    span: Span,
    /// What it names, so that one thing may have names that look alike.
    kind: Kind,
    index: usize,
    is_id: bool,
}

fn called(graph: &Graph) -> Vec<Called<'_>> {
    let mut all = Vec::new();
    for (index, actor) in graph.actors.iter().enumerate() {
        let kind = Kind::Actor;
        all.extend(names(actor).map(|it| Called { text: &it.value, span: it.span, kind, index, is_id: false }));
    }
    let actors = graph.actors.iter().map(|it| &it.source.id).enumerate().map(|it| (Kind::Actor, it));
    let claims = graph.claims.iter().map(|it| &it.source.id).enumerate().map(|it| (Kind::Claim, it));
    let events = graph.events.iter().map(|it| &it.source.id).enumerate().map(|it| (Kind::Event, it));
    let sources = graph.sources.iter().map(|it| &it.source.id).enumerate().map(|it| (Kind::Source, it));
    // An id that was made from a name looks like that name.
    let written = actors.chain(claims).chain(events).chain(sources).filter(|(_, (_, id))| !id.made);
    all.extend(written.map(|(kind, (index, Id { slug, span, .. }))| id(slug, *span, kind, index)));
    for (index, briefing) in graph.briefings.iter().enumerate() {
        if let Head::Briefing(head) = &briefing.source.article.head {
            all.push(id(&head.slug.value, head.slug.span, Kind::Briefing, index));
        }
    }
    all
}

fn id(slug: &Slug, span: Span, kind: Kind, index: usize) -> Called<'_> {
    Called { text: slug.as_str(), span, kind, index, is_id: true }
}

/// A word with a letter that could be one of another alphabet in it. Latin beside Chinese or Japanese is usual, and an `Ω`
/// among Latin letters is seen: neither is looked for.
fn mixed(it: &Called) -> Option<Diagnostic> {
    if it.text.is_ascii() {
        return None;
    }
    it.text.split(|c: char| !c.is_alphanumeric()).find_map(|word| {
        let letters = || word.chars().filter(|c| ALPHABETS.contains(&c.script()));
        let mistaken =
            letters().find(|c| c.script() != Script::Latin && is_potential_mixed_script_confusable_char(*c))?;
        let other = letters().find(|c| c.script() != mistaken.script())?;
        let told = |c: char| format!("`{c}` (U+{:04X}) is {}", u32::from(c), c.script().full_name());
        let message = format!("`{word}` has letters of two alphabets that look alike");
        let problem = Diagnostic::new(Code::ConfusableName, it.span, message);
        Some(
            problem
                .label(format!("{}, {}", told(mistaken), told(other)))
                .help("write the word anew with the letters of one alphabet"),
        )
    })
}

fn invisible(it: &Called) -> Option<Diagnostic> {
    let unseen = it.text.chars().find(|c| is_invisible(*c))?;
    let shown: String = it.text.chars().filter(|c| !is_invisible(*c)).collect();
    let message = format!("`{shown}` holds a character that cannot be seen, U+{:04X}", u32::from(unseen));
    Some(Diagnostic::new(Code::ConfusableName, it.span, message).help("write the name anew without it"))
}

/// Two things whose names or ids look the same. Within ASCII nothing is reported: `l` and `1` are read with care.
fn alike(called: &[Called], problems: &mut Vec<Diagnostic>) {
    if called.iter().all(|it| it.text.is_ascii()) {
        return;
    }
    let mut looks: BTreeMap<(&str, bool, String), Vec<&Called>> = BTreeMap::new();
    for it in called {
        looks.entry((it.kind.name(), it.is_id, skeleton(it.text).collect())).or_default().push(it);
    }
    for group in looks.into_values().filter(|group| group.len() > 1) {
        let first = group.iter().find(|it| it.text.is_ascii()).unwrap_or(&group[0]);
        let differs = |it: &&&Called| it.index != first.index && !it.text.nfc().eq(first.text.nfc());
        for other in group.iter().filter(|it| !it.text.is_ascii()).filter(differs) {
            let what = if other.is_id { "id" } else { "name" };
            let message = format!("`{}` looks like another {what}, and is not the same", other.text);
            problems.push(
                Diagnostic::new(Code::ConfusableName, other.span, message)
                    .label(format!("letters: {}", alphabets(other.text)))
                    .also(first.span, format!("letters: {}", alphabets(first.text)))
                    .help("if both are one, write one of them everywhere; else choose a name that can be told apart"),
            );
        }
    }
}

/// The alphabets of a text, in the order in which they come.
fn alphabets(text: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for script in text.chars().map(|c| c.script()).filter(|it| !matches!(it, Script::Common | Script::Inherited)) {
        if !names.contains(&script.full_name()) {
            names.push(script.full_name());
        }
    }
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// What Unicode calls default ignorable, without joiners, marks of direction and selectors, which names in Persian, Hebrew
/// and with emoji need; and the fillers of Hangul.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{2060}'
            ..='\u{2064}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    )
}

/// Alphabets whose letters are taken for each other's.
const ALPHABETS: [Script; 6] =
    [Script::Latin, Script::Cyrillic, Script::Greek, Script::Armenian, Script::Cherokee, Script::Coptic];
