//! `postil explain`: what the codes mean.

use std::fmt::Write;

use super::console::print;
use super::{Failure, Outcome};
use crate::diagnostic::Code;
use crate::diagnostic::explain::{code, explanation, groups};
use crate::diagnostic::render::printable;

/// Explains one code, or lists all.
pub(super) fn explain(name: Option<&str>) -> Result<Outcome, Failure> {
    print(&match name {
        Some(name) => one(code(name).map_err(|near| unknown(name, near))?),
        None => all(),
    })?;
    Ok(Outcome::Done)
}

fn one(code: Code) -> String {
    format!("{}[{code}]: {}\n\n{}\n", code.severity().as_str(), code.summary(), explanation(code))
}

fn all() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let mut text = String::new();
    for (group, codes) in groups() {
        let _ = writeln!(text, "{}", group.as_str());
        for code in codes {
            let (name, severity, summary) = (code.name(), code.severity().as_str(), code.summary());
            let _ = writeln!(text, "  {name:width$}  {severity:7}  {summary}");
        }
        text.push('\n');
    }
    text.push_str("`postil explain CODE` tells more about one.\n");
    text
}

fn unknown(name: &str, near: Option<Code>) -> Failure {
    let name = printable(name);
    let help = match near {
        Some(near) => format!("help: `{near}` is near: postil explain {near}"),
        None => "help: `postil explain` lists all codes".to_owned(),
    };
    Failure::Usage(format!("error: there is no code `{name}`\n{help}\n"))
}
