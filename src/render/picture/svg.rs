//! Writing SVG: elements with escaped text on whole pixels, and the marks that several pictures share.

use std::borrow::Cow;
use std::fmt::{Arguments, Write};

use super::text::isolated;

/// The inside of a drawing.
#[derive(Debug, Default)]
pub(super) struct Svg {
    body: String,
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    /// The whole element, with its name and description.
    pub(super) fn finish(self, id: &str, (width, height): (i32, i32), title: &str, description: &str) -> String {
        let (title, description) = (escaped(title), escaped(description));
        format!(
            "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" direction=\"ltr\" role=\"group\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\"><title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>{}</svg>",
            self.body
        )
    }

    /// A small drawing for a key.
    pub(super) fn sample(self) -> String {
        format!("<svg viewBox=\"0 -2 34 20\" width=\"34\" height=\"20\" aria-hidden=\"true\">{}</svg>", self.body)
    }

    fn write(&mut self, element: Arguments<'_>) {
        // Writing to a text does not fail.
        let _ = self.body.write_fmt(element);
    }

    /// A straight line. `attributes` are written as they are.
    pub(super) fn line(&mut self, from: (i32, i32), to: (i32, i32), attributes: &str) {
        self.write(format_args!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {attributes}></line>",
            from.0, from.1, to.0, to.1
        ));
    }

    /// A rectangle with round corners.
    pub(super) fn rect(&mut self, at: (i32, i32), size: (i32, i32), radius: i32, attributes: &str) {
        let (width, height) = (size.0.max(1), size.1.max(1));
        self.write(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" {attributes}></rect>",
            at.0, at.1
        ));
    }

    /// A circle.
    pub(super) fn circle(&mut self, at: (i32, i32), radius: i32, attributes: &str) {
        self.write(format_args!("<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\" {attributes}></circle>", at.0, at.1));
    }

    /// A path.
    pub(super) fn path(&mut self, d: &str, attributes: &str) {
        self.write(format_args!("<path d=\"{d}\" {attributes}></path>"));
    }

    /// A text on its base line.
    pub(super) fn text(&mut self, at: (i32, i32), anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let text = isolated(text);
        let text = escaped(&text);
        self.write(format_args!("<text x=\"{}\" y=\"{}\"{anchor} class=\"{class}\">{text}</text>", at.0, at.1));
    }

    /// Whatever is drawn inside is one link, or one group where there is nothing to link to. `title` is its name in full.
    pub(super) fn link(&mut self, href: Option<&str>, attributes: &str, title: &str, draw: impl FnOnce(&mut Self)) {
        let name = if href.is_some() { "a" } else { "g" };
        let href = href.map_or_else(String::new, |it| format!(" href=\"{}\"", escaped(it)));
        self.write(format_args!("<{name}{href} {attributes}><title>{}</title>", escaped(title)));
        draw(self);
        self.write(format_args!("</{name}>"));
    }

    /// The shape of an actor of this kind.
    pub(super) fn actor(&mut self, (x, y): (i32, i32), radius: i32, kind: &str) {
        let r = radius;
        match kind {
            "state" => {
                let half = r * 17 / 20;
                let d = format!("M{} {}h{}v{half}l-{half} {half}l-{half} -{half}z", x - half, y - half, half * 2);
                self.path(&d, "class=\"node\"");
            }
            "group" => self.path(&format!("M{x} {}l{r} {}h-{}z", y - r, r * 9 / 5, r * 2), "class=\"node\""),
            "organization" | "public-body" | "igo" | "media" => {
                let half = r * 17 / 20;
                self.rect((x - half, y - half), (half * 2, half * 2), 3, "class=\"node\"");
            }
            _ => self.circle((x, y), r, "class=\"node\""),
        }
    }

    /// The disc of a family of statuses.
    pub(super) fn disc(&mut self, (x, y): (i32, i32), standing: &str, uncertain: bool) {
        let r = DISC;
        if uncertain {
            self.ring((x, y));
        }
        self.circle((x, y), r, &format!("class=\"disc\" data-standing=\"{standing}\""));
        match standing {
            "contested" => {
                let d = format!("M{x} {}a{r} {r} 0 0 0 0 {}z", y - r, r * 2);
                self.path(&d, "class=\"disc-fill\" data-standing=\"contested\"");
            }
            "failed" => {
                let side = r * 7 / 10;
                self.line((x - side, y + side), (x + side, y - side), "class=\"disc\" data-standing=\"failed\"");
            }
            _ => {}
        }
    }

    /// The diamond of an event.
    pub(super) fn diamond(&mut self, (x, y): (i32, i32), uncertain: bool) {
        if uncertain {
            self.ring((x, y));
        }
        self.path(&format!("M{x} {}l7 7l-7 7l-7 -7z", y - 7), "class=\"diamond\"");
    }

    /// The ring around what has no certain date.
    pub(super) fn ring(&mut self, at: (i32, i32)) {
        self.circle(at, DISC + 3, "class=\"ring\"");
    }
}

/// The text so that it is only text in HTML and SVG. What no document may hold is left out.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || c.is_control();
    let Some(first) = text.find(is_special) else { return Cow::Borrowed(text) };
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(&text[..first]);
    for letter in text[first..].chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ if letter.is_control() => escaped.push(' '),
            _ => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

/// The radius of a disc.
pub(super) const DISC: i32 = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_written_becomes_an_element() {
        let mut svg = Svg::default();
        svg.link(Some("a\"b"), "", "</title><script>", |svg| svg.text((1, 2), Anchor::Start, "t", "<b>&\u{0}'"));
        let html = svg.finish("x", (10, 10), "<i>", "\"");
        assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("<i>") && !html.contains('\0'));
        assert!(html.contains("href=\"a&quot;b\""));
    }
}
