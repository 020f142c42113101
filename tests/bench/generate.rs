//! Writes the generated site of the benchmarks: `cargo run --example generate -- BRIEFINGS FOLDER`.

#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "a tool of the benchmarks")]

#[path = "../support/generated.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the tests")]
mod generated;

use std::path::Path;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let briefings = arguments.next().and_then(|count| count.parse().ok()).expect("how many briefings");
    let folder = arguments.next().expect("the folder to write");
    for (path, text) in generated::site(briefings) {
        let path = Path::new(&folder).join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }
}
