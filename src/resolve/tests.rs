use std::fmt::Write as _;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::graph::{Cause, EntryKind, Node};
use super::*;
use crate::diagnostic;
use crate::model::{Stance, Status};
use crate::parse::{self, BodySettings};
use crate::project::Asset;
use crate::source::{SitePath, SourceText};

/// A site made from text, and what resolving it gives.
pub(super) struct Tried {
    pub(super) graph: Graph,
    pub(super) problems: Vec<Diagnostic>,
}

impl Tried {
    /// The names of the codes of all problems, in order.
    pub(super) fn codes(&self) -> Vec<&'static str> {
        self.problems.iter().map(|problem| problem.code.name()).collect()
    }

    fn claim(&self, id: &str) -> &graph::Claim {
        self.graph.claims.iter().find(|claim| claim.source.id.slug.as_str() == id).expect("the claim")
    }

    fn actor(&self, id: &str) -> &graph::Actor {
        self.graph.actors.iter().find(|actor| actor.source.id.slug.as_str() == id).expect("the actor")
    }

    fn briefing(&self, slug: &str) -> &graph::Briefing {
        self.graph.briefings.iter().find(|briefing| briefing.slug.as_str() == slug).expect("the briefing")
    }
}

pub(super) fn project(files: &[(&str, &str)]) -> Project {
    let texts = files.iter().map(|(path, text)| SourceText::new(SitePath::new(path).expect("a path"), *text));
    Project::of_texts(texts, NaiveDate::from_ymd_opt(2026, 1, 15).expect("a day"))
}

pub(super) fn try_site(files: &[(&str, &str)]) -> Tried {
    try_with(&project(files), &Settings::default(), |_| {})
}

pub(super) fn try_with(project: &Project, settings: &Settings, order: impl Fn(&mut Vec<Arc<Anchored>>)) -> Tried {
    let body = BodySettings { raw_html: settings.raw_html, smart_punctuation: settings.smart_punctuation };
    let mut articles = Vec::new();
    for text in project.texts.iter() {
        let (article, problems) = parse::article(text, body);
        assert!(problems.is_empty(), "{problems:?}");
        if let Some(article) = article {
            let (anchored, problems) = crate::anchor::anchor(Arc::new(article));
            assert!(problems.is_empty(), "{problems:?}");
            articles.push(Arc::new(anchored));
        }
    }
    order(&mut articles);
    let (graph, mut problems) = resolve(&articles, project, settings);
    diagnostic::sort(&mut problems, &project.texts);
    Tried { graph, problems }
}

/// A briefing of this day with this front matter and body.
pub(super) fn briefing(date: &str, head: &str, body: &str) -> String {
    format!("---\ntitle: Briefing of {date}\ndate: {date}\n{head}\n---\n\n{body}\n")
}

#[test]
fn edges_lead_both_ways() {
    let text = briefing(
        "2025-12-11",
        "tags: [Talks]\nsources: [{id: wire, title: Wire}]\nevents: [{id: talks, title: Talks, date: 2025-12, actors: [Host]}]\n\
         claims: [{id: x, text: It is so., by: Ann, for: Org, to: Bob, about: [Cid, event:talks], event: talks}]",
        "Text with [the source](source:wire).",
    );
    let tried = try_site(&[("content/briefings/a.md", &text)]);
    let graph = &tried.graph;
    assert_eq!(tried.codes(), Vec::<&str>::new());
    let statement = &graph.statements[0];
    let name = |handle: &Handle<graph::Actor>| graph[*handle].source.name.value.as_str();
    assert_eq!(statement.by.iter().map(name).collect::<Vec<_>>(), ["Ann"]);
    assert_eq!(statement.taken_from.map(Handle::index), Some(0));
    assert_eq!(
        graph.actors.iter().map(|actor| actor.source.name.value.as_str()).collect::<Vec<_>>(),
        ["Ann", "Bob", "Cid", "Host", "Org"]
    );
    let lengths = |actor: &graph::Actor| {
        [
            actor.statements.len(),
            actor.on_its_behalf.len(),
            actor.addressed.len(),
            actor.about.len(),
            actor.events.len(),
        ]
    };
    assert_eq!(
        graph.actors.iter().map(lengths).collect::<Vec<_>>(),
        [[1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1], [0, 1, 0, 0, 0],]
    );
    assert!(graph.actors.iter().all(|actor| actor.implicit && actor.briefings == [Handle::new(0)]));
    assert_eq!((graph.events[0].statements.len(), graph.events[0].about.len()), (1, 1));
    assert_eq!(graph.sources[0].linked_from, [Node::Briefing(Handle::new(0))]);
    assert_eq!(graph.tags[0].briefings, [Handle::new(0)]);
    assert_eq!(graph.briefings[0].actors.len(), 5);
    assert_eq!(graph.names.len(), 5);
}

