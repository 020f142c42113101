//! Settings in the environment.

use std::collections::BTreeMap;
use std::env;

use super::Failure;
use crate::parse::settings::environment;

/// The variables that are settings. Whether they make sense is found out where the file of settings is read.
pub(super) fn settings() -> Result<BTreeMap<String, String>, Failure> {
    let mut variables = Vec::new();
    for (name, value) in env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with("POSTIL_")) else { continue };
        let Some(value) = value.to_str() else {
            return Err(Failure::Usage(format!("error: the value of `{name}` is not in UTF-8\n")));
        };
        variables.push((name.to_owned(), value.to_owned()));
    }
    Ok(environment(variables))
}
