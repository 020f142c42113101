//! Lists, files of their own, pages, and the settings.

use super::*;
use crate::model::declaration::{ClaimReference, Party, Topic};

#[test]
fn the_example_of_the_format_is_read_whole() {
    let (article, problems) = briefing(EXAMPLE);
    assert_eq!(problems, [""; 0]);
    let head = head(&article);
    assert_eq!(head.slug.as_str(), "the-offer");
    assert_eq!(head.tags.len(), 2);
    assert_eq!(head.actors[0].value, "Sergei Lavrov");
    assert_eq!((article.actors.len(), article.events.len(), article.sources.len()), (1, 1, 1));
    assert_eq!((article.claims.len(), article.statements.len()), (1, 2));
    let statement = &article.statements[0];
    assert!(matches!(statement.claim, ClaimReference::Here(0)));
    assert_eq!(statement.by[0].value, Party::Actor("Sergei Lavrov".to_owned()));
    assert_eq!(statement.to.len(), 2);
    assert!(
        matches!(&article.statements[1].claim, ClaimReference::Elsewhere(id) if id.value == "elections-need-security")
    );
    assert_eq!(head.updates[0].why.value, "Replaced by the treaty offer of this briefing.");
    assert_eq!(head.notes[0].quote.exact.value, "legitimate targets");
    assert_eq!(article.events[0].actors[1].role.map(|role| role.value), Some(crate::model::EventRole::Party));
}

#[test]
fn claims_are_declared_in_several_ways() {
    let (article, problems) = briefing(
        "title: T\ndate: 2025\nclaims:\n  - text: Russia is ready.\n    by: author\n    about: [event:e, claim:c, NATO]\n  - quote: we are ready\n    by: A",
    );
    assert_eq!(problems, [""; 0]);
    assert_eq!(article.claims[0].id.slug.as_str(), "russia-is-ready");
    assert!(article.claims[0].id.made);
    assert_eq!(article.claims[1].text.value, "we are ready");
    assert_eq!(article.statements[0].by[0].value, Party::Author);
    let topics: Vec<_> = article.statements[0].about.iter().map(|topic| topic.value.clone()).collect();
    assert_eq!(topics, [Topic::Event("e".into()), Topic::Claim("c".into()), Topic::Actor("NATO".into())]);
}

#[test]
fn keys_of_a_claim_do_not_stand_beside_a_reference() {
    let found = problems(
        "claims:\n  - {claim: c, by: A, kind: fact, status: refuted}\n  - {by: A}\n  - {id: x, by: A}\n  - {text: T}",
    );
    assert_eq!(
        found,
        [
            "misplaced-key `kind`: `kind` has no meaning beside `claim` → move it to the entry that declares the claim",
            "misplaced-key `status`: `status` has no meaning beside `claim` → write an entry under `updates:` to change the status of a claim",
            "missing-key `by`: this entry of `claims` does not say which claim it is about → add `text:` with the proposition to declare a claim, or `claim:` with the id of one declared elsewhere",
            "missing-key `id`: the claim has no `text` → add `text:` with a text",
            "missing-key `text`: the claim has no `by` → add `by:` with an actor, by id or name",
        ]
    );
}

#[test]
fn a_change_of_status_needs_a_reason() {
    let found = problems("updates:\n  - {claim: c, status: refuted}");
    assert_eq!(
        found,
        [
            "status-without-why `status`: the status of a claim is changed without a reason → add `why:` with the reason, in a sentence"
        ]
    );
}

#[test]
fn list_files_declare() {
    let (article, problems) =
        read("content/actors.yaml", "- name: Sergei Lavrov\n- {id: nato, name: NATO, type: igo}\n");
    assert_eq!(problems, [""; 0]);
    assert_eq!(article.actors.len(), 2);
    assert_eq!(read("content/actors.yml", "# nothing yet\n").1, [""; 0]);
    assert_eq!(
        read("content/actors.yaml", "lavrov:\n  name: L\n").1,
        [
            "wrong-type `lavrov:`: a list file holds a list, but this is a mapping → begin each entry with `- ` and indent its other lines by two spaces"
        ]
    );
}

#[test]
fn claims_of_lists_may_stand_alone() {
    let (article, problems) = read(
        "content/claims.yaml",
        "- text: A\n- {text: B, by: X, date: 2025}\n- {text: C, by: X}\n- {text: D, stance: denies}\n- {text: E, by: X, date: 2025, quote: E}\n",
    );
    assert_eq!((article.claims.len(), article.statements.len()), (5, 4));
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(problems[0].starts_with("missing-key `text`: the claim has no `date`"));
    assert!(problems[1].starts_with("missing-key `stance`: `stance` is about a statement"));
    assert!(problems[2].starts_with("misplaced-key `quote`"));
}

