//! A site of any size, made by rule: the same size gives the same site on every machine.
//!
//! N briefings of about 450 words over six years, each with five claims (a quotation, and relations to claims of earlier
//! briefings), four to eight actors named in the prose, and one or two events shared with other briefings. There is an
//! actor for every ten briefings, and some are far busier than others.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

/// The files of a site of this many briefings, as path and text.
pub(crate) fn site(briefings: usize) -> Vec<(String, String)> {
    let world = World { briefings, actors: (briefings / 10).max(20), events: (briefings / 2).max(1) };
    let mut files = vec![
        ("postil.toml".to_owned(), SETTINGS.to_owned()),
        ("content/actors.yaml".to_owned(), world.actors_file()),
        ("content/events.yaml".to_owned(), world.events_file()),
        ("content/sources.yaml".to_owned(), SOURCES.to_owned()),
    ];
    files.extend((0..briefings).map(|index| world.briefing(index)));
    files
}

/// A dice that falls the same way every time: `SplitMix64`.
pub(crate) struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).expect("below usize")
    }

    /// One of these.
    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

struct World {
    briefings: usize,
    actors: usize,
    events: usize,
}

impl World {
    fn actors_file(&self) -> String {
        (0..self.actors).fold(String::new(), |mut text, actor| {
            let (kind, name) = (KINDS[actor % KINDS.len()], Self::actor_name(actor));
            writeln!(text, "- id: actor-{actor}\n  name: {name}\n  type: {kind}").expect("writing to memory");
            text
        })
    }

    fn events_file(&self) -> String {
        (0..self.events).fold(String::new(), |mut text, event| {
            let mut dice = Dice(0xe0e0 ^ event as u64);
            let date = self.date(event * self.briefings / self.events);
            // Each actor acts somewhere.
            let (a, b) = (event % self.actors, self.actor(&mut dice));
            writeln!(
                text,
                "- id: event-{event}\n  title: {} of the {} at {}\n  date: {date}\n  place: {}\n  actors: [actor-{a}, {{actor: actor-{b}, role: party}}]",
                dice.pick(MEETINGS), dice.pick(BODIES), dice.pick(PLACES), dice.pick(PLACES),
            )
            .expect("writing to memory");
            text
        })
    }

    fn briefing(&self, index: usize) -> (String, String) {
        let mut dice = Dice(0xb1ef ^ ((index as u64) << 8));
        let date = self.date(index);
        let topic = dice.pick(TOPICS);
        let actors: Vec<usize> = (0..4 + dice.roll(5)).map(|_| self.actor(&mut dice)).collect();
        let event = index * self.events / self.briefings;
        let mut head =
            format!("---\ntitle: What {} says about the {topic} ({index})\ndate: {date}\n", dice.pick(PLACES));
        write!(head, "summary: The {topic} in five claims.\ntags: [{topic}]\nsources: [wire-{}]\nevents: [event-{event}]\nclaims:\n", index % 4)
            .expect("writing to memory");
        let mut body = String::new();
        for claim in 0..5 {
            let quote = format!(
                "the {topic} {} {} before the {} of {} meets for the {} time in round {index}",
                dice.pick(VERBS),
                dice.pick(THINGS),
                dice.pick(BODIES),
                dice.pick(PLACES),
                ORDINALS[claim],
            );
            let by = actors[claim % actors.len()];
            self.claim(&mut head, &mut dice, (index, claim), (by, &quote));
            Self::paragraph(&mut body, &mut dice, (by, actors[(claim + 1) % actors.len()]), &quote);
        }
        head.push_str("---\n\n");
        let path = format!("content/briefings/{}/briefing-{index}.md", &date.to_string()[..4]);
        (path, head + &body)
    }

    fn claim(&self, head: &mut String, dice: &mut Dice, (briefing, claim): (usize, usize), (by, quote): (usize, &str)) {
        let kind = CLAIMS[dice.roll(CLAIMS.len())];
        write!(head, "  - id: claim-{briefing}-{claim}\n    text: It is said that {quote}.\n    kind: {kind}\n    by: actor-{by}\n    quote: {quote}\n")
            .expect("writing to memory");
        if claim == 0 {
            writeln!(head, "    event: event-{}", briefing * self.events / self.briefings).expect("writing to memory");
        }
        if briefing > 0 && dice.roll(2) == 0 {
            let relation = dice.pick(&["supports", "disputes", "qualifies"]);
            writeln!(head, "    {relation}: claim-{}-{}", dice.roll(briefing), dice.roll(5))
                .expect("writing to memory");
        }
    }

