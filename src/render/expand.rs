//! Writes the components of the default theme out where they are called, before Tera reads the templates: a page calls about
//! seventy, and a call costs Tera more than most of them make.
//!
//! A parameter becomes what the call gives for it, so that the same is made: `{{ <date when={claim.date} /> }}` becomes the text
//! of `date` with `claim.date` for `when`. Variables of loops get names of their own. A call that cannot be written out so stays
//! a call.

use std::collections::{BTreeMap, BTreeSet};

use super::fragment::ROOT;

/// The templates (name, text) with their components written out.
pub(super) fn expanded<'t>(templates: &[(&'t str, &'t str)]) -> Vec<(&'t str, String)> {
    let components: Components<'t> = templates.iter().flat_map(|(_, text)| definitions(text)).collect();
    let expand = |text: &'t str| {
        let mut writer = Writer { components: &components, out: String::new(), text: 0, calls: 0 };
        writer.write(text, Scope::new(), &mut Vec::new());
        writer.out
    };
    templates.iter().map(|(name, text)| (*name, expand(text))).collect()
}

/// How deep components are written out in each other. Deeper ones are called less often than their text would take memory.
const DEPTH: usize = 2;

/// A component as it is defined.
struct Component<'t> {
    /// With what counts where a call gives nothing.
    parameters: Vec<(&'t str, Option<&'t str>)>,
    /// What it sees of the page that calls it.
    implicit: Vec<&'t str>,
    body: &'t str,
}

type Components<'t> = BTreeMap<&'t str, Component<'t>>;

/// What names stand for, the innermost last.
type Scope<'t> = Vec<(&'t str, String)>;

