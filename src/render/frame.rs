//! Templates of a site that only dress its pages: a masthead, a foot, a style sheet more.
//!
//! They look at nothing but `page`, `site` and `root`, so that pages are made as those of the default theme are, which needs only
//! some fields of what lists show. Whatever is not plainly so counts as a template that may look at anything.

use super::expand::{Piece, names, pieces, words};

/// Whether a template plainly looks at nothing but the frame of its page.
pub(super) fn is_frame(template: &str) -> bool {
    let mut bound: Vec<&str> = Vec::new();
    let mut loops: Vec<usize> = Vec::new();
    for piece in pieces(template) {
        let code = match piece {
            Piece::Text(_) | Piece::Comment(_) => continue,
            Piece::Print(code) => code,
            Piece::Tag(code) => match words(code) {
                ("block" | "endblock" | "extends" | "include" | "else" | "endif", _) => continue,
                ("if" | "elif", rest) => rest,
                ("for", rest) => {
                    let Some((names, list)) = rest.split_once(" in ") else { return false };
                    if !is_of_frame(list, &bound) {
                        return false;
                    }
                    loops.push(bound.len());
                    bound.extend(names.split(',').map(str::trim).chain(["loop"]));
                    continue;
                }
                ("endfor", _) => {
                    bound.truncate(loops.pop().unwrap_or(0));
                    continue;
                }
                // Among them `set`, whose names may count elsewhere, and `raw`, in which nothing is what it looks like.
                _ => return false,
            },
        };
        if !is_of_frame(code, &bound) {
            return false;
        }
    }
    true
}

/// Whether code names nothing but the frame, and what stands for parts of it.
fn is_of_frame(code: &str, bound: &[&str]) -> bool {
    // Other quotation marks, and what is escaped in them, are read by Tera alone.
    let is_plain = !code.contains(['\'', '`', '\\']);
    is_plain && names(code).into_iter().all(|name| FRAME.contains(&name) || bound.contains(&name))
}

/// What the default theme tells of every page, and the words of the language of templates.
const FRAME: &[&str] =
    &["page", "site", "root", "and", "or", "not", "is", "in", "defined", "undefined", "true", "false", "super"];

#[cfg(test)]
mod tests {
    use super::is_frame;

    #[test]
    fn the_frame_of_the_default_theme_is_one() {
        let base = include_str!("../../templates/base.html");
        assert!(is_frame(base));
        assert!(is_frame(
            "{% extends \"default/base.html\" %}{% block foot %}{{ super() }}<p>{{ site.title | upper }}</p>{% endblock foot %}"
        ));
        assert!(!is_frame(include_str!("../../templates/claim.html")));
    }

    #[test]
    fn what_may_look_at_more_is_none() {
        for template in [
            "{{ claim.text }}",
            "{% if claim %}{% endif %}",
            "{% for it in statements %}{{ it.href }}{% endfor %}",
            "{% for claim in page.alternates %}{{ claim.title }}{% endfor %}{{ claim.text }}",
            "{% set claim = page %}{{ claim.title }}",
            "{% raw %}{#{% endraw %}{{ claim.text }}#}",
            "{{ '\"' ~ claim ~ '\"' }}",
            "{{ \"\\\" ~ claim ~ \"\" }}",
            "{{ __tera_context }}",
            "{{ page[claim.id] }}",
            "{{ <claim_link claim={claim} /> }}",
            "{% filter upper %}{{ page.title }}{% endfilter %}",
        ] {
            assert!(!is_frame(template), "{template}");
        }
    }
}
