//! Reading a value by what its key takes.
//!
//! Each function takes the key, for messages, and the node, and gives the value or reports why there is none.

use url::Url;

use super::countries;
use super::dates;
use super::nearest::nearest;
use super::{Lower, shown};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::Text;
use crate::model::{Date, Slug, Word};
use crate::parse::keys::{Takes, words};
use crate::parse::node::{Node, Scalar, Value};
use crate::source::{SitePath, Spanned, is_device};

impl Lower {
    pub(super) fn text(&mut self, key: &str, node: &Node) -> Option<Text> {
        self.scalar(key, node, &Takes::Text).map(|text| text.map(str::to_owned))
    }

    pub(super) fn plain_text(&mut self, key: &str, node: &Node) -> Option<String> {
        self.text(key, node).map(|text| text.value)
    }

    /// A text in which space at the ends counts: it stands beside another.
    pub(super) fn spaced_text(&mut self, key: &str, node: &Node) -> Option<Text> {
        let text = self.text(key, node)?;
        let Value::Scalar(scalar) = &node.value else { return Some(text) };
        Some(text.map(|_| scalar.text.clone()))
    }

    pub(super) fn slug(&mut self, key: &str, node: &Node) -> Option<Spanned<Slug>> {
        let text = self.scalar(key, node, &Takes::Id)?;
        if let Some(slug) = Slug::parse(text.value) {
            return Some(text.map(|_| slug));
        }
        let near = Slug::from_text(text.value);
        let diagnostic = Diagnostic::new(Code::BadId, text.span, format!("`{}` is not an id", shown(text.value)))
            .note(format!("an id is made of lowercase letters and digits, in groups joined by single hyphens, of at most {} characters", Slug::MAX_CHARS));
        let diagnostic = if is_device(text.value) {
            diagnostic.note("Windows keeps this name for a device, and has no folder of it")
        } else {
            diagnostic
        };
        self.report(match &near {
            Some(slug) => diagnostic.help(format!("write `{slug}`")),
            None => diagnostic.help("write an id such as `guarantees-by-treaty`"),
        });
        near.map(|slug| text.map(|_| slug))
    }

    pub(super) fn word<W: Word>(&mut self, key: &str, node: &Node) -> Option<Spanned<W>> {
        let text = self.scalar(key, node, &Takes::Word(words::<W>))?;
        if let Some(word) = W::parse(text.value) {
            return Some(text.map(|_| word));
        }
        self.report(unknown_value(key, &text, &words::<W>()));
        None
    }