#[test]
fn relations_and_offices_are_seen_from_both_ends() {
    let tried = try_site(&[(
        "content/actors.yaml",
        "- {id: a, name: Ann, roles: [{title: Old, org: o, from: 2001, to: 2002}, {title: New, org: o, from: 2003}],\n   \
         relations: [{type: allied-with, actor: b}]}\n- {id: b, name: Bob}\n- {id: o, name: Org}\n",
    )]);
    assert_eq!(tried.codes(), ["actor-never-used"]);
    let (ann, bob, org) = (tried.actor("a"), tried.actor("b"), tried.actor("o"));
    assert!(!ann.relations[0].inverse && bob.relations[0].inverse);
    assert_eq!(ann.roles.iter().map(|role| role.title.as_str()).collect::<Vec<_>>(), ["New", "Old"]);
    assert_eq!(org.officers.len(), 2);
}

#[test]
fn a_name_of_several_is_chosen_by_name_then_by_listing() {
    let actors = "- {id: a, name: Ann, aliases: [Boss, Chief]}\n- {id: b, name: Bob, aliases: [Boss]}\n- {id: chief, name: Chief}\n";
    let one =
        briefing("2025-01-01", "actors: [b]\nclaims: [{id: x, text: X., by: Boss}, {id: y, text: Y., by: Chief}]", "");
    let two = briefing("2025-01-02", "claims: [{claim: x, by: Boss}]", "");
    let tried = try_site(&[
        ("content/actors.yaml", actors),
        ("content/briefings/one.md", &one),
        ("content/briefings/two.md", &two),
    ]);
    assert_eq!(tried.codes(), ["shared-alias", "shared-alias", "ambiguous-name"]);
    let first = &tried.graph[tried.claim("x").statements[0]];
    assert_eq!(tried.graph[first.by[0]].source.id.slug.as_str(), "b");
    let chief = &tried.graph[tried.claim("y").statements[0]];
    assert_eq!(tried.graph[chief.by[0]].source.id.slug.as_str(), "chief");
}

#[test]
fn a_mention_that_looks_like_an_id_finds_the_name_wherever_it_stands() {
    let text =
        briefing("2025-01-01", "claims: [{id: x, text: X., by: us-envoys}, {id: y, text: Y., by: US envoys}]", "");
    let tried = try_site(&[("content/briefings/a.md", &text)]);
    assert_eq!(tried.codes(), Vec::<&str>::new());
    assert_eq!(tried.actor("us-envoys").source.name.value, "US envoys");
    assert_eq!(tried.actor("us-envoys").statements.len(), 2);
}

#[test]
fn strict_actors_must_be_declared() {
    let text = briefing("2025-01-01", "claims: [{id: x, text: X., by: Ane}, {claim: x, by: Ane}]", "");
    let site = project(&[("content/actors.yaml", "- {id: ann, name: Anne}\n"), ("content/briefings/a.md", &text)]);
    let settings = Settings { strict_actors: true, ..Settings::default() };
    let tried = try_with(&site, &settings, |_| {});
    assert_eq!(tried.codes(), ["actor-never-used", "unknown-actor"]);
    assert_eq!(tried.problems[1].help.as_deref(), Some("write `Anne`"));
}

