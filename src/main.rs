//! The `postil` program: parse, run, exit code.

use std::process::ExitCode;

use postil::cli::{self, Outcome};

/// 0: done; 1: the site has errors; 2: Postil could not run. Nowhere else is an exit code decided.
fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SiteHasErrors) => ExitCode::from(1),
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}
