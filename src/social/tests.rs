//! What must hold of cards, whatever they show.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::*;
use crate::source::SitePath;

/// When this fails because cards look otherwise on purpose, or a dependency draws otherwise, raise `VERSION` and write the
/// new sum here: a site that was built before must not keep cards that this Postil would not make. When it fails on one
/// machine only, cards are not the same everywhere.
#[test]
fn cards_are_drawn_as_this_version_draws_them() {
    let bytes: Vec<u8> = samples().iter().flat_map(|(_, card)| card.png()).collect();
    assert_eq!((VERSION, format!("{:032x}", xxh3_128(&bytes))), (1, SUM.to_owned()));
}

const SUM: &str = "5710b31e58c612a332a225b9ebc2e035";

/// `CARDS=folder cargo test --lib samples_can_be_looked_at -- --ignored` writes them as pictures.
#[test]
#[ignore = "writes pictures for people to look at"]
#[allow(clippy::disallowed_methods, reason = "that is what it is for")]
fn samples_can_be_looked_at() {
    let folder = std::env::var("CARDS").expect("CARDS names a folder");
    for (name, card) in samples() {
        std::fs::write(format!("{folder}/{name}.png"), card.png()).expect("written");
    }
}

#[test]
fn a_card_is_a_png_of_its_size_and_the_same_each_time() {
    for (name, card) in samples() {
        let png = card.png();
        let info = png::Decoder::new(std::io::Cursor::new(&png)).read_info().expect("a header").info().clone();
        assert_eq!((info.width as usize, info.height as usize), (WIDTH, HEIGHT), "{name}");
        assert!(png.len() < 60_000, "{name} has {} bytes", png.len());
        assert_eq!(png, card.png(), "{name}");
    }
}

#[test]
fn the_key_tells_apart_what_looks_different() {
    let bare = || Shows {
        site: "Site".to_owned(),
        label: "Claim".to_owned(),
        what: What::claim("Text".to_owned(), Status::Disputed, None),
    };
    let said = |text: &str, speaker: &str| {
        Some(Quotation { text: text.to_owned(), speaker: speaker.to_owned(), when: "May 2024".to_owned() })
    };
    let claim =
        |text: &str, status, quotation| Shows { what: What::claim(text.to_owned(), status, quotation), ..bare() };
    let all = [
        bare(),
        Shows { site: "Other".to_owned(), ..bare() },
        Shows { label: "Other".to_owned(), ..bare() },
        claim("Other", Status::Disputed, None),
        claim("Text", Status::Refuted, None),
        claim("Text", Status::Disputed, said("Words", "Ann")),
        claim("Text", Status::Disputed, said("Words", "Bob")),
        claim("Text", Status::Disputed, said("Word", "sAnn")),
    ];
    let files: BTreeSet<_> = all.iter().map(|shows| SocialCard::new(shows.clone(), &fonts(&[])).file()).collect();
    assert_eq!(files.len(), all.len());
    let file = |shows, fonts: &Arc<Fonts>| SocialCard::new(shows, fonts).file();
    let more = fonts(&[include_bytes!("../../tests/fonts/thai.ttf")]);
    assert_ne!(file(bare(), &fonts(&[])), file(bare(), &more), "a font of the site may change how it looks");
    assert_eq!(file(bare(), &fonts(&[])), file(claim(" Text\u{200f} 👍🏽", Status::Disputed, None), &fonts(&[])));
}

#[test]
fn a_text_with_a_letter_that_no_font_has_is_left_out_and_told() {
    let said =
        Some(Quotation {
            text: "“We will go on.”".to_owned(), speaker: "กรุงเทพ".to_owned(), when: "2024".to_owned()
        });
    let card = card(What::claim("They go on".to_owned(), Status::Pending, said.clone()));
    assert!(card.lacking().is_some_and(|letter| script(letter) == "Thai"));
    assert_eq!(card.texts(), ["Notes from the Ithren", "Claim · offer", "They go on", "Pending"]);
    let shows = Shows {
        site: "Notes".to_owned(),
        label: "Claim".to_owned(),
        what: What::claim("They go on".to_owned(), Status::Pending, said),
    };
    let with_font = SocialCard::new(shows, &fonts(&[include_bytes!("../../tests/fonts/thai.ttf")]));
    assert_eq!(with_font.lacking(), None);
    assert!(with_font.texts().contains(&"กรุงเทพ"));
    assert_ne!(with_font.png(), card.png());
}

#[test]
fn a_card_without_a_text_shows_the_name_of_the_site() {
    let bare = card(What::claim("和平".to_owned(), Status::Pending, None));
    assert_eq!(bare.alt(), "Claim · offer. Pending.");
    let named = card(What::claim("Notes from the Ithren".to_owned(), Status::Pending, None));
    assert!(bare.png().len() > 5_000 && bare.png().len() < named.png().len(), "the name stands in one place only");
}