#[test]
fn what_is_left_out_does_not_exist_but_is_named() {
    let hidden = briefing("2025-01-01", "draft: true\nclaims: [{id: x, text: X., by: Ann}]", "");
    let shown = briefing("2025-01-02", "claims: [{claim: x, by: Bob}]", "See [it](draft.md).");
    let mut site = project(&[("content/briefings/draft.md", &hidden), ("content/briefings/shown.md", &shown)]);
    let tried = try_with(&site, &Settings::default(), |_| {});
    assert_eq!(tried.codes(), ["unknown-claim", "broken-link"]);
    assert!(tried.problems[0].help.as_ref().is_some_and(|help| help.contains("content/briefings/draft.md")));
    assert!(tried.graph.claims.is_empty() && tried.graph.briefings.len() == 1);
    site.options.drafts = true;
    let tried = try_with(&site, &Settings::default(), |_| {});
    assert_eq!((tried.codes().len(), tried.claim("x").statements.len()), (0, 2));
}

#[test]
fn publication_and_expiry_follow_the_day() {
    let of = |keys| briefing("2025-01-01", keys, "");
    let (today, tomorrow, past, last) =
        (of("publish: 2026-01-15"), of("publish: 2026-01-16"), of("expires: 2026-01-14"), of("expires: 2026-01-15"));
    let tried = try_site(&[
        ("content/briefings/a.md", &today),
        ("content/briefings/b.md", &tomorrow),
        ("content/briefings/c.md", &past),
        ("content/briefings/d.md", &last),
    ]);
    let slugs: Vec<_> = tried.graph.briefings.iter().map(|briefing| briefing.slug.as_str()).collect();
    assert_eq!(slugs, ["d", "a"]);
}

#[test]
fn a_status_has_a_then_and_a_now() {
    let one = briefing("2025-01-01", "claims: [{id: x, text: X., kind: offer, by: Ann}]", "");
    let two = briefing("2025-02-01", "claims: [{claim: x, by: Bob, stance: rejects}]", "");
    let three = briefing(
        "2025-03-01",
        "claims: [{claim: x, by: Cid, stance: endorses}]\nupdates: [{claim: x, status: accepted, why: Signed.}]",
        "",
    );
    let four = briefing("2025-04-01", "claims: [{claim: x, by: Dan, stance: denies}]", "");
    let tried = try_site(&[
        ("content/briefings/one.md", &one),
        ("content/briefings/two.md", &two),
        ("content/briefings/three.md", &three),
        ("content/briefings/four.md", &four),
    ]);
    let then = |slug| tried.briefing(slug).claims[0].1;
    assert_eq!(
        [then("one"), then("two"), then("three"), then("four")],
        [Status::Pending, Status::Disputed, Status::Accepted, Status::Accepted]
    );
    assert_eq!(tried.claim("x").status, Status::Accepted);
    let history = &tried.claim("x").history;
    let kinds: String =
        history.iter().map(|entry| if matches!(entry.what, EntryKind::Statement(_)) { 's' } else { 'c' }).collect();
    assert_eq!(kinds, "scscscs");
    assert_eq!(
        tried.graph.changes.iter().map(|change| change.to).collect::<Vec<_>>(),
        [Status::Accepted, Status::Disputed, Status::Pending]
    );
    assert!(matches!(&tried.graph.changes[0].cause, Cause::Update(why) if why == "Signed."));
    assert_eq!(tried.briefing("three").changes.len(), 1);
}

