//! `postil rename`: what it says of a site stays the same, and running it the other way gives the same bytes.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this test runs the program on real folders")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;
#[path = "support/place.rs"]
mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use place::Place;
use postil::compile::{Analysis, analyse};
use postil::disk;
use postil::model::Kind;
use postil::project::{Options, Project};
use postil::rename::{Obstacle, prepare};
use postil::resolve::Graph;
use postil::resolve::graph::{LinkEnd, Node};
use postil::source::Sources;
use proptest::prelude::*;

const SHOWN: Options =
    Options { drafts: true, future: true, strict: false, base_url: None, environment: BTreeMap::new() };

#[test]
fn every_other_thing_in_the_scenario_is_renamed_and_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    let project = disk::read(&root, support::today(), SHOWN).expect("the site");
    let before = analyse(&project);
    let mut renamed = 0;
    for kind in Kind::ALL {
        for id in ids(&before.graph, kind).into_iter().step_by(2) {
            renamed += usize::from(there_and_back(&project, &before, kind, &id, "zz-другой-2"));
        }
    }
    assert!(renamed > 50, "{renamed}");
}

/// A page is led on from where it stood.
#[test]
fn where_pages_are_files_the_former_address_is_that_of_a_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    let project = support::in_form(disk::read(&root, support::today(), SHOWN).expect("the site"), "file");
    let before = analyse(&project);
    for kind in Kind::ALL {
        let renamed = |id: String| there_and_back(&project, &before, kind, &id, "zz-2").then_some(id);
        let mut renamed = ids(&before.graph, kind).into_iter().filter_map(renamed);
        // What is confidential has no page.
        let led = renamed.find_map(|id| Some((prepare(&project, kind, &id, "zz-2").ok()?.redirect?, id)));
        let (former, id) = led.expect("one that has a page");
        assert_eq!(former, format!("/{}s/{id}.html", kind.name()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_sites_are_renamed_and_back(briefings in 2..9_usize, pick in any::<usize>(), kind in 0..5_usize, new in "[a-zéж]{1,9}(-[0-9a-z]{1,5}){0,2}") {
        let project = with_shapes(briefings, pick);
        let before = analyse(&project);
        let kind = Kind::ALL[kind];
        let ids = ids(&before.graph, kind);
        let id = &ids[pick % ids.len()];
        prop_assume!(!ids.iter().any(|id| id.ends_with(&new)) && new != "author" && new != "null");
        prop_assert!(there_and_back(&project, &before, kind, id, &new), "{id} {new}");
    }
}

/// A generated site whose lists of actors and sources are written in one of several ways.
fn with_shapes(briefings: usize, pick: usize) -> Project {
    let mut files = support::generated::site(briefings);
    for (path, text) in &mut files {
        *text = match path.as_str() {
            "content/actors.yaml" => actors(text, pick % 4),
            "content/sources.yaml" => sources(text, pick % 4),
            _ => continue,
        };
    }
    let mut project = support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    project.options = SHOWN;
    project
}

fn actors(text: &str, way: usize) -> String {
    match way {
        1 => numbered(text, "\n  type:", "\n  redirects: [/a/N/, '/c/N/'] # kept\n  type:")
            .replace("\n  ", "\n      ")
            .replace("- id", "-     id"),
        2 => numbered(text, "- id: ", "- redirects:\n    - /x/N/\n    # between\n    - /y/N/\n  id: \"")
            .replace("\n  name", "\" # its id\n  name"),
        3 => text.replace('\n', "\r\n"),
        _ => text.to_owned(),
    }
}

fn sources(text: &str, way: usize) -> String {
    match way {
        1 => text.replace("{id: wire-0, ", "{redirects: , id: 'wire-0', "),
        2 => text.replace("id: wire-1, title: Harbour Gazette", "title: wire 1"),
        3 => text.replace("id: wire-2, title", "redirects: /old-wire/, id: wire-2, title"),
        _ => text.to_owned(),
    }
}

/// The text with each of these marks replaced, and N in what replaces it by its number.
fn numbered(text: &str, mark: &str, by: &str) -> String {
    let mut parts = text.split(mark);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.enumerate().fold(first, |text, (number, part)| text + &by.replace('N', &number.to_string()) + part)
}

/// Renames and takes it back; false where that is refused because nothing declares it.
fn there_and_back(project: &Project, before: &Analysis, kind: Kind, id: &str, new: &str) -> bool {
    let there = match prepare(project, kind, id, new) {
        Ok(renaming) => renaming,
        Err(Obstacle::Refused(refusal)) if refusal.to_string().contains("is declared nowhere") => return false,
        Err(obstacle) => panic!("{kind:?} {id}: {obstacle:#?}"),
    };
    let renamed = Project { texts: there.texts(project), ..project.clone() };
    let after = analyse(&renamed);
    let short = id.rsplit('/').next().expect("a part");
    assert_eq!(problems(before, short, "ID"), problems(&after, new, "ID"), "{kind:?} {id}");
    assert_eq!(facts(before, kind, short), facts(&after, kind, new), "{kind:?} {id}");
    let folder = id.strip_suffix(short).expect("the end");
    let back = prepare(&renamed, kind, &format!("{folder}{new}"), short);
    let back = back.unwrap_or_else(|obstacle| panic!("{kind:?} {id} back: {obstacle:#?}"));
    let (again, first) = (all(&back.texts(&renamed)), all(&project.texts));
    assert_eq!(again.keys().collect::<Vec<_>>(), first.keys().collect::<Vec<_>>(), "{kind:?} {id}");
    for (path, text) in first {
        let difference = similar::TextDiff::from_lines(&text, &again[&path]);
        assert!(text == again[&path], "{kind:?} {id}: {path}\n{}", difference.unified_diff());
    }
    true
}

fn all(texts: &Sources) -> BTreeMap<String, String> {
    texts.iter().map(|text| (text.path().to_string(), text.text().to_string())).collect()
}

fn ids(graph: &Graph, kind: Kind) -> Vec<String> {
    match kind {
        Kind::Briefing => graph.briefings.iter().map(|it| format!("{}{}", it.folder, it.slug)).collect(),
        Kind::Actor => graph.actors.iter().map(|it| it.source.id.slug.to_string()).collect(),
        Kind::Claim => graph.claims.iter().map(|it| it.source.id.slug.to_string()).collect(),
        Kind::Event => graph.events.iter().map(|it| it.source.id.slug.to_string()).collect(),
        Kind::Source => graph.sources.iter().map(|it| it.source.id.slug.to_string()).collect(),
    }
}

/// Every problem without its place, with the id in neutral words.
fn problems(analysis: &Analysis, id: &str, neutral: &str) -> Vec<String> {
    let mut all: Vec<String> = analysis
        .diagnostics
        .iter()
        .map(|it| format!("{} {}", it.code, it.message.replace(&format!("`{id}`"), neutral)))
        .collect();
    all.sort();
    all
}

/// What the site says, as sentences, with the id in neutral words.
fn facts(analysis: &Analysis, kind: Kind, id: &str) -> BTreeSet<String> {
    let graph = &analysis.graph;
    let name = |node: &Node| named(graph, node, kind, id);
    let actor = |at| name(&Node::Actor(at));
    let claim = |at| name(&Node::Claim(at));
    let event = |at| name(&Node::Event(at));
    let source = |at| name(&Node::Source(at));
    let link = |end: &LinkEnd| name(&end.node);
    let mut facts = BTreeSet::new();
    for statement in &graph.statements {
        let briefing = statement.briefing.map(|at| name(&Node::Briefing(at)));
        let by: Vec<_> = [&statement.by, &statement.on_behalf_of, &statement.to]
            .map(|of| of.iter().map(|at| actor(*at)).collect::<Vec<_>>())
            .into();
        let about: Vec<_> = statement.about.iter().map(&name).collect();
        let taken = (statement.event.map(event), statement.taken_from.map(source));
        facts.insert(format!(
            "{briefing:?} {} {:?} {by:?} {about:?} {taken:?} {}",
            claim(statement.claim),
            statement.stance,
            statement.number
        ));
    }
    for it in &graph.claims {
        let relations: Vec<_> = it.relations.iter().map(|(relation, other)| (*relation, claim(*other))).collect();
        let linked: BTreeSet<_> = it.linked_from.iter().map(&name).collect();
        facts.insert(format!("{:?} {:?} {relations:?} {linked:?}", it.source.text.value, it.status));
    }
    for it in &graph.events {
        let actors: Vec<_> = it.actors.iter().map(|(at, role)| (actor(*at), role)).collect();
        let sources: Vec<_> = it.sources.iter().map(|at| source(*at)).collect();
        let around: Vec<_> = it.part_of.iter().chain(&it.follows).map(|at| event(*at)).collect();
        facts.insert(format!("{:?} {actors:?} {sources:?} {around:?}", it.source.title.value));
    }
    for it in &graph.actors {
        let relations: Vec<_> =
            it.relations.iter().map(|one| (one.kind, actor(one.other), one.source.map(source))).collect();
        let roles: Vec<_> = it.roles.iter().map(|one| (&one.title, one.org.map(actor))).collect();
        let linked: BTreeSet<_> = it.linked_from.iter().map(&name).collect();
        facts.insert(format!("{:?} {relations:?} {roles:?} {linked:?} {:?}", it.source.name.value, it.confidential));
    }
    for change in &graph.changes {
        facts.insert(format!("{} {:?} {:?}", claim(change.claim), change.to, change.source.map(source)));
    }
    let ends: Vec<Vec<String>> =
        graph.ends.values().map(|ends| ends.links.iter().flatten().map(link).collect()).collect();
    let mut ends: Vec<String> = ends.into_iter().map(|ends| format!("{ends:?}")).collect();
    ends.sort();
    facts.extend(ends.iter().enumerate().map(|(at, ends)| format!("{at} {ends}")));
    facts
}

fn named(graph: &Graph, node: &Node, kind: Kind, id: &str) -> String {
    let (of, name) = match node {
        Node::Briefing(at) => (Some(Kind::Briefing), graph[*at].slug.to_string()),
        Node::Actor(at) => (Some(Kind::Actor), graph[*at].source.id.slug.to_string()),
        Node::Claim(at) => (Some(Kind::Claim), graph[*at].source.id.slug.to_string()),
        Node::Event(at) => (Some(Kind::Event), graph[*at].source.id.slug.to_string()),
        Node::Source(at) => (Some(Kind::Source), graph[*at].source.id.slug.to_string()),
        Node::Page(at) => (None, graph[*at].slug.to_string()),
        Node::Home => (None, "home".to_owned()),
        Node::Asset(path) => (None, path.to_string()),
    };
    if of == Some(kind) && name == id { "ID".to_owned() } else { format!("{of:?} {name}") }
}

/// A site in which ids are written in every way that there is.
fn written(place: &Place) {
    place.put("postil.toml", "");
    place.put(
        "content/briefings/2025-03-01-old-toll.md",
        "\u{feff}---\r\ntitle: The toll\r\ndate: 2025-03-01 # a comment\r\nactors: [ 'old' , {id: guild, name: Ferry Guild, type: organization}]\r\nevents:\r\n  - {id: old, title: Council, date: 2025-03-01, actors: [old, \"guild\"]}\r\nsources: [old]\r\nclaims:\r\n  - id: old   # its id\r\n    text: The toll stays.\r\n    by: [\"old\", guild]\r\n    about: [event:old, 'claim:other', actor:old]\r\n    quote: toll stays\r\n    event: old\r\n    source: old\r\n    note: >-\r\n      See [it](claim:old), [her](<actor:old>)\r\n      and [the source](source:old).\r\n  - {id: other, text: It rises., by: guild, quote: rises, disputes: [old]}\r\nextra: {old: old}\r\n---\r\n\r\nThe toll stays, or rises. [Her](actor:old), [it](claim:old \"old\"), <event:old>, [there][ref], [[old]].\r\nNot `claim:old`, and not old.\r\n\r\n[ref]: claim:old\r\n",
    );
    place.put(
        "content/briefings/later.md",
        "---\ntitle: Later\ndate: 2025-04-01\nupdates:\n  - {claim: old, status: refuted, why: So., source: old}\nclaims:\n  - {claim: old, by: old, stance: retracts}\n---\n[Before](2025-03-01-old-toll.md#old), [again](briefing:old-toll#old), [file](../actors/old.md).\n",
    );
    place.put("content/actors/old.md", "---\nname: Mara\nroles:\n  - {title: Member, org: guild}\n---\nSee [the toll](../briefings/2025-03-01-old-toll.md).\n");
    place.put(
        "content/sources.yaml",
        "# Sources\n- {title: Old, type: report}   # no id\n- id: copy\n  title: A copy\n  derived_from:\n  - old\n",
    );
}

#[test]
fn every_way_to_write_an_id_is_renamed_and_nothing_else_is() {
    let place = Place::new();
    written(&place);
    let sound = place.run("", &["check"]);
    assert_eq!(sound.code, 0, "{sound:?}");
    let before = place.files("");
    let renamings: [(&str, &str, &str, usize); 5] = [
        ("claim", "old", "toll-stays", 10),
        ("actor", "old", "mara", 10),
        ("event", "old", "council", 5),
        ("source", "old", "minutes", 6),
        ("briefing", "old-toll", "toll", 4),
    ];
    for (kind, old, new, count) in renamings {
        let shown = place.run("", &["rename", kind, old, new, "--dry-run"]);
        assert_eq!(shown.code, 0, "{kind}: {shown:?}");
        assert_eq!(
            shown.out.lines().filter(|line| line.contains(".md:") || line.contains(".yaml:")).count(),
            count,
            "{}",
            shown.out
        );
        let renamed = place.run("", &["rename", kind, old, new]);
        assert_eq!(renamed.code, 0, "{kind}: {renamed:?}");
        assert!(renamed.err.contains(&format!("visitors of `/{kind}s/{old}/` are led on")), "{renamed:?}");
        let check = place.run("", &["check"]);
        assert_eq!(check.code, 0, "{kind}: {check:?}");
    }
    let text = place.text("content/briefings/2025-03-01-toll.md");
    assert!(text.starts_with('\u{feff}') && !text.replace("\r\n", "").contains('\n'), "{text}");
    for kept in
        ["Not `claim:old`, and not old.", "extra: {old: old}", "# its id", "\"old\")", "date: 2025-03-01 # a comment"]
    {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    assert!(text.contains("  - id: toll-stays   # its id\r\n    redirects: /claims/old/\r\n"), "{text}");
    assert!(text.contains("aliases: /briefings/old-toll/\r\n---\r\n"), "{text}");
    assert!(
        place
            .text("content/actors/mara.md")
            .contains("redirects: /actors/old/\n---\nSee [the toll](../briefings/2025-03-01-toll.md).")
    );
    assert!(
        place
            .text("content/sources.yaml")
            .contains("- {redirects: /sources/old/, id: minutes, title: Old, type: report}   # no id\n")
    );
    let built = place.run("", &["build", "-o", "out"]);
    assert_eq!(built.code, 0, "{built:?}");
    for former in ["claims/old", "actors/old", "events/old", "sources/old", "briefings/old-toll"] {
        assert!(place.text(&format!("out/{former}/index.html")).contains("http-equiv=\"refresh\""), "{former}");
    }
    std::fs::remove_dir_all(place.path("out")).expect("removed");
    for (kind, old, new, _) in renamings.into_iter().rev() {
        let back = place.run("", &["rename", kind, new, old]);
        assert_eq!(back.code, 0, "{kind}: {back:?}");
    }
    assert_eq!(place.files(""), before);
}

#[test]
fn what_cannot_be_renamed_is_said_and_nothing_changes() {
    let place = Place::new();
    written(&place);
    place.put(
        "content/actors.yaml",
        "- {id: kira, name: Kira, aliases: [mara]}\n- {id: heron, name: Tamsin, access: confidential}\n",
    );
    place.put("content/events.yaml", "- {id: vote, title: Vote, date: 2025, actors: [Harbour Office]}\n");
    let before = place.files("");
    for (arguments, code, why) in [
        (["claim", "odl", "x"], 2, "error: there is no claim `odl`\nhelp: `old` is near"),
        (["claim", "old", "old"], 2, "the claim is called `old` already"),
        (
            ["claim", "old", "other"],
            2,
            "there is a claim `other` already, at content/briefings/2025-03-01-old-toll.md:",
        ),
        (["event", "old", "vote"], 2, "there is an event `vote` already, at content/events.yaml:1"),
        (["claim", "old", "Not An Id"], 2, "`Not An Id` is not an id\nhelp: write `not-an-id`"),
        (["actor", "old", "author"], 2, "it is the briefing's own voice"),
        (["actor", "old", "mara"], 2, "`mara` is what the actor `kira` is called"),
        (
            ["actor", "harbour-office", "office"],
            2,
            "write `- {id: harbour-office, name: \"Harbour Office\"}` in `content/actors.yaml` first, and rename it then",
        ),
        (["actor", "kira", "old-toll-x-"], 2, "is not an id"),
        (["briefing", "nowhere", "x"], 2, "there is no briefing `nowhere`"),
    ] {
        let refused = place.run("", &[&["rename"][..], &arguments].concat());
        assert_eq!((refused.code, &*refused.out), (code, ""), "{arguments:?}: {refused:?}");
        assert!(refused.err.contains(why), "{arguments:?}: {}", refused.err);
    }
    // A confidential actor leaves no address behind that would tell of it.
    let renamed = place.run("", &["rename", "actor", "heron", "bird"]);
    assert_eq!(renamed.code, 0, "{renamed:?}");
    assert!(!renamed.err.contains("led on") && !place.text("content/actors.yaml").contains("redirects"), "{renamed:?}");
    place.run("", &["rename", "actor", "bird", "heron"]);
    assert_eq!(place.files(""), before);

    place.put("content/pages/a.md", "---\ntitle: [\n---\n");
    let refused = place.run("", &["rename", "claim", "old", "new"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("content/pages/a.md") && refused.err.contains("nothing was renamed"), "{refused:?}");
    place.put("content/pages/a.md", "---\ntitle: A\n---\nSee [it](claim:new) and [[new]].\n");
    let refused = place.run("", &["rename", "claim", "old", "new"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("`new` is referred to already, at content/pages/a.md:4"), "{refused:?}");
    place.put("content/pages/a.md", "---\ntitle: new\naliases: [/claims/new/]\n---\nSee [[new]].\n");
    let refused = place.run("", &["rename", "claim", "old", "new"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("address-conflict"), "{refused:?}");
}

#[test]
fn drafts_and_bundles_are_renamed_too() {
    let place = Place::new();
    place.put("postil.toml", "");
    place.put("content/claims.yaml", "- id: a\n  text: It is so.\n  redirects:\n    - /x/ # first\n    - /y/\n");
    place.put(
        "content/briefings/d.md",
        "---\ntitle: D\ndate: 2025\ndraft: true\nclaims:\n- {claim: a, by: Ann}\n---\nX\n",
    );
    place.put("content/briefings/2025/b/index.md", "---\ntitle: B\ndate: 2025\n---\n![P](p.png) [d](#x)\n\n# X\n");
    place.put("content/briefings/2025/b/p.png", "p");
    place.put(
        "content/briefings/b.md",
        "---\ntitle: Other B\ndate: 2025\n---\n[B](briefing:2025/b) [B](2025/b/index.md)\n",
    );
    let before = place.files("");
    assert_eq!(place.run("", &["rename", "claim", "a", "b"]).code, 0);
    assert!(place.text("content/briefings/d.md").contains("{claim: b, by: Ann}"));
    assert!(place.text("content/claims.yaml").contains("    - /claims/a/\n    - /x/ # first\n"));
    let several = place.run("", &["rename", "briefing", "b", "c"]);
    assert!(
        several.err.contains("`b` is the slug of 2 briefings\nhelp: write `b` or `2025/b`") || several.code == 0,
        "{several:?}"
    );
    assert_eq!(place.run("", &["rename", "briefing", "2025/b", "c"]).code, 0);
    assert!(place.text("content/briefings/2025/b/index.md").contains("aliases: /briefings/2025/b/\nslug: c\n---\n"));
    assert!(place.text("content/briefings/b.md").contains("[B](briefing:2025/c) [B](2025/b/index.md)"));
    assert_eq!(place.run("", &["check"]).code, 0);
    assert_eq!(place.run("", &["rename", "briefing", "2025/c", "b"]).code, 0);
    assert_eq!(place.run("", &["rename", "claim", "b", "a"]).code, 0);
    assert_eq!(place.files(""), before);
}

#[test]
fn all_files_change_or_none() {
    let place = Place::new();
    written(&place);
    let project = disk::read(&place.path(""), support::today(), SHOWN).expect("the site");
    let renaming = prepare(&project, Kind::Claim, "old", "new").expect("ready");
    // Somebody edits the last of the files meanwhile.
    place.edit("content/briefings/later.md", "why: So.", "why: Because.");
    let before = place.files("");
    let refused = renaming.apply(&place.path("")).expect_err("refused");
    assert!(
        refused.to_string().contains("`content/briefings/later.md` was changed meanwhile; nothing was done"),
        "{refused}"
    );
    assert_eq!(place.files(""), before);

    // A file is in the way of one that moves.
    let project = disk::read(&place.path(""), support::today(), SHOWN).expect("the site");
    let renaming = prepare(&project, Kind::Actor, "old", "new").expect("ready");
    place.put("content/actors/new.md", "---\nname: Other\n---\n");
    let before = place.files("");
    let refused = renaming.apply(&place.path("")).expect_err("refused");
    assert!(refused.to_string().contains("exists already; nothing was done"), "{refused}");
    assert_eq!(place.files(""), before);
}