    fn paragraph(body: &mut String, dice: &mut Dice, (by, other): (usize, usize), quote: &str) {
        let sentence = |dice: &mut Dice| {
            format!(
                "{} {} {} in {}, and {} {} the {} without {}. ",
                dice.pick(OPENERS),
                dice.pick(BODIES),
                dice.pick(VERBS),
                dice.pick(PLACES),
                dice.pick(THINGS),
                dice.pick(VERBS),
                dice.pick(BODIES),
                dice.pick(THINGS),
            )
        };
        let (first, second, third) = (sentence(dice), sentence(dice), sentence(dice));
        write!(
            body,
            "{first}{} told *{}* that {quote}. {second}\n\n{third}{} answered in writing. {}\n\n",
            Self::actor_name(by),
            dice.pick(BODIES),
            Self::actor_name(other),
            sentence(dice)
        )
        .expect("writing to memory");
    }

    /// An actor; low numbers come far more often.
    fn actor(&self, dice: &mut Dice) -> usize {
        let (a, b) = (dice.roll(self.actors), dice.roll(self.actors));
        a * b / self.actors
    }

    /// A name that no other actor has, and that is not nearly another's.
    fn actor_name(actor: usize) -> String {
        let syllable = |n: usize| SYLLABLES[n % SYLLABLES.len()];
        let mut dice = Dice(0xac70 ^ ((actor as u64) << 16));
        let mut rest = actor;
        let mut surname = String::new();
        for _ in 0..3 {
            surname.push_str(syllable(rest));
            rest /= SYLLABLES.len();
        }
        surname.push_str(dice.pick(ENDINGS));
        let mut letters = surname.chars();
        let surname: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        format!("{} {surname}", dice.pick(FIRST))
    }

    fn date(&self, index: usize) -> NaiveDate {
        let start = NaiveDate::from_ymd_opt(2019, 1, 1).expect("a day");
        start + Days::new((index * 2190 / self.briefings.max(1)) as u64)
    }
}

const SETTINGS: &str = "[site]\ntitle = \"Generated briefings\"\nbase_url = \"https://example.org/generated/\"\n[build]\nsocial_cards = \"off\"\n";
const SOURCES: &str = "- {id: wire-0, title: North Wire, type: article-newspaper, reliability: B}\n- {id: wire-1, title: Harbour Gazette, type: article-newspaper, reliability: C}\n- {id: wire-2, title: Minutes, type: report, reliability: A}\n- {id: wire-3, title: Evening transcript, type: broadcast, reliability: D}\n";
const KINDS: &[&str] = &["person", "person", "person", "organization", "public-body", "media", "group"];
const CLAIMS: &[&str] =
    &["fact", "prediction", "judgement", "denial", "position", "commitment", "offer", "demand", "threat", "proposal"];
const FIRST: &[&str] = &[
    "Ada", "Benno", "Clara", "Dario", "Edda", "Felix", "Greta", "Hanne", "Imre", "Jutta", "Karim", "Leila", "Marta",
    "Nils", "Olga", "Pavel",
];
const SYLLABLES: &[&str] = &[
    "bar", "dol", "fen", "gri", "hul", "jas", "kem", "lor", "mun", "nav", "pel", "rit", "sov", "tam", "vek", "wyn",
    "zor", "cai", "dru", "eph", "gol", "hix", "kro", "lum",
];
const ENDINGS: &[&str] = &["berg", "dahl", "ova", "escu", "sen", "wick", "idis", "ano", "yan", "thal"];
const PLACES: &[&str] = &[
    "Valdport",
    "Kelmaris",
    "Brightwater",
    "Port Amsel",
    "Greyhaven",
    "Morva",
    "Esterwold",
    "Callund",
    "Nordfell",
    "Quillan",
    "Hedmark",
    "Saltby",
];
const TOPICS: &[&str] = &[
    "harbour tariff",
    "grid connection",
    "groundwater licence",
    "night-train subsidy",
    "fisheries quota",
    "ferry timetable",
    "rent index",
    "flood barrier",
    "water price",
    "gas storage",
    "road toll",
    "timber export",
];
const BODIES: &[&str] = &[
    "harbour council",
    "water board",
    "grid agency",
    "audit court",
    "fisheries panel",
    "transport chamber",
    "budget office",
    "forest service",
];
const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
const MEETINGS: &[&str] = &["Session", "Hearing", "Round table", "Inspection", "Signing", "Vote"];
const VERBS: &[&str] = &[
    "will delay",
    "has doubled",
    "cannot replace",
    "would cover",
    "must include",
    "may end",
    "did weaken",
    "should precede",
];
const THINGS: &[&str] = &[
    "the old permits",
    "every second contract",
    "the winter reserve",
    "a third of the fleet",
    "the written guarantee",
    "the northern pier",
    "the published figures",
    "the promised survey",
];
const OPENERS: &[&str] = &[
    "Since spring the",
    "By its own account the",
    "On paper the",
    "For three years the",
    "After the flood the",
    "In two letters the",
];
