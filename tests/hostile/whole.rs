//! What holds of the whole is found in time by the length of all texts, however many things there are and whatever is between
//! them: four times as many take about four times as long.
#![cfg(target_os = "linux")]

use std::fmt::Write;
use std::time::Duration;

use postil::compile::{analyse, compile};
use postil::diagnostic::Code;
use postil::output::Content;

use crate::support;
use crate::text::spent;

type Files = Vec<(&'static str, String)>;

/// The files of a site with so many of something.
type Site = fn(usize) -> Files;

const BRIEFING: &str = "content/briefings/a.md";
const HEAD: &str = "title: T\ndate: 2025-01-01\n";

/// A line for each number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        writeln!(text, "{}", line(number)).expect("memory");
        text
    })
}

fn briefing(head: &str, body: &str) -> (&'static str, String) {
    (BRIEFING, format!("---\n{HEAD}{head}---\n\n{body}\n"))
}

/// One list file.
fn list(path: &'static str, count: usize, line: impl Fn(usize) -> String) -> Files {
    vec![(path, lines(count, |number| format!("- {{{}}}", line(number))))]
}

/// A chain of `count` things, each with the next in a key, and its end.
fn chain(path: &'static str, count: usize, line: impl Fn(usize, usize) -> String, end: &str) -> Files {
    let mut files = list(path, count, |number| line(number, number + 1));
    writeln!(files[0].1, "- {{id: x{count}, {end}}}").expect("memory");
    files
}

const ACTORS: &str = "content/actors.yaml";
const CLAIMS: &str = "content/claims.yaml";
const EVENTS: &str = "content/events.yaml";
const SOURCES: &str = "content/sources.yaml";

const IDENTITY: [(&str, Site); 7] = [
    ("names that are nearly the same", |n| list(ACTORS, n, |at| format!("id: x{at}, name: Sergei Lavrov{at}"))),
    ("one name", |n| list(ACTORS, n, |at| format!("id: x{at}, name: Same"))),
    ("one alias", |n| list(ACTORS, n, |at| format!("id: x{at}, name: N{at}, aliases: [Same]"))),
    ("names that look alike", |n| {
        list(ACTORS, n, |at| format!("id: x{at}, name: {}nn{}", if at % 2 == 0 { "а" } else { "a" }, at / 2))
    }),
    ("one id", |n| list(CLAIMS, n, |_| "id: same, text: C.".to_owned())),
    ("tags", |n| {
        vec![briefing(&format!("tags: [{}]\n", lines(n, |at| format!("tag {at}, ")).replace('\n', "")), "W.")]
    }),
    ("what is confidential", |n| {
        let mut files = list(ACTORS, n, |at| format!("id: secret-{at}, name: Secret Name {at}, access: confidential"));
        files.push(briefing("", &lines(n, |at| format!("Secret Name {at} came."))));
        files
    }),
];

const REFERENCES: [(&str, Site); 7] = [
    ("claims that are nowhere", |n| {
        let mut files = list(CLAIMS, n, |at| format!("id: claim-{at}, text: C."));
        let claims = lines(n, |at| format!("- {{claim: claim-{at}x, by: A}}"));
        files.push(briefing(&format!("claims:\n{claims}"), "W."));
        files
    }),
    ("links to claims that are nowhere", |n| {
        let mut files = list(CLAIMS, n, |at| format!("id: claim-{at}, text: C."));
        files.push(briefing("", &lines(n, |at| format!("[x](claim:claim-{at}x)\n"))));
        files
    }),
    ("names that nothing has", |n| {
        let mut files = list(ACTORS, n, |at| format!("id: x{at}, name: Ann Bee{at}"));
        files.push(briefing("", &lines(n, |at| format!("[[Ann Bee{at}x]]\n"))));
        files
    }),
    ("fragments that no heading has", |n| {
        vec![briefing("", &lines(n, |at| format!("[x](#part-{at}x)\n\n# Part {at}\n")))]
    }),
    ("footnotes, and fragments that none has", |n| {
        vec![briefing("", &lines(n, |at| format!("[x](#q{at}) [^{at}]\n\n[^{at}]: F\n")))]
    }),
    ("files that do not exist", |n| vec![briefing("", &lines(n, |at| format!("[y](b{at}.md) ![z](i{at}.png)\n")))]),
    ("former addresses", |n| {
        vec![briefing(&format!("aliases: [{}]\n", lines(n, |at| format!("/old-{at}/, ")).replace('\n', "")), "W.")]
    }),
];