/// A part of a template, and what is between its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// `{% … %}`
    Tag(&'t str),
    /// `{{ … }}`
    Print(&'t str),
    /// `{# … #}`
    Comment(&'t str),
}

struct Writer<'c, 't> {
    components: &'c Components<'t>,
    out: String,
    /// Where the text begins that was written last, of which a `-` takes the end away.
    text: usize,
    /// How many calls were written out.
    calls: usize,
}

impl<'t> Writer<'_, 't> {
    /// Writes a template, or the body of a component, `within` these.
    fn write(&mut self, template: &'t str, mut scope: Scope<'t>, within: &mut Vec<&'t str>) {
        let mut loops = Vec::new();
        let mut is_trimmed = false;
        for piece in pieces(template) {
            let was_trimmed = std::mem::take(&mut is_trimmed);
            if let Piece::Text(text) = piece {
                self.text = self.out.len();
                self.out.push_str(if was_trimmed { text.trim_start() } else { text });
                continue;
            }
            match piece {
                Piece::Print(code) => match call(code).and_then(|it| self.scope_of(it, &scope, within)) {
                    Some((name, inner)) => {
                        if code.starts_with('-') {
                            let kept = self.out[self.text..].trim_end().len();
                            self.out.truncate(self.text + kept);
                        }
                        self.calls += 1;
                        within.push(name);
                        self.write(self.components[name].body, inner, within);
                        within.pop();
                        is_trimmed = code.ends_with('-');
                    }
                    None => self.print(&substituted(code, &scope)),
                },
                Piece::Tag(code) => match words(code) {
                    ("for", rest) => {
                        let (names, list) = rest.split_once(" in ").unwrap_or((rest, ""));
                        let list = substituted(list, &scope);
                        loops.push(scope.len());
                        for name in names.split(',').map(str::trim) {
                            let own =
                                if within.is_empty() { name.to_owned() } else { format!("{name}_{}", self.calls) };
                            scope.push((name, own));
                        }
                        let names: Vec<&str> =
                            scope[loops.last().copied().unwrap_or(0)..].iter().map(|it| &*it.1).collect();
                        let dash = if code.starts_with('-') { "-" } else { "" };
                        self.out.push_str(&format!("{{%{dash} for {} in {list}%}}", names.join(", ")));
                    }
                    ("endfor", _) => {
                        scope.truncate(loops.pop().unwrap_or(0));
                        self.out.push_str(&format!("{{%{code}%}}"));
                    }
                    ("component", rest) => {
                        let name = identifier(rest);
                        within.push(name);
                        self.out.push_str(&format!("{{%{}%}}", self.header(code, name)));
                    }
                    ("endcomponent", _) => {
                        within.pop();
                        self.out.push_str(&format!("{{%{code}%}}"));
                    }
                    _ => self.out.push_str(&format!("{{%{}%}}", substituted(code, &scope))),
                },
                Piece::Comment(text) => self.out.push_str(&format!("{{#{text}#}}")),
                Piece::Text(_) => {}
            }
            self.text = self.out.len();
        }
    }

    /// Something that is printed: words as they are, and the way to the root as in fragments.
    fn print(&mut self, code: &str) {
        if code.trim() == "root" {
            self.out.push(char::from(ROOT));
            return;
        }
        let word = code.trim().strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        match word.filter(|it| it.chars().all(|c| c.is_ascii_alphanumeric() || " .,:_-".contains(c))) {
            Some(word) => self.out.push_str(word),
            None => self.out.push_str(&format!("{{{{{code}}}}}")),
        }
    }

    /// What names stand for in the component that is called; nothing when the call is not written out.
    fn scope_of(&self, call: Call<'t>, scope: &Scope<'t>, within: &[&'t str]) -> Option<(&'t str, Scope<'t>)> {
        let (name, arguments) = call;
        let component = self.components.get(name).filter(|_| within.len() < DEPTH && !within.contains(&name))?;
        let is_known = |argument: &str| component.parameters.iter().any(|(name, _)| *name == argument);
        // `loop` is another one in a loop of the component.
        if arguments.iter().any(|(argument, code)| !is_known(argument) || names(code).contains("loop")) {
            return None;
        }
        let stands_for = |(parameter, default): &(&'t str, Option<&'t str>)| {
            let given = arguments.iter().find(|(argument, _)| argument == parameter);
            let code = given.map_or_else(|| default.map(str::to_owned), |(_, code)| Some(substituted(code, scope)))?;
            let is_simple =
                code.starts_with('"') || code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
            Some((*parameter, if is_simple { code } else { format!("({code})") }))
        };
        Some((name, component.parameters.iter().map(stands_for).collect::<Option<_>>()?))
    }

    /// The beginning of a definition, which comes to see what those see that are written out in it.
    fn header(&self, code: &str, name: &str) -> String {
        let mut implicit = BTreeSet::new();
        self.collect_implicit(name, &mut BTreeSet::new(), &mut implicit);
        let own = self.components.get(name).map(|it| it.implicit.as_slice()).unwrap_or_default();
        let more: Vec<String> =
            implicit.into_iter().filter(|it| !own.contains(it)).map(|it| format!("@{it}")).collect();
        match code.rsplit_once(')') {
            Some((before, after)) if !more.is_empty() => {
                let comma = if before.ends_with('(') { "" } else { ", " };
                format!("{before}{comma}{}){after}", more.join(", "))
            }
            _ => code.to_owned(),
        }
    }

    fn collect_implicit(&self, name: &str, seen: &mut BTreeSet<&'t str>, implicit: &mut BTreeSet<&'t str>) {
        let Some((name, component)) = self.components.get_key_value(name) else { return };
        if seen.insert(name) {
            implicit.extend(&component.implicit);
            let called = pieces(component.body).into_iter().filter_map(|piece| match piece {
                Piece::Print(code) => Some(call(code)?.0),
                _ => None,
            });
            called.for_each(|name| self.collect_implicit(name, seen, implicit));
        }
    }
}

/// The components that a template defines.
fn definitions(template: &str) -> Vec<(&str, Component<'_>)> {
    let mut rest = template;
    let mut found = Vec::new();
    while let Some((_, definition)) = rest.split_once("{% component ") {
        let Some((header, after)) = definition.split_once("-%}") else { break };
        let Some((body, after)) = after.split_once("{%- endcomponent") else { break };
        rest = after;
        let Some((name, parameters)) = header.trim().strip_suffix(')').and_then(|it| it.split_once('(')) else {
            continue;
        };
        let (mut own, mut implicit) = (Vec::new(), Vec::new());
        for parameter in parameters.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            match (parameter.strip_prefix('@'), parameter.split_once('=')) {
                (Some(name), _) => implicit.push(name),
                (None, Some((name, default))) => own.push((name.trim(), Some(default.trim()))),
                (None, None) => own.push((parameter, None)),
            }
        }
        found.push((name.trim(), Component { parameters: own, implicit, body: body.trim() }));
    }
    found
}

/// The parts of a template in order.
pub(super) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(at) = ["{{", "{%", "{#"].iter().filter_map(|mark| rest.find(mark)).min() {
        if at > 0 {
            pieces.push(Piece::Text(&rest[..at]));
        }
        let (mark, inner) = rest[at..].split_at(2);
        let end = match mark {
            "{{" => end_of(inner, "}}"),
            "{%" => end_of(inner, "%}"),
            _ => inner.find("#}").unwrap_or(inner.len()),
        };
        let code = &inner[..end];
        pieces.push(match mark {
            "{{" => Piece::Print(code),
            "{%" => Piece::Tag(code),
            _ => Piece::Comment(code),
        });
        rest = inner.get(end + 2..).unwrap_or_default();
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Where a mark stands outside of words in quotation marks.
fn end_of(code: &str, mark: &str) -> usize {
    let mut is_quoted = false;
    for (at, c) in code.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            _ if !is_quoted && code[at..].starts_with(mark) => return at,
            _ => {}
        }
    }
    code.len()
}