#[test]
fn what_is_told_later_changes_nothing_before() {
    let one = briefing("2025-01-01", "claims: [{id: x, text: X., by: Ann, date: 2024-06}]", "");
    let two = briefing("2025-02-01", "claims: [{claim: x, by: Cid, stance: endorses}]", "");
    let three = briefing("2025-03-01", "claims: [{claim: x, by: Bob, stance: denies, date: 2024-07-01}]", "");
    let four = briefing("2025-04-01", "updates: [{claim: x, status: corroborated, why: Seen.}]", "");
    let tried = try_site(&[
        ("content/briefings/one.md", &one),
        ("content/briefings/two.md", &two),
        ("content/briefings/three.md", &three),
        ("content/briefings/four.md", &four),
    ]);
    let then = |slug| tried.briefing(slug).claims[0].1;
    assert_eq!([then("one"), then("two"), then("three")], [Status::Unverified, Status::Unverified, Status::Disputed]);
    assert_eq!(tried.claim("x").status, Status::Corroborated);
    let dates: Vec<_> = tried.graph.changes.iter().map(|change| change.date.to_string()).collect();
    assert_eq!(dates, ["2025-04-01", "2025-03-01", "2025-01-01"]);
}

#[test]
fn of_one_day_the_later_briefing_knows_more() {
    let one = briefing("2025-01-01", "claims: [{id: x, text: X., by: Ann}]", "");
    let two = briefing("2025-01-01", "claims: [{claim: x, by: Bob, stance: denies}]", "");
    let tried = try_site(&[("content/briefings/a.md", &one), ("content/briefings/b.md", &two)]);
    let then: Vec<_> = tried.graph.briefings.iter().map(|briefing| briefing.claims[0].1).collect();
    assert_eq!(then, [Status::Disputed, Status::Unverified]);
}

#[test]
fn only_another_actor_disputes() {
    let status = |second: &str| {
        let text = briefing("2025-01-01", &format!("claims: [{{id: x, text: X., by: Ann}}, {second}]"), "");
        try_site(&[("content/briefings/a.md", &text)]).claim("x").status
    };
    assert_eq!(status("{claim: x, by: Bob, stance: denies}"), Status::Disputed);
    assert_eq!(status("{claim: x, by: [Ann, Bob], stance: denies}"), Status::Disputed);
    assert_eq!(status("{claim: x, by: author, stance: disputes}"), Status::Disputed);
    assert_eq!(status("{claim: x, by: Ann, stance: denies}"), Status::Unverified);
    assert_eq!(status("{claim: x, by: Bob, stance: questions}"), Status::Unverified);
    assert_eq!(status("{id: y, text: Y., by: Bob, refutes: x}"), Status::Disputed);
    assert_eq!(status("{id: y, text: Y., by: Ann, refutes: x}"), Status::Unverified);
    assert_eq!(status("{id: y, text: Y., by: Bob, supersedes: x}"), Status::Unverified);
    assert_eq!(status("{claim: x, by: Ann, stance: retracts}"), Status::Retracted);
    assert_eq!(status("{claim: x, by: Bob, stance: retracts}"), Status::Unverified);
}

#[test]
fn a_stated_status_is_not_overruled() {
    let one = briefing("2025-01-01", "claims: [{id: x, text: X., by: Ann, status: unverifiable}]", "");
    let two = briefing("2025-02-01", "claims: [{claim: x, by: Bob, stance: denies}]", "");
    let tried = try_site(&[("content/briefings/one.md", &one), ("content/briefings/two.md", &two)]);
    assert_eq!(tried.claim("x").status, Status::Unverifiable);
    assert_eq!(tried.graph.changes.len(), 1);
    assert!(matches!(tried.graph.changes[0].cause, Cause::Declared));
}

