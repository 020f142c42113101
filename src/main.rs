//! The `postil` program: parse, run, exit code.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use postil::cli::{self, Outcome};

/// A site is millions of small values made by several threads at once, which this allocator is made for.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

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
