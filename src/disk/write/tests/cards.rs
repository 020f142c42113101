//! Social cards: made only while they are wanted.

use super::*;
use crate::model::Status;
use crate::social::{Fonts, Shows, SocialCard, What};

/// A card of a claim with this text.
fn card(text: &str) -> (String, Content) {
    let what = What::claim(text.to_owned(), Status::Disputed, None);
    let shows = Shows { site: "Site".to_owned(), label: "Claim".to_owned(), what };
    let card = SocialCard::new(shows, &Arc::new(Fonts::new(&BTreeMap::new()).0));
    (card.file(), Content::Card(Arc::new(card)))
}

fn with_cards(texts: &[&str]) -> Output {
    let mut output = output(&[("index.html", "home")]);
    output.files.extend(texts.iter().map(|text| card(text)));
    output
}

/// Every file with its bytes.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            (entry.path().strip_prefix(folder).expect("below").to_owned(), fs::read(entry.path()).expect("bytes"))
        })
        .collect()
}

#[test]
fn a_card_is_made_once_and_only_while_it_is_wanted() {
    let bench = Bench::new();
    let path = |text: &str| bench.public().join(card(text).0);
    assert_eq!(bench.write(&with_cards(&["one", "two"])).expect("written").written, 3);
    let touched = times(&bench.public());
    assert_eq!(
        bench.write(&with_cards(&["one", "two"])).expect("written"),
        Changes { written: 0, unchanged: 3, removed: 0 }
    );
    assert_eq!(times(&bench.public()), touched);
    assert_eq!(
        bench.write(&with_cards(&["one", "three"])).expect("written"),
        Changes { written: 1, unchanged: 2, removed: 1 }
    );
    assert_eq!(times(&bench.public())[&path("one")], touched[&path("one")]);
    let fresh = Bench::new();
    fresh.write(&with_cards(&["one", "three"])).expect("written");
    assert_eq!(bytes(&bench.public()), bytes(&fresh.public()), "the manifest included");
}

#[test]
fn a_card_that_was_damaged_edited_or_deleted_is_made_again() {
    let bench = Bench::new();
    let wanted = with_cards(&["one"]);
    bench.write(&wanted).expect("written");
    let clean = bytes(&bench.public());
    let path = bench.public().join(card("one").0);
    let png = fs::read(&path).expect("the card");
    let mut edited = png.clone();
    edited[500] ^= 1;
    for damage in [Vec::new(), edited, png[..300].to_vec()] {
        fs::write(&path, damage).expect("damaged");
        assert_eq!(bench.write(&wanted).expect("written").written, 1);
        assert_eq!(bytes(&bench.public()), clean);
    }
    fs::remove_file(&path).expect("deleted");
    assert_eq!(bench.write(&wanted).expect("written").written, 1);
    assert_eq!(bytes(&bench.public()), clean);
}

#[test]
fn a_file_with_the_name_of_a_card_is_not_taken_for_it() {
    let bench = Bench::new();
    let (name, _) = card("one");
    bench.write(&with_cards(&[])).expect("written");
    let path = bench.public().join(&name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, "somebody's own").expect("written");
    let refused = bench.write(&with_cards(&["one"])).expect_err("it is in the way").to_string();
    assert!(refused.contains(&name), "{refused}");
    assert_eq!(fs::read_to_string(&path).expect("a file"), "somebody's own");

    // What Postil copied to that place is none either.
    let copied = Bench::new();
    let mut before = with_cards(&[]);
    before.files.insert(name.clone(), Content::Bytes("a copy".into()));
    copied.write(&before).expect("written");
    assert_eq!(copied.write(&with_cards(&["one"])).expect("written").written, 1);
    let fresh = Bench::new();
    fresh.write(&with_cards(&["one"])).expect("written");
    assert_eq!(bytes(&copied.public()), bytes(&fresh.public()));
}

#[test]
fn a_build_that_stops_among_its_cards_is_completed_by_the_next() {
    let (old, new) = (with_cards(&["one", "two"]), with_cards(&["two", "three", "four"]));
    let fresh = Bench::new();
    fresh.write(&new).expect("written");
    let clean = bytes(&fresh.public());
    for steps in 0..60 {
        let bench = Bench::new();
        bench.write(&old).expect("written");
        let stopped = bench.write_until(&new, steps).is_err();
        for (path, found) in bytes(&bench.public()) {
            let is_card = path.extension().is_some_and(|it| it == "png");
            assert!(!is_card || found.ends_with(b"IEND\xaeB`\x82"), "{} is half a card", path.display());
        }
        bench.write(&new).expect("written");
        assert_eq!(bytes(&bench.public()), clean, "stopped at step {steps}");
        if !stopped {
            assert!(steps > 6, "only {steps} steps were seen");
            return;
        }
    }
    panic!("it never came to its end");
}