/// The name of a component and what a call gives it, as code.
type Call<'t> = (&'t str, Vec<(&'t str, &'t str)>);

/// The call of a component that has no content: `<name key="words" key={code} />`.
fn call(code: &str) -> Option<Call<'_>> {
    let code = code.strip_prefix('-').unwrap_or(code);
    let code = code.strip_suffix('-').unwrap_or(code).trim();
    let inner = code.strip_prefix('<')?.strip_suffix("/>")?;
    let name = identifier(inner);
    let mut rest = inner[name.len()..].trim();
    let mut arguments = Vec::new();
    while !rest.is_empty() {
        let key = identifier(rest);
        let value = rest[key.len()..].strip_prefix('=')?;
        let (code, length) = match value.as_bytes().first()? {
            b'"' => {
                let end = 2 + value[1..].find('"')?;
                (&value[..end], end)
            }
            b'{' => {
                let end = end_of(&value[1..], "}");
                (value.get(1..=end)?.trim(), end + 2)
            }
            _ => return None,
        };
        arguments.push((key, code));
        rest = value.get(length..)?.trim_start();
    }
    Some((name, arguments))
}

/// The first word of a tag, and the rest.
pub(super) fn words(code: &str) -> (&str, &str) {
    let code = code.strip_prefix('-').unwrap_or(code).trim_start();
    let word = identifier(code);
    (word, code[word.len()..].trim_start())
}

/// The name that stands at the beginning, if one does.
fn identifier(code: &str) -> &str {
    let end = code.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(code.len());
    &code[..end]
}

/// The names of variables in code.
pub(super) fn names(code: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    each_name(code, |name| {
        names.insert(name);
        None
    });
    names
}

/// Code with what the names of its variables stand for.
fn substituted(code: &str, scope: &Scope<'_>) -> String {
    each_name(code, |name| scope.iter().rev().find(|(it, _)| *it == name).map(|(_, code)| code.as_str()))
}