    /// One of these words of the settings.
    pub(super) fn one_of<T: Copy>(&mut self, key: &str, node: &Node, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.scalar(key, node, &Takes::Text)?;
        let found = words.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.report(unknown_value(key, &text, &words));
        }
        found.map(|(_, value)| *value)
    }

    pub(super) fn date(&mut self, key: &str, node: &Node) -> Option<Spanned<Date>> {
        let text = self.scalar(key, node, &Takes::Date)?;
        match Date::parse(text.value) {
            Ok(date) => Some(text.map(|_| date)),
            Err(error) => {
                let message = format!("the date `{}` {}", shown(text.value), error.0);
                let diagnostic = Diagnostic::new(Code::BadDate, text.span, message);
                self.report(match dates::guess(text.value) {
                    Some(guess) => diagnostic.help(format!("write `{guess}`")),
                    None => diagnostic
                        .note("dates are `2025`, `2025-12`, `2025-12-11`, `2025-12-11T10:00:00Z`, with `~` or `?`, or two with a `/`")
                        .help("write a date such as `2025-12-11` or `2025-12`"),
                });
                None
            }
        }
    }

    pub(super) fn truth(&mut self, key: &str, node: &Node) -> Option<bool> {
        let text = self.scalar(key, node, &Takes::Truth)?;
        let plain = matches!(&node.value, Value::Scalar(Scalar { plain: true, .. }));
        match text.value {
            "true" if plain => return Some(true),
            "false" if plain => return Some(false),
            _ => {}
        }
        let diagnostic = Takes::Truth.refuse(key, node);
        if let "true" | "false" = text.value {
            let message = format!("`{key}` is a text in quotation marks");
            let help = format!("write `{}` without quotation marks", text.value);
            self.report(Diagnostic { message, ..diagnostic }.help(help));
            return None;
        }
        let meant = match text.value.to_lowercase().as_str() {
            "true" | "yes" | "on" | "y" | "1" => "write `true`",
            "false" | "no" | "off" | "n" | "0" => "write `false`",
            _ => "write `true` or `false`",
        };
        self.report(
            Diagnostic { message: format!("`{}` is neither `true` nor `false`", shown(text.value)), ..diagnostic }
                .help(meant),
        );
        None
    }

    pub(super) fn whole(&mut self, key: &str, node: &Node, from: u16, to: u16) -> Option<Spanned<u16>> {
        let takes = Takes::Whole(from, to);
        let text = self.scalar(key, node, &takes)?;
        let digits = text.value.len() <= 8 && text.value.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.value.parse().ok().filter(|number| digits && (from..=to).contains(number));
        if number.is_none() {
            self.refuse_value(key, &text, &takes);
        }
        number.map(|number| text.map(|_| number))
    }

    pub(super) fn small(&mut self, key: &str, node: &Node, to: u8) -> Option<Spanned<u8>> {
        let number = self.whole(key, node, 1, u16::from(to))?;
        u8::try_from(number.value).ok().map(|small| number.map(|_| small))
    }

    pub(super) fn degrees(&mut self, key: &str, node: &Node, most: u8) -> Option<f64> {
        let takes = Takes::Degrees(most);
        let text = self.scalar(key, node, &takes)?;
        let digits = text.value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
        let number = text.value.parse::<f64>().ok().filter(|number| digits && number.abs() <= f64::from(most));
        if number.is_none() {
            self.refuse_value(key, &text, &takes);
        }
        number
    }

    pub(super) fn url(&mut self, key: &str, node: &Node) -> Option<Text> {
        let text = self.scalar(key, node, &Takes::Url)?;
        let problem = |message: String| Diagnostic::new(Code::BadUrl, text.span, message);
        let quoted = shown(text.value);
        let diagnostic = match Url::parse(text.value) {
            _ if text.value.chars().any(|c| c.is_whitespace() || c.is_control()) => {
                problem(format!("the address `{quoted}` holds a space")).help("write `%20` for a space, or delete it")
            }
            Ok(url)
                if matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty()) =>
            {
                return Some(text.map(str::to_owned));
            }
            Ok(url) if url.scheme() == "mailto" && url.path().contains('@') => return Some(text.map(str::to_owned)),
            Ok(url) if url.scheme() == "mailto" => {
                problem(format!("`{quoted}` is no mail address")).help("write `mailto:name@example.org`")
            }
            Ok(url) if !text.value.contains("://") && url.scheme().contains('.') => without_scheme(problem, &quoted),
            Ok(url) => problem(format!("an address that begins with `{}:` is not linked", url.scheme()))
                .help("write an address that begins with `https://`, `http://` or `mailto:`"),
            Err(url::ParseError::RelativeUrlWithoutBase) => without_scheme(problem, &quoted),
            Err(error) => problem(format!("`{quoted}` is no address: {error}"))
                .help("write an address such as `https://example.org/report`"),
        };
        self.report(diagnostic);
        None
    }

    /// The path of a file, relative to the one it is written in.
    pub(super) fn file_path(&mut self, key: &str, node: &Node) -> Option<Text> {
        let text = self.scalar(key, node, &Takes::Path)?;
        match self.source.path().parent().join(text.value) {
            Ok(_) => Some(text.map(str::to_owned)),
            Err(error) => {
                let message = format!("`{}` is no path of a file in the site: {error}", shown(text.value));
                let diagnostic = Diagnostic::new(Code::BadUrl, text.span, message);
                self.report(diagnostic.help("write a path relative to this file, such as `map.png`"));
                None
            }
        }
    }

    /// The former address of a page: a path relative to the root of the site.
    pub(super) fn page_path(&mut self, key: &str, node: &Node) -> Option<Text> {
        let text = self.scalar(key, node, &Takes::Path)?;
        let path = text.value.trim_start_matches('/');
        let holds = path.chars().find(|c| matches!(c, '?' | '#'));
        let message = match SitePath::new(path) {
            Ok(_) if holds.is_some() => format!("the address `{}` has a `?` or `#`", shown(text.value)),
            Ok(path) if path.as_str().is_empty() => "the home page cannot be a former address".to_owned(),
            Ok(_) => return Some(text.map(str::to_owned)),
            Err(error) => format!("`{}` is no address within the site: {error}", shown(text.value)),
        };
        let diagnostic = Diagnostic::new(Code::BadUrl, text.span, message);
        self.report(diagnostic.help("write a path from the root of the site, such as `/old/offer/`"));
        None
    }

    pub(super) fn country(&mut self, key: &str, node: &Node) -> Option<Text> {
        let text = self.scalar(key, node, &Takes::Country)?;
        let upper = text.value.to_ascii_uppercase();
        if countries::is_code(&upper) || countries::is_user_assigned(&upper) {
            return Some(text.map(|_| upper));
        }
        let message = format!("`{}` is not a country code", shown(text.value));
        let diagnostic = Diagnostic::new(Code::UnknownValue, text.span, message)
            .note(format!("`{key}` takes the two letters of ISO 3166-1, such as `UA`, `RU`, `DE`"));
        self.report(match countries::meant(text.value) {
            Some(code) => diagnostic.help(format!("write `{code}`")),
            None => diagnostic.help("write the two letters of the country"),
        });
        None
    }

    pub(super) fn wikidata(&mut self, key: &str, node: &Node) -> Option<Text> {
        let text = self.scalar(key, node, &Takes::Wikidata)?;
        let is_item = |text: &str| {
            text.strip_prefix('Q').is_some_and(|digits| {
                (1..=12).contains(&digits.len())
                    && !digits.starts_with('0')
                    && digits.bytes().all(|b| b.is_ascii_digit())
            })
        };
        if is_item(text.value) {
            return Some(text.map(str::to_owned));
        }
        let last = text.value.rsplit('/').next().unwrap_or_default().to_ascii_uppercase();
        let message = format!("`{}` is not a Wikidata item", shown(text.value));
        let diagnostic = Diagnostic::new(Code::UnknownValue, text.span, message);
        self.report(if is_item(&last) {
            diagnostic.help(format!("write `{last}`"))
        } else {
            diagnostic.help("write `Q` and the digits, such as `Q58217`")
        });
        None
    }

    pub(super) fn sha256(&mut self, key: &str, node: &Node) -> Option<Text> {
        let text = self.scalar(key, node, &Takes::Sha256)?;
        if text.value.len() == 64 && text.value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(text.map(str::to_ascii_lowercase));
        }
        self.refuse_value(key, &text, &Takes::Sha256);
        None
    }

    /// A language tag: two to eight letters, then groups of up to eight letters or digits (RFC 5646, section 2.1).
    pub(super) fn language(&mut self, key: &str, node: &Node) -> Option<Text> {
        let text = self.scalar(key, node, &Takes::Language)?;
        let mut parts = text.value.split('-');
        let first = parts.next().unwrap_or_default();
        let fits = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
        let rest =
            parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if fits && rest && text.value.len() <= 35 {
            return Some(text.map(str::to_owned));
        }
        let message = format!("`{}` is not a language tag", shown(text.value));
        let diagnostic = Diagnostic::new(Code::UnknownValue, text.span, message);
        let hyphened = text.value.replace('_', "-");
        self.report(if hyphened != text.value && hyphened.len() <= 12 {
            diagnostic.help(format!("write `{hyphened}`"))
        } else {
            diagnostic.help("write a tag of BCP 47 such as `en`, `uk` or `pt-BR`")
        });
        None
    }

    /// The text of a scalar that is not empty, without space around it.
    pub(super) fn scalar<'n>(&mut self, key: &str, node: &'n Node, takes: &Takes) -> Option<Spanned<&'n str>> {
        match &node.value {
            Value::Scalar(scalar) => {
                let text = scalar.text.trim();
                if text.is_empty() {
                    let diagnostic = Diagnostic::new(Code::WrongType, node.span, format!("`{key}` is empty"));
                    self.report(diagnostic.help(format!("write {} there, or delete the line", takes.wanted())));
                    return None;
                }
                Some(Spanned::new(text, node.span))
            }
            Value::Broken => None,
            Value::List(_) => {
                self.report(takes.refuse(key, node).help("write one value, without brackets and `- `"));
                None
            }
            Value::Map(map) => {
                let colon = map.entries.len() == 1;
                let help =
                    if colon { "if it is a text with a colon, put it in quotation marks" } else { "write one value" };
                self.report(takes.refuse(key, node).help(help));
                None
            }
        }
    }

    fn refuse_value(&mut self, key: &str, text: &Spanned<&str>, takes: &Takes) {
        let message = format!("`{key}` cannot be `{}`", shown(text.value));
        self.report(Diagnostic::new(Code::UnknownValue, text.span, message).help(format!("write {}", takes.wanted())));
    }
}

fn unknown_value(key: &str, text: &Spanned<&str>, words: &[&'static str]) -> Diagnostic {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    let message = format!("`{key}` cannot be `{}`", shown(text.value));
    let diagnostic = Diagnostic::new(Code::UnknownValue, text.span, message);
    match nearest(text.value, words.iter().copied()) {
        Some(near) => diagnostic.note(format!("allowed are {}", quoted.join(", "))).help(format!("write `{near}`")),
        None => diagnostic.help(format!("write one of {}", quoted.join(", "))),
    }
}

fn without_scheme(problem: impl Fn(String) -> Diagnostic, quoted: &str) -> Diagnostic {
    let rest = quoted.trim_start_matches('/');
    problem(format!("the address `{quoted}` does not say how it is reached")).help(format!("write `https://{rest}`"))
}