#[test]
fn opponents_and_reversals_are_found() {
    let one =
        briefing("2025-01-01", "claims: [{id: x, text: X., by: Ann}, {id: y, text: Y., by: Bob, disputes: x}]", "");
    let two = briefing("2025-02-01", "claims: [{claim: x, by: [Ann, Cid], stance: rejects}]", "");
    let tried = try_site(&[("content/briefings/one.md", &one), ("content/briefings/two.md", &two)]);
    let ann = tried.actor("ann");
    let opponents: Vec<_> = ann
        .opponents
        .iter()
        .map(|other| (tried.graph[other.actor].source.name.value.as_str(), other.claims.len()))
        .collect();
    assert_eq!(opponents, [("Bob", 2), ("Cid", 1)]);
    assert_eq!(ann.reversals.len(), 1);
    let (earlier, later) = ann.reversals[0];
    assert_eq!((tried.graph[earlier].stance, tried.graph[later].stance), (Stance::Asserts, Stance::Rejects));
    assert_eq!(tried.codes(), ["reversal"]);
}

#[test]
fn places_in_a_briefing_have_ids_of_their_own() {
    let text = briefing(
        "2025-01-01",
        "claims: [{id: x, text: X., by: Ann, quote: second words}, {claim: x, by: Bob, quote: first words}, {claim: x, by: Cid}]",
        "## X\n\nThe first words, then the second words.",
    );
    let tried = try_site(&[("content/briefings/a.md", &text)]);
    let briefing = tried.briefing("a");
    let places: Vec<_> = briefing
        .statements
        .iter()
        .map(|statement| (tried.graph[*statement].anchor_id.as_str(), tried.graph[*statement].number))
        .collect();
    assert_eq!(places, [("x-2", 2), ("x-3", 1), ("x-4", 3)]);
}

#[test]
fn links_of_every_form_are_bound() {
    let text = briefing(
        "2025-01-01",
        "actors: [{id: ann, name: Ann Bee}]\nevents: [{id: e, title: The Event, date: 2025, actors: [ann]}]\n\
         claims: [{id: x, text: X., by: ann}]\nsources: [{id: s, title: The Source}]",
        "## Part\n\n[a](actor:ann) [b](claim:x) [c](event:e) [d](source:s) [e](briefing:b#x) [[Ann Bee]] [[The Event]]\n\
         [f](../pages/about.md) [g](b.md) [h](map.png) [i](#part) [j](https://example.org/) ![k](map.png) [l](../actors/cid.md)",
    );
    let other = briefing("2025-01-02", "claims: [{claim: x, by: ann}]", "Text.");
    let mut site = project(&[
        ("content/briefings/a.md", &text),
        ("content/briefings/b.md", &other),
        ("content/pages/about.md", "---\ntitle: About\n---\n\nText.\n"),
        ("content/actors/cid.md", "---\nname: Cid\n---\n\nSee [[The Source]].\n"),
    ]);
    site.assets.insert(SitePath::new("content/briefings/map.png").expect("a path"), Asset { length: 1, hash: 1 });
    let tried = try_with(&site, &Settings::default(), |_| {});
    assert_eq!(tried.codes(), Vec::<&str>::new());
    let body = tried.briefing("a").source.article.body.clone().expect("a body");
    let ends = &tried.graph.ends[&body.key().expect("a key")];
    let kinds: String = ends
        .links
        .iter()
        .map(|end| match end.as_ref().map(|end| &end.node) {
            Some(Node::Actor(_)) => 'a',
            Some(Node::Claim(_)) => 'c',
            Some(Node::Event(_)) => 'e',
            Some(Node::Source(_)) => 's',
            Some(Node::Briefing(_)) => 'b',
            Some(Node::Page(_)) => 'p',
            Some(Node::Home) => 'h',
            Some(Node::Asset(_)) => 'f',
            None => '-',
        })
        .collect();
    assert_eq!(kinds, "acesbaepbfb-a");
    assert!(ends.images[0].is_some());
    assert_eq!(tried.graph.sources[0].linked_from.len(), 2);
    assert_eq!(tried.actor("ann").linked_from, [Node::Briefing(Handle::new(1))]);
}

