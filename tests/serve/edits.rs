//! After any sequence of edits what is served equals a clean build, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use proptest::prelude::*;

use crate::server::Server;
use crate::support::generated::{self, Dice};

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn what_is_served_is_what_is_built(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let whole: BTreeMap<String, String> = generated::site(10).into_iter().collect();
        let server = Server::of(&whole, &[]);
        for _ in 0..4 {
            // Some follow each other so closely that they are seen together, some do not.
            let edits: Vec<String> = (0..=dice.roll(4)).map(|_| {
                std::thread::sleep(Duration::from_millis(dice.roll(12) as u64));
                edit(&server, &whole, &mut dice)
            }).collect();
            server.equals_a_build(&format!("{edits:?} with seed {seed}"));
        }
    }
}

/// Does something to a file or folder of the site, as an author, an editor or git would; what it was.
fn edit(server: &Server, whole: &BTreeMap<String, String>, dice: &mut Dice) -> String {
    let paths: Vec<&String> = whole.keys().collect();
    let path = paths[dice.roll(paths.len())];
    let file = server.path(path);
    let now = fs::read_to_string(&file).unwrap_or_else(|_| whole[path].clone());
    let (what, text) = match dice.roll(8) {
        0..=2 => ("prose", format!("{now}\nWords {} more.\n", dice.roll(100))),
        3 => ("a title", now.replacen("title: ", "title: Another ", 1)),
        4 => ("a mistake", now.replacen("date:", "dtae:", 1)),
        5 => ("half of it", now.chars().take(now.chars().count() / 2).collect()),
        6 => {
            if file.exists() {
                fs::remove_file(&file).expect("a file");
            } else {
                crate::server::write(&file, &whole[path]);
            }
            return format!("removed or restored {path}");
        }
        _ => ("what it was", whole[path].clone()),
    };
    if dice.roll(2) == 0 || !file.exists() {
        crate::server::write(&file, &text);
        return format!("{what}, written, in {path}");
    }
    let beside = file.with_extension("tmp");
    fs::write(&beside, &text).expect("a file");
    fs::rename(&beside, &file).expect("renamed");
    format!("{what}, renamed, in {path}")
}