#[test]
fn the_words_for_who_does_not_see_it() {
    let alt = |name: &str| samples().into_iter().find(|it| it.0 == name).expect("the sample").1.alt();
    assert_eq!(
        alt("short"),
        "Claim · offer. “The gates are sound.” — Minister of Works, 2 May 2024 · direct speech. Disputed: The gates of the upper dam are sound."
    );
    assert_eq!(
        alt("briefing"),
        "Claim · offer. What was said in Tollmark about the bridge, and by whom. The bridge, the ferry, and who said what about them in the first week of May. Claims: 3 unverified, 1 disputed, 5 corroborated, 1 refuted."
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_there_is_a_card(text in text(), speaker in text(), title in text()) {
        let quotation = Some(Quotation { text: text.clone(), speaker, when: title.clone() });
        prop_assert!(card(What::claim(title.clone(), Status::Lapsed, quotation)).png().len() > 1000);
        let counts = vec![Count { status: "disputed", standing: Standing::Contested, count: usize::MAX / 2000 }];
        let briefing = card(What::Briefing { title: Some(title), deck: Some(text), counts });
        prop_assert!(briefing.png().len() > 1000);
    }
}

/// Words of many scripts, marks, joiners, directions and pictures, in any order.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(|it| it.to_string()),
        Just("\u{202e}".to_owned()),
        Just("\u{2067}".to_owned()),
        Just("e\u{301}\u{302}".repeat(40)),
        Just("\u{200d}\u{200c}\u{fe0f}".to_owned()),
        Just("👩‍👩‍👧‍👦".to_owned()),
        "[a-zа-яأ-يא-תա-ֆა-ჰα-ω]{1,90}",
        "[ \\-.,(“«]{1,3}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn fonts(own: &[&[u8]]) -> Arc<Fonts> {
    let path = |number| SitePath::new(&format!("fonts/{number}.ttf")).expect("a path");
    let own: BTreeMap<_, Arc<[u8]>> = own.iter().enumerate().map(|(at, bytes)| (path(at), Arc::from(*bytes))).collect();
    Arc::new(Fonts::new(&own).0)
}

fn card(what: What) -> SocialCard {
    let shows = Shows { site: "Notes from the Ithren".to_owned(), label: "Claim · offer".to_owned(), what };
    SocialCard::new(shows, &fonts(&[]))
}

#[allow(clippy::too_many_lines, reason = "it is a list of texts")]
fn samples() -> Vec<(&'static str, SocialCard)> {
    let claim = |text: &str, status, quote: &str, speaker: &str| {
        let quotation = (!quote.is_empty()).then(|| {
            let when = "2 May 2024 · direct speech".to_owned();
            Quotation { text: quote.to_owned(), speaker: speaker.to_owned(), when }
        });
        card(What::claim(text.to_owned(), status, quotation))
    };
    let briefing = |title: &str, deck: &str, counts: &[(Status, usize)]| {
        let count = |(status, count): &(Status, usize)| Count {
            status: status.as_str(),
            standing: status.standing(),
            count: *count,
        };
        let counts = counts.iter().map(count).collect();
        card(What::Briefing {
            title: Some(title.to_owned()),
            deck: (!deck.is_empty()).then(|| deck.to_owned()),
            counts,
        })
    };
    vec![
        (
            "short",
            claim(
                "The gates of the upper dam are sound",
                Status::Disputed,
                "“The gates are sound.”",
                "Minister of Works",
            ),
        ),
        (
            "long",
            claim(
                "The authority was told about the cracks in the spillway two years before the night of the release and did nothing about them at all",
                Status::Corroborated,
                "“We were told, in writing and more than once, that the spillway had cracked along its whole length, that the gates would not hold a second winter, and that nobody in the authority was prepared to say so in public before the election; and so we did what everybody does, we waited, and we wrote another letter, and the letter is in the file, and the file is what you have in your hands today.”",
                "Ilyas Wadira-Montgomery, deputy director of the Kaldra Dam Authority of the Upper Ithren Valley",
            ),
        ),
        (
            "arabic",
            claim(
                "لن تُفرض أي رسوم جديدة على العبور",
                Status::Broken,
                "«لن تُفرض أي رسوم جديدة على العبور قبل عام 2027، وهذا وعد أقطعه أمامكم في مجلس NATO.»",
                "وزير النقل",
            ),
        ),
        (
            "hebrew",
            claim("הגשר ייפתח באביב", Status::Unverified, "“הגשר ייפתח באביב (2026), כך הבטיחו לנו.”", "שר התחבורה"),
        ),
        (
            "cyrillic",
            claim(
                "Газ будет дешеветь",
                Status::Kept,
                "«Мы договорились о том, что поставки газа возобновятся до конца зимы, и цена будет ниже прошлогодней.»",
                "Министр энергетики",
            ),
        ),
        (
            "bare",
            claim(
                "The ferry will stop running when the bridge opens, and the ferrymen will be paid until the end of the year",
                Status::Superseded,
                "",
                "",
            ),
        ),
        ("chinese", claim("和平谈判将继续", Status::Refuted, "“和平谈判将继续”", "发言人")),
        ("word", claim("x", Status::Pending, &"Unverhältnismäßigkeitsgrundsätzlichkeit".repeat(9), "y")),
        (
            "briefing",
            briefing(
                "What was said in Tollmark about the bridge, and by whom",
                "The bridge, the ferry, and who said what about them in the first week of May.",
                &[(Status::Unverified, 3), (Status::Disputed, 1), (Status::Corroborated, 5), (Status::Refuted, 1)],
            ),
        ),
        (
            "many",
            briefing(
                "Überlange Überschriften in der Berichterstattung über die Verhandlungen und was davon am Ende der Woche noch übrig bleibt, nachdem alle Beteiligten sich geäußert haben",
                &"A deck that goes on and on about everything there is to say. ".repeat(6),
                &[
                    (Status::Unverified, 30),
                    (Status::Pending, 4),
                    (Status::Disputed, 11),
                    (Status::Corroborated, 5),
                    (Status::Accepted, 2),
                    (Status::Kept, 2),
                    (Status::Refuted, 1),
                    (Status::Superseded, 7),
                ],
            ),
        ),
        ("nothing", briefing("Речь министра", "", &[])),
    ]
}