#[test]
fn what_does_not_exist_is_reported_with_the_nearest() {
    let text = briefing(
        "2025-01-01",
        "actors: [{id: ann-bee, name: Ann Bee}]\nclaims: [{id: the-claim, text: X., by: ann-bee}]",
        "[a](actor:an-bee) [b](claim:teh-claim) [c](event:e) [d](source:s) [e](briefing:aa) [[Ann Be]] [f](bb.md) ![g](g.png)\n\
         [h](#nowhere) [i](../../../x.md)\n\n## Somewhere",
    );
    let tried =
        try_site(&[("content/briefings/aaa.md", &text), ("content/briefings/bbb.md", &briefing("2025-01-02", "", ""))]);
    assert_eq!(
        tried.codes(),
        [
            "unknown-actor",
            "unknown-claim",
            "unknown-event",
            "unknown-source",
            "unknown-briefing",
            "unknown-name",
            "broken-link",
            "missing-file",
            "broken-fragment",
            "broken-link",
        ]
    );
    let help = |at: usize| tried.problems[at].help.as_deref().unwrap_or_default();
    assert_eq!(help(0), "write `ann-bee`");
    assert_eq!(help(1), "write `the-claim`");
    assert_eq!(help(4), "write `briefing:aaa`");
    assert_eq!(help(5), "write `[[Ann Bee]]`");
    assert_eq!(help(6), "write `bbb.md`");
}

#[test]
fn events_have_the_status_of_the_day() {
    let tried = try_site(&[(
        "content/events.yaml",
        "- {id: a, title: A, date: 2026-01-16, actors: [X]}\n- {id: b, title: B, date: 2026-01-15, actors: [X]}\n\
         - {id: c, title: C, date: 2026-01/2026-02, actors: [X]}\n- {id: d, title: D, date: 2025/.., actors: [X]}\n\
         - {id: e, title: E, date: 2025, status: cancelled, actors: [X]}\n",
    )]);
    let status = |id: &str| {
        let event = tried.graph.events.iter().find(|event| event.source.id.slug.as_str() == id).expect("the event");
        event.status.to_string()
    };
    let all: Vec<_> = ["a", "b", "c", "d", "e"].map(status).into();
    assert_eq!(all, ["scheduled", "occurred", "ongoing", "ongoing", "cancelled"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_files_does_not_matter(order in Just((0..7usize).collect::<Vec<_>>()).prop_shuffle()) {
        let seen = |order: &[usize]| {
            let files = scenario();
            let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let tried = try_with(&project(&files), &Settings::default(), |articles| {
                *articles = order.iter().filter_map(|at| articles.get(*at).cloned()).collect();
            });
            (format!("{:?}", tried.graph), format!("{:?}", tried.problems))
        };
        let sorted: Vec<usize> = (0..7).collect();
        prop_assert_eq!(seen(&order), seen(&sorted));
    }
}

/// Seven files with names declared by mention, duplicates, oppositions and links between them.
fn scenario() -> Vec<(String, String)> {
    let mut files = vec![
        (
            "content/actors.yaml".to_owned(),
            "- {id: ann, name: Ann, aliases: [Boss]}\n- {id: bob, name: Bob, aliases: [Boss]}\n".to_owned(),
        ),
        (
            "content/claims.yaml".to_owned(),
            "- {id: c0, text: Zero., status: unverified}\n- {id: c1, text: One.}\n".to_owned(),
        ),
    ];
    for n in 0..5 {
        let mut head = String::from("claims:\n");
        for (claim, by, stance) in [(n, "Ann", "asserts"), (n + 1, "New Name", "denies"), (n + 2, "Boss", "retracts")] {
            let claim = claim % 5;
            _ = writeln!(head, "  - {{claim: c{claim}, by: {by}, stance: {stance}}}");
        }
        _ = writeln!(head, "  - {{id: c{n}, text: Text {n}., by: Bob, disputes: c{}}}", (n + 1) % 5);
        _ = writeln!(head, "updates: [{{claim: c{n}, status: refuted, why: Seen.}}]");
        let text = briefing("2025-01-01", &head, "See [it](claim:c1) and [[Ann]].");
        files.push((format!("content/briefings/b{n}.md"), text));
    }
    files
}
