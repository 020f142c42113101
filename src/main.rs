//! The `postil` program: parse, run, exit code.

use std::process::ExitCode;

use postil::cli::{self, Outcome};

/// A site is millions of small values, most of them gone with their page. Among those that stay, glibc comes to give memory that
/// lies ever farther apart: 20,000 briefings take it a third longer than jemalloc. The allocator of musl, which the released
/// program is linked with, has one lock for all threads.
#[cfg(all(feature = "jemalloc", target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

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