/// Code with another name, or code, for each variable for which there is one. A name after `.`, `|` or `<`, or before `=`, is
/// that of a field, a filter, a component or an argument.
fn each_name<'c, 'o>(code: &'c str, mut other: impl FnMut(&'c str) -> Option<&'o str>) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let name = identifier(rest);
        let length = if c == '"' {
            rest[1..].find('"').map_or(rest.len(), |end| end + 2)
        } else if name.is_empty() {
            c.len_utf8()
        } else {
            name.len()
        };
        let (word, after) = rest.split_at(length);
        let is_argument = after.starts_with('=') && !after.starts_with("==");
        let is_variable = !name.is_empty() && !c.is_ascii_digit() && !matches!(before, '.' | '|' | '<') && !is_argument;
        out.push_str(if is_variable { other(name).unwrap_or(word) } else { word });
        if !c.is_whitespace() {
            before = word.chars().next_back().unwrap_or(c);
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with these components.
    fn page(components: &str, page: &str) -> String {
        let expanded = expanded(&[("components.html", components), ("page.html", page)]);
        expanded.into_iter().next_back().map(|(_, text)| text).expect("a page")
    }

    #[test]
    fn a_call_becomes_the_body_with_what_it_gives() {
        let date = "{% component date(when, words=\"\") -%}\n{% if when.at %}<i>{{ when.at }}</i>{% endif %}{{ words }}\n{%- endcomponent date %}";
        assert_eq!(
            page(date, "<p>{{ <date when={claim.date} /> }}</p>"),
            "<p>{% if claim.date.at %}<i>{{ claim.date.at }}</i>{% endif %}</p>"
        );
        let given = page(date, "{{ <date when={a.b or \"when\"} words=\"Of when.\" /> }}");
        assert_eq!(given, "{% if (a.b or \"when\").at %}<i>{{ (a.b or \"when\").at }}</i>{% endif %}Of when.");
        assert_eq!(
            page(date, "a\n  {{- <date when={x} words=\"<\" /> -}}\n b"),
            "a{% if x.at %}<i>{{ x.at }}</i>{% endif %}{{ \"<\" }}b"
        );
    }

    #[test]
    fn only_variables_are_replaced() {
        let fields = "{% component c(title) -%}\n{{ it.title | title }}{{ f(title=title) }}{{ \"title\" }}{% if title == it %}{% endif %}\n{%- endcomponent c %}";
        assert_eq!(
            page(fields, "{{ <c title={x} /> }}"),
            "{{ it.title | title }}{{ f(title=x) }}title{% if x == it %}{% endif %}"
        );
    }

    #[test]
    fn variables_of_loops_hide_none_of_the_caller() {
        let list = "{% component list(all) -%}\n{% for it in all %}{{ it.name }}{{ loop.index }}{% endfor %}{{ it }}\n{%- endcomponent list %}";
        let twice = page(list, "{% for it in x %}{{ <list all={it.all} /> }}{{ it }}{% endfor %}");
        assert_eq!(
            twice,
            "{% for it in x %}{% for it_1 in it.all %}{{ it_1.name }}{{ loop.index }}{% endfor %}{{ it }}{{ it }}{% endfor %}"
        );
        let of_loop = "{% for it in x %}{{ <list all={loop.index} /> }}{% endfor %}";
        assert_eq!(page(list, of_loop), of_loop);
    }

    #[test]
    fn components_in_components_see_what_they_need() {
        let both = "{% component a(x, @root) -%}\n{{ root }}{{ x }}\n{%- endcomponent a %}{% component b(x) -%}\n{{ <a x={x.y} /> }}\n{%- endcomponent b %}";
        assert_eq!(page(both, "{{ <b x={z} /> }}"), "\0{{ z.y }}");
        let definitions = expanded(&[("components.html", both)]).remove(0).1;
        assert!(
            definitions.contains("{% component b(x, @root) -%}\n\0{{ x.y }}\n{%- endcomponent b %}"),
            "{definitions}"
        );
    }

    #[test]
    fn what_cannot_be_written_out_stays_a_call() {
        let own = "{% component a(x) -%}\n{% if x %}{{ <a x={x.y} /> }}{% endif %}\n{%- endcomponent a %}";
        assert_eq!(page(own, "{{ <a x={z} /> }}"), "{% if z %}{{ <a x={z.y} /> }}{% endif %}");
        let chain = |at: usize| {
            format!("{{% component c{at}(x) -%}}\n{{{{ <c{} x={{x}} /> }}}}\n{{%- endcomponent c{at} %}}", at + 1)
        };
        let long: String = (0..5).map(chain).collect();
        assert_eq!(page(&long, "{{ <c0 x={z} /> }}"), "{{ <c2 x={z} /> }}");
        for call in ["{{ <a /> }}", "{{ <a x={z} y={z} /> }}", "{{ <unknown x={z} /> }}", "{{ 1 < 2 }}"] {
            assert_eq!(page(own, call), call);
        }
    }
}
