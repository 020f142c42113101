//! Where a link leads, as it was typed.
//!
//! Addresses elsewhere pass by an allow-list of schemes, found as a browser finds them, so that no disguise of a scheme that
//! runs script gets through.

use percent_encoding::percent_decode_str;

/// Where a link leads, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// `actor:id`
    Actor(String),
    /// `claim:id`
    Claim(String),
    /// `event:id`
    Event(String),
    /// `source:id`
    Source(String),
    /// `briefing:slug`, perhaps with a `#fragment`
    Briefing(String, Option<String>),
    /// `[[name]]`: an actor, or else a briefing, page, event, claim or source of that name, title or id
    Name(String),
    /// A relative path, perhaps with a fragment: another file of content, an image or another asset. Percent-decoded.
    File(String, Option<String>),
    /// `#fragment` of the same page. Percent-decoded.
    Fragment(String),
    /// An address elsewhere, already found harmless.
    External(String),
}

/// Why an address is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is none.
    Empty,
    /// No id follows the kind.
    NoId(String),
    /// Its scheme is not one of those that are linked.
    Scheme(String),
    /// It begins with `//`, so that its scheme depends on the page.
    NoScheme,
}

/// The target of an address, after Markdown's escapes and entities.
pub(super) fn target(address: &str) -> Result<LinkTarget, Refusal> {
    let address = as_browsers_read(address);
    if address.is_empty() {
        return Err(Refusal::Empty);
    }
    if let Some(fragment) = address.strip_prefix('#') {
        return Ok(LinkTarget::Fragment(decoded(fragment)));
    }
    match scheme(&address) {
        Some((scheme, rest)) => with_scheme(&scheme, rest, &address),
        None if begins_with_two_slashes(&address) => Err(Refusal::NoScheme),
        None => {
            let (path, fragment) = split(&address);
            Ok(LinkTarget::File(path, fragment))
        }
    }
}

/// Whether an address of an image may be used: a relative path, or one elsewhere.
pub(super) fn image(address: &str) -> Result<String, Refusal> {
    match target(address)? {
        LinkTarget::File(path, _) => Ok(path),
        LinkTarget::External(url) if is_web(&url) => Ok(url),
        _ => Err(Refusal::Scheme(scheme(address).map(|(scheme, _)| scheme).unwrap_or_default())),
    }
}

/// Whether an address leads to the web.
pub(super) fn is_web(url: &str) -> bool {
    scheme(url).is_some_and(|(scheme, _)| matches!(scheme.as_str(), "http" | "https"))
}

fn with_scheme(scheme: &str, rest: &str, address: &str) -> Result<LinkTarget, Refusal> {
    if let "actor" | "claim" | "event" | "source" | "briefing" = scheme
        && rest.split('#').next().is_none_or(|id| id.trim().is_empty())
    {
        return Err(Refusal::NoId(scheme.to_owned()));
    }
    Ok(match scheme {
        "actor" => LinkTarget::Actor(decoded(rest)),
        "claim" => LinkTarget::Claim(decoded(rest)),
        "event" => LinkTarget::Event(decoded(rest)),
        "source" => LinkTarget::Source(decoded(rest)),
        "briefing" => {
            let (slug, fragment) = split(rest);
            LinkTarget::Briefing(slug, fragment)
        }
        "http" | "https" | "mailto" | "tel" => LinkTarget::External(address.to_owned()),
        other => return Err(Refusal::Scheme(other.to_owned())),
    })
}

/// The address without what browsers overlook: controls and spaces around it, tabs and line ends in it (WHATWG URL, 4.4).
/// Other controls within are taken out too, because nobody means them.
fn as_browsers_read(address: &str) -> String {
    let kept: String = address.chars().filter(|c| !c.is_control()).collect();
    kept.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)).to_owned()
}

/// The scheme in lower case, without white space and invisible characters that might hide it, and what follows it.
fn scheme(address: &str) -> Option<(String, &str)> {
    let end = address.find([':', '/', '?', '#']).filter(|end| address[*end..].starts_with(':'))?;
    let scheme = address[..end].chars().filter(|c| !c.is_whitespace() && !is_invisible(*c) && !c.is_control());
    Some((scheme.flat_map(char::to_lowercase).collect(), &address[end + 1..]))
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn begins_with_two_slashes(address: &str) -> bool {
    let mut chars = address.chars();
    matches!(chars.next(), Some('/' | '\\')) && matches!(chars.next(), Some('/' | '\\'))
}

fn split(address: &str) -> (String, Option<String>) {
    match address.split_once('#') {
        Some((path, fragment)) => (decoded(path), Some(decoded(fragment))),
        None => (decoded(address), None),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}