#[test]
fn own_files_are_named_by_their_file() {
    let (article, problems) = read("content/actors/sergei-lavrov.md", "---\nname: Sergei Lavrov\n---\nProse.");
    assert_eq!(problems, [""; 0]);
    assert_eq!(article.actors[0].id.slug.as_str(), "sergei-lavrov");
    assert!(article.actors[0].body.is_some() && !article.actors[0].id.made);
}

#[test]
fn pages_and_the_home_page() {
    let (article, problems) = read("content/pages/about.md", "---\ntitle: About\naliases: /old/\n---\n");
    assert_eq!(problems, [""; 0]);
    let Head::Page(head) = article.head else { panic!("not a page") };
    assert_eq!((head.slug.as_str(), head.former.len()), ("about", 1));
    assert_eq!(read("content/index.md", "Welcome.").1, [""; 0]);
    assert_eq!(read("content/index.md", "---\nextra: {a: 1}\n---\nWelcome.").1, [""; 0]);
    let (none, found) = article_of("content/about.md");
    assert!(none.is_none());
    assert_eq!(found[0].code.name(), "misplaced-file");
}

fn article_of(path: &str) -> (Option<Article>, Vec<Diagnostic>) {
    article(&source(path, "Text"), SETTINGS)
}

#[test]
fn settings_are_read() {
    let text = "[site]\ntitle = \"S\"\nbase_url = \"https://example.org/x\"\n[content]\nautolink = \"off\"\n[build]\npaginate = 20\n[extra]\na = [1, \"2\", true]\n";
    let (settings, problems) = settings::settings(Some(&source("postil.toml", text)), None);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(settings.base_url.as_deref(), Some("https://example.org/x/"));
    assert_eq!((settings.paginate, settings.autolink), (20, crate::config::Autolink::Off));
    assert!(!settings.extra.is_nothing());
}

#[test]
fn all_problems_of_settings_are_reported() {
    let text = "[sit]\n[site]\ntitel = \"S\"\nbase_url = \"https://example.org/?q\"\nlanguage = \"english language\"\n[content]\nautolink = \"frist\"\nstrict_actors = \"true\"\n[build]\noutput = \"../x\"\npaginate = 0\nstrict = \n";
    let source = source("postil.toml", text);
    let (_, problems) = settings::settings(Some(&source), None);
    let lines: Vec<_> = problems.iter().map(|problem| line(&source, problem)).collect();
    let codes: Vec<_> = problems.iter().map(|problem| problem.code.name()).collect();
    assert_eq!(
        codes,
        [
            "toml-syntax",
            "unknown-key",
            "unknown-key",
            "bad-url",
            "unknown-value",
            "unknown-value",
            "wrong-type",
            "unknown-value",
            "unknown-value"
        ],
        "{lines:#?}"
    );
}

const EXAMPLE: &str = r#"title: Moscow ties any guarantees for Ukraine to guarantees for itself
date: 2025-12-11
summary: One or two sentences, plain text.
authors: [Desk]
tags: [security guarantees, negotiations]
sources:
  - id: wire-2025-12-11
    title: Report on the talks in Moscow
    type: article-newspaper
    publisher: Example Wire
    url: https://example.org/report
    reliability: B
actors:
  - Sergei Lavrov                       # a name, an alias or an id; declared here if nobody else declares it
  - {name: Vladimir Putin, type: person, aliases: [Putin], roles: [{title: President, org: russia}]}
events:
  - id: envoys-in-moscow
    title: Meeting with envoys in Moscow
    date: 2025-12
    place: Moscow
    actors: [Sergei Lavrov, {actor: us-envoys, role: party}]
claims:
  - id: guarantees-by-treaty            # declares the claim …
    text: Russia is ready to put security guarantees for Ukraine into a legally binding treaty.
    kind: offer
    by: Sergei Lavrov                   # … and records its first statement
    for: Vladimir Putin
    to: [ukraine, nato]
    quote: formalize these security guarantees through a legally binding treaty
    event: envoys-in-moscow
    source: wire-2025-12-11
    condition: The guarantees must also cover Russia.
  - claim: elections-need-security      # a further statement of a claim declared elsewhere
    by: Volodymyr Zelensky
    stance: endorses
    quote: {exact: hold elections, prefix: "his commitment to "}
updates:
  - claim: proposals-to-nato
    status: superseded
    why: Replaced by the treaty offer of this briefing.
notes:
  - quote: legitimate targets
    text: The same words were used before; see [the March briefing](../2025/march.md)."#;
