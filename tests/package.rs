//! What is packed for others holds all that the program is made from, and not what it is tested with.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    reason = "this test asks cargo about the repository"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use walkdir::WalkDir;

#[test]
fn the_package_holds_the_program_and_its_theme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(root)
        .output()
        .expect("cargo");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let text = String::from_utf8(listed.stdout).expect("paths").replace('\\', "/");
    let packed: BTreeSet<&str> = text.lines().collect();
    let mut missing = Vec::new();
    for folder in ["src", "templates", "static"] {
        for entry in WalkDir::new(root.join(folder)).into_iter().map(|entry| entry.expect("an entry")) {
            let path = entry.path().strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
            if entry.file_type().is_file() && !packed.contains(path.as_str()) {
                missing.push(path);
            }
        }
    }
    missing.extend(included(root).into_iter().filter(|path| !packed.contains(path.as_str())));
    assert!(missing.is_empty(), "{missing:?}");
    for needed in ["Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "CHANGELOG.md"] {
        assert!(packed.contains(needed), "{needed}");
    }
    let is_other = |path: &&&str| {
        let top = path.split('/').next().unwrap_or_default();
        // The tests within the code take in a font.
        !["src", "templates", "static"].contains(&top) && path.contains('/') && !path.starts_with("tests/fonts/")
    };
    let more: Vec<_> = packed.iter().filter(is_other).collect();
    assert!(more.is_empty(), "{more:?}");
}

/// Files that the code takes in when it is compiled, by their paths in the repository.
fn included(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in WalkDir::new(root.join("src")).into_iter().map(|entry| entry.expect("an entry")) {
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let code = fs::read_to_string(entry.path()).expect("code");
        let folder = entry.path().parent().expect("a folder");
        for macro_name in ["include_str!(\"", "include_bytes!(\""] {
            for named in code.split(macro_name).skip(1).filter_map(|rest| rest.split('"').next()) {
                let Ok(path) = fs::canonicalize(folder.join(named)) else { continue };
                let path = path.strip_prefix(root).expect("a file of the repository");
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    assert!(found.len() > 20, "{found:?}");
    found
}
