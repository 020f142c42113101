//! The settings of a site.

use url::Url;

use super::reader::Reader;
use super::{Lower, shown};
use crate::config::{Addresses, Autolink, EntityExports, Exports, RawHtml, Settings, SocialCards};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::keys;
use crate::parse::node::Node;
use crate::source::SitePath;

/// The settings in the tree of `postil.toml`; the defaults for what is not there or cannot be read.
pub(in crate::parse) fn settings(lower: &mut Lower, node: &Node) -> Settings {
    lower.is_settings = true;
    let mut settings = Settings::default();
    let Some(reader) = Reader::new(lower, &keys::SETTINGS, node) else { return settings };
    reader.get(lower, "site", |lower, _, node| {
        site(&mut settings, &Reader::new(lower, &keys::SITE, node)?, lower);
        Some(())
    });
    reader.get(lower, "content", |lower, _, node| {
        content(&mut settings, &Reader::new(lower, &keys::CONTENT, node)?, lower);
        Some(())
    });
    reader.get(lower, "build", |lower, _, node| {
        build(&mut settings, &Reader::new(lower, &keys::BUILD, node)?, lower);
        Some(())
    });
    reader.get(lower, "exports", |lower, _, node| {
        exports(&mut settings.exports, &Reader::new(lower, &keys::EXPORTS, node)?, lower);
        Some(())
    });
    settings.extra = reader.get(lower, "extra", Lower::extra).unwrap_or_default();
    settings
}

fn site(settings: &mut Settings, reader: &Reader<'_>, lower: &mut Lower) {
    if let Some(title) = reader.get(lower, "title", Lower::plain_text) {
        settings.title = title;
    }
    settings.description = reader.get(lower, "description", Lower::plain_text);
    settings.base_url = reader.get(lower, "base_url", base_url);
    if let Some(language) = reader.get(lower, "language", Lower::language) {
        settings.language = language.value;
    }
    settings.author = reader.get(lower, "author", Lower::plain_text);
}

fn content(settings: &mut Settings, reader: &Reader<'_>, lower: &mut Lower) {
    let autolink = [("first", Autolink::First), ("all", Autolink::All), ("off", Autolink::Off)];
    if let Some(which) = reader.get(lower, "autolink", |lower, key, node| lower.one_of(key, node, &autolink)) {
        settings.autolink = which;
    }
    let raw_html = [("allow", RawHtml::Allow), ("sanitize", RawHtml::Sanitize), ("escape", RawHtml::Escape)];
    if let Some(what) = reader.get(lower, "raw_html", |lower, key, node| lower.one_of(key, node, &raw_html)) {
        settings.raw_html = what;
    }
    settings.smart_punctuation = reader.get(lower, "smart_punctuation", Lower::truth).unwrap_or(false);
    settings.strict_actors = reader.get(lower, "strict_actors", Lower::truth).unwrap_or(false);
}

fn build(settings: &mut Settings, reader: &Reader<'_>, lower: &mut Lower) {
    if let Some(output) = reader.get(lower, "output", output) {
        settings.output = output;
    }
    settings.strict = reader.get(lower, "strict", Lower::truth).unwrap_or(false);
    if let Some(paginate) = reader.get(lower, "paginate", |lower, key, node| lower.whole(key, node, 1, 1000)) {
        settings.paginate = usize::from(paginate.value);
    }
    let forms = [("folder", Addresses::Folder), ("file", Addresses::File)];
    if let Some(form) = reader.get(lower, "addresses", |lower, key, node| lower.one_of(key, node, &forms)) {
        settings.addresses = form;
    }
    let which = [("all", SocialCards::All), ("briefings", SocialCards::Briefings), ("off", SocialCards::Off)];
    if let Some(which) = reader.get(lower, "social_cards", |lower, key, node| lower.one_of(key, node, &which)) {
        settings.social_cards = which;
    }
    settings.search = reader.get(lower, "search", Lower::truth).unwrap_or(true);
}

fn exports(exports: &mut Exports, reader: &Reader<'_>, lower: &mut Lower) {
    exports.formats.retain(|format| reader.get(lower, format.as_str(), Lower::truth).unwrap_or(true));
    let which = [("auto", EntityExports::Auto), ("all", EntityExports::All), ("off", EntityExports::Off)];
    if let Some(which) = reader.get(lower, "entities", |lower, key, node| lower.one_of(key, node, &which)) {
        exports.entities = which;
    }
    if let Some(which) = reader.get(lower, "large", |lower, key, node| lower.one_of(key, node, &which)) {
        exports.large = which;
    }
}

/// Where the site will stand: http or https, nothing after the path, and a `/` at its end.
fn base_url(lower: &mut Lower, key: &str, node: &Node) -> Option<String> {
    let text = lower.url(key, node)?;
    let mut url = Url::parse(&text.value).ok()?;
    let problem = match url.scheme() {
        "http" | "https" if url.query().is_some() || url.fragment().is_some() => "has a query or a fragment",
        "http" | "https" if !url.username().is_empty() || url.password().is_some() => "holds a name or password",
        "http" | "https" => {
            if !url.path().ends_with('/') {
                url.set_path(&format!("{}/", url.path()));
            }
            return Some(url.to_string());
        }
        _ => "is not where a site can stand",
    };
    let message = format!("the address `{}` {problem}", shown(&text.value));
    let diagnostic = Diagnostic::new(Code::BadUrl, text.span, message);
    lower.report(diagnostic.help("write an address such as `https://example.org/briefings/`"));
    None
}

/// A folder that can be written without touching what the site is made from.
fn output(lower: &mut Lower, key: &str, node: &Node) -> Option<String> {
    let text = lower.text(key, node)?;
    let problem = match SitePath::new(&text.value) {
        Err(error) => error.to_string(),
        Ok(path) => match path.as_str().split('/').next().unwrap_or_default() {
            "" => "it is the folder of the site itself".to_owned(),
            "content" | "templates" | "static" => "the site is made from that folder".to_owned(),
            ".git" => "it belongs to the history of the site".to_owned(),
            _ => return Some(path.as_str().to_owned()),
        },
    };
    let message = format!("the site cannot be written to `{}`: {problem}", shown(&text.value));
    let diagnostic = Diagnostic::new(Code::UnknownValue, text.span, message);
    lower.report(diagnostic.help("write the name of a folder of its own, such as `public`"));
    None
}