const RELATIONS: [(&str, Site); 9] = [
    ("events in events", |n| {
        let line =
            |at, next| format!("id: x{at}, title: E, date: 2025, actors: [A], part_of: x{next}, follows: [x{next}]");
        chain(EVENTS, n, line, "title: E, date: 2025")
    }),
    ("a ring of events", |n| {
        list(EVENTS, n, |at| format!("id: x{at}, title: E, date: 2025, actors: [A], part_of: x{}", (at + 1) % n))
    }),
    ("sources of sources", |n| {
        let mut files = chain(SOURCES, n, |at, next| format!("id: x{at}, title: S, derived_from: x{next}"), "title: S");
        let claims = "claims: [{id: c, text: C, kind: fact, status: corroborated, by: A, source: x0}, {claim: c, by: B, source: x1}]\n";
        files.push(briefing(claims, "W."));
        files
    }),
    ("claims that replace claims", |n| {
        chain(CLAIMS, n, |at, next| format!("id: x{at}, text: C, supersedes: x{next}, disputes: x{next}"), "text: C")
    }),
    ("a ring of claims", |n| list(CLAIMS, n, |at| format!("id: x{at}, text: C, supersedes: x{}", (at + 1) % n))),
    ("a hierarchy", |n| {
        let line = |at, next| {
            format!(
                "id: x{at}, name: N{at}, roles: [{{title: T, org: x{next}}}], relations: [{{type: hierarchy, actor: x{next}}}]"
            )
        };
        chain(ACTORS, n, line, "name: End")
    }),
    ("who said one thing", |n| {
        let line =
            |at| format!("- {{claim: c, by: A{at}, stance: {}}}", if at % 2 == 0 { "denies" } else { "asserts" });
        vec![briefing(&format!("claims:\n- {{id: c, text: C, by: Z}}\n{}", lines(n, line)), "W.")]
    }),
    ("changes of one claim", |n| {
        let line = |_| "- {claim: c, status: disputed, why: W}".to_owned();
        vec![briefing(&format!("claims: [{{id: c, text: C, kind: fact, by: A}}]\nupdates:\n{}", lines(n, line)), "W.")]
    }),
    ("claims about claims", |n| {
        let line = |at| {
            let (next, other) = ((at + 1) % n, (at + 7) % n);
            format!("- {{id: c{at}, text: C, by: [A, B], about: [claim:c{next}], contradicts: [c{other}]}}")
        };
        vec![briefing(&format!("claims:\n{}", lines(n, line)), "W.")]
    }),
];

#[test]
fn many_things_take_time_by_their_number() {
    let mut slow = Vec::new();
    for (name, site) in IDENTITY.into_iter().chain(REFERENCES).chain(RELATIONS) {
        let (small, large) = (least(&site(500)), least(&site(2_000)));
        if large > small * 8 + Duration::from_millis(30) {
            // Once more with twice as many, so that a hiccup is none.
            let larger = least(&site(4_000));
            if larger > large * 3 {
                slow.push(format!("{name}: {small:?}, {large:?}, {larger:?}"));
            }
        }
    }
    assert!(slow.is_empty(), "more than linear:\n{}", slow.join("\n"));
}

/// What leads from one thing to the next is followed without a limit on how long it gets.
#[test]
fn a_chain_of_a_hundred_thousand_ends() {
    for (name, site) in RELATIONS {
        if name.contains("ring")
            || ["events in events", "sources of sources", "claims that replace claims"].contains(&name)
        {
            let files = site(100_000);
            let project = support::project(files.iter().map(|(path, text)| (*path, text.as_str())));
            let found = analyse(&project).diagnostics;
            assert!(found.len() < 100, "{name}: {} problems", found.len());
        }
    }
}

/// Lists so long that they have many pages: what else those show does not grow with them.
const POPULAR: [(&str, Site); 4] = [
    ("one claim of many briefings and sources", |n| {
        let mut files = list(SOURCES, n, |at| format!("id: s{at}, title: S{at}"));
        files.extend(briefings(n, |at| format!("{{claim: c, by: A{at}, source: s{at}}}")));
        files.extend(list(CLAIMS, 1, |_| "id: c, text: C".to_owned()));
        files
    }),
    ("one event of many sources", |n| {
        let mut files = list(SOURCES, n, |at| format!("id: s{at}, title: S{at}"));
        let all = |letter| lines(n, |at| format!("    - {letter}{at}"));
        let (sources, actors) = (all('s'), all('A'));
        files.push((EVENTS, format!("- id: x\n  title: E\n  date: 2025\n  sources:\n{sources}  actors:\n{actors}")));
        files.extend(briefings(n, |at| format!("{{id: c{at}, text: C{at}, by: A, event: x}}")));
        files
    }),
    ("one source that many repeat", |n| {
        let mut files = list(SOURCES, n, |at| format!("id: s{at}, title: S{at}, derived_from: [s]"));
        files[0].1.push_str("- {id: s, title: S}\n");
        files.extend(briefings(n, |at| format!("{{id: c{at}, text: C{at}, by: A, source: s}}")));
        files
    }),
    ("one actor of many relations", |n| {
        let mut files =
            list(ACTORS, n, |at| format!("id: a{at}, name: A{at}, relations: [{{type: membership, actor: a}}]"));
        files[0].1.push_str("- {id: a, name: A}\n");
        files.extend(briefings(n, |at| format!("{{id: c{at}, text: C{at}, by: A}}")));
        files
    }),
];

/// So many claims in briefings of one tag, ten in each.
fn briefings(count: usize, claim: impl Fn(usize) -> String) -> Files {
    let briefing = |nth: usize| {
        let claims: String = (nth * 10..(nth * 10 + 10).min(count)).map(|at| format!("- {}\n", claim(at))).collect();
        let path: &str = format!("content/briefings/b{nth}.md").leak();
        (path, format!("---\n{HEAD}tags: [one]\nclaims:\n{claims}---\n\nW.\n"))
    };
    (0..count.div_ceil(10)).map(briefing).collect()
}

/// What everybody says or takes part in stands on the pages of all of them: those stay as small as they are.
#[test]
fn many_who_do_one_thing_make_a_site_by_their_number() {
    let one_event: Site = |n| {
        let actors = lines(n, |at| format!("    - A{at}"));
        vec![(EVENTS, format!("- id: x\n  title: E\n  date: 2025\n  actors:\n{actors}"))]
    };
    let one_statement: Site = |n| {
        let actors = lines(n, |at| format!("    - A{at}"));
        vec![briefing(&format!("claims:\n- id: c\n  text: C\n  by:\n{actors}  to: [Z, Y, X]\n"), "W.")]
    };
    let again: Site = |n| {
        vec![briefing(
            &format!("claims:\n- {{id: c, text: C, by: Z}}\n{}", lines(n, |_| "- {claim: c, by: Z}".to_owned())),
            "W.",
        )]
    };
    let said = RELATIONS.into_iter().find(|(name, _)| *name == "who said one thing").expect("it is there").1;
    let cases = [("one event", one_event), ("one statement", one_statement), ("one claim", said), ("again", again)];
    for (name, site) in cases.into_iter().chain(POPULAR) {
        let (few, many) = (bytes(name, site(100)), bytes(name, site(400)));
        assert!(many < few * 5, "{name}: {few} and {many} bytes");
    }
}

/// How many bytes the site of these files has.
fn bytes(name: &str, mut files: Files) -> usize {
    files.push(("postil.toml", "[build]\nsocial_cards = \"off\"\npaginate = 10\n".to_owned()));
    let project = support::project(files.iter().map(|(path, text)| (*path, text.as_str())));
    let compiled = compile(&project);
    let output = compiled.output.unwrap_or_else(|| panic!("{name}: {:?}", compiled.diagnostics));
    let length = |content: &Content| match content {
        Content::Bytes(bytes) => bytes.len(),
        Content::Asset(_) | Content::Card(_) => 0,
    };
    output.files.values().map(length).sum()
}

/// Each of many who speak to each of many: what has to be multiplied has a limit.
#[test]
fn many_who_speak_to_many_are_refused_with_the_limit() {
    let names = |count| (0..count).map(|at| format!("A{at}")).collect::<Vec<_>>().join(", ");
    for (by, to, is_told) in
        [(50, 50, false), (193, 12, false), (2500, 1, false), (51, 50, true), (20_000, 20_000, true)]
    {
        let claims = format!("claims: [{{id: c, text: C, by: [{}], to: [{}]}}]\n", names(by), names(to));
        let (path, text) = briefing(&claims, "W.");
        let found = analyse(&support::project([(path, text.as_str())])).diagnostics;
        let told = found.iter().find(|it| it.code == Code::LimitExceeded);
        assert_eq!(told.is_some(), is_told, "{by} to {to}: {told:?}");
        if let Some(told) = told {
            assert!(
                told.message.contains("2500 are allowed") && told.help.is_some() && told.span().is_some(),
                "{told:?}"
            );
        }
    }
}

/// The time of one thread that does all.
fn least(files: &Files) -> Duration {
    let project = support::project(files.iter().map(|(path, text)| (*path, text.as_str())));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let run = |_| {
        pool.install(|| {
            let before = spent();
            let _ = analyse(&project);
            spent().saturating_sub(before)
        })
    };
    (0..2).map(run).min().unwrap_or_default()
}
