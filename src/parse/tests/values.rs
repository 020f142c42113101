//! Values of the wrong sort.

use super::*;

#[test]
fn keys_are_checked() {
    for (lines, expected) in [
        ("titel: X", "unknown-key `titel`: unknown key `titel` in a briefing → write `title`"),
        (
            "wurst: X",
            "unknown-key `wurst`: unknown key `wurst` in a briefing → delete it, or put free data under `extra:`",
        ),
        ("author: X", "unknown-key `author`: unknown key `author` in a briefing → write `authors`"),
        (
            "by: X",
            "misplaced-key `by`: the key `by` has no meaning in a briefing → delete it, or put free data under `extra:`",
        ),
        ("summary:", "wrong-type `summary`: `summary` has no value → write a text after it, or delete the line"),
        ("summary: ' '", "wrong-type `' '`: `summary` is empty → write a text there, or delete the line"),
        (
            "summary: [a]",
            "wrong-type `[a]`: `summary` is a list, but must be a text → write one value, without brackets and `- `",
        ),
        ("claims: x", "wrong-type `x`: a claim is a mapping, but this is a single value → write its keys: "),
        (
            "tags: [a, ]\nauthors: [~]",
            "wrong-type `~`: an item of `authors` is empty → delete the item, or write something in its place",
        ),
        ("draft: yes", "wrong-type `yes`: `yes` is neither `true` nor `false` → write `true`"),
        (
            "draft: \"false\"",
            "wrong-type `\"false\"`: `draft` is a text in quotation marks → write `false` without quotation marks",
        ),
    ] {
        let found = problems(lines);
        assert_eq!(found.len(), 1, "{lines}: {found:#?}");
        assert!(found[0].starts_with(expected), "{lines}: {found:#?}");
    }
}

#[test]
fn values_are_checked() {
    for (lines, expected) in [
        (
            "updated: 11.12.2025",
            "bad-date `11.12.2025`: the date `11.12.2025` does not begin with a year of four digits → write `2025-12-11`",
        ),
        (
            "updated: soon",
            "bad-date `soon`: the date `soon` does not begin with a year of four digits → write a date such as `2025-12-11` or `2025-12`",
        ),
        ("slug: My Slug", "bad-id `My Slug`: `My Slug` is not an id → write `my-slug`"),
        ("lang: en_GB", "unknown-value `en_GB`: `en_GB` is not a language tag → write `en-GB`"),
        ("image: /etc/passwd", "bad-url `/etc/passwd`: `/etc/passwd` is no path of a file in the site: "),
        ("aliases: https://example.org/a", "bad-url `https://example.org/a`: "),
        ("claims: {text: T, by: A, kind: ofer}", "unknown-value `ofer`: `kind` cannot be `ofer` → write `offer`"),
        (
            "claims: {text: T, by: A, mode: loud}",
            "unknown-value `loud`: `mode` cannot be `loud` → write one of `direct`, `indirect`, `mixed`",
        ),
        (
            "claims: {text: T, by: A, credibility: 7}",
            "unknown-value `7`: `credibility` cannot be `7` → write a whole number from 1 to 6",
        ),
        (
            "events: {title: T, date: 2025, cameo: 21}",
            "unknown-value `21`: `cameo` cannot be `21` → write a whole number from 1 to 20",
        ),
        (
            "events: {title: T, date: 2025, place: {name: P, lat: 91}}",
            "unknown-value `91`: `lat` cannot be `91` → write a number from -90 to 90",
        ),
        (
            "events: {title: T}",
            "missing-key `title`: the event has no `date` → add `date:` with a date such as `2025-12-11` or `2025-12`",
        ),
        ("actors: {name: A, country: UK}", "unknown-value `UK`: `UK` is not a country code → write `GB`"),
        (
            "actors: {name: A, wikidata: https://www.wikidata.org/wiki/Q58217}",
            "unknown-value `https://www.wikidata.org/wiki/Q58217`: `https://www.wikidata.org/wiki/Q58217` is not a Wikidata item → write `Q58217`",
        ),
        ("actors: {name: '!!'}", "bad-id `'!!'`: no id can be made from `!!` → add `id:` with "),
        ("actors: {id: a}", "missing-key `id`: the actor has no `name` → add `name:` with a text"),
        (
            "sources: {title: S, sha256: abc}",
            "unknown-value `abc`: `sha256` cannot be `abc` → write 64 hexadecimal digits",
        ),
        (
            "sources: {title: S, url: www.example.org}",
            "bad-url `www.example.org`: the address `www.example.org` does not say how it is reached → write `https://www.example.org`",
        ),
    ] {
        let found = problems(lines);
        assert_eq!(found.len(), 1, "{lines}: {found:#?}");
        assert!(found[0].starts_with(expected), "{lines}: {found:#?}");
    }
}

#[test]
fn scripts_are_no_addresses() {
    for url in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\\tscript:alert(1)",
        "java\\nscript:alert(1)",
        "\\u0001javascript:alert(1)",
        " javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "https://",
        "https:",
        "mailto:nobody",
        "https://a b.example",
    ] {
        let found = problems(&format!("sources: {{title: S, url: \"{url}\"}}"));
        assert!(found.iter().any(|line| line.starts_with("bad-url")), "{url}: {found:#?}");
    }
    for url in ["https://example.org/a?b#c", "http://пример.рф/я", "mailto:desk@example.org", "https://[::1]:8080/"]
    {
        assert_eq!(problems(&format!("sources: {{title: S, url: \"{url}\"}}")), [""; 0], "{url}");
    }
}

#[test]
fn everything_a_key_may_hold_is_read() {
    let (article, found) = briefing(EVERYTHING);
    assert_eq!(found, [""; 0]);
    let actor = &article.actors[0];
    assert_eq!((actor.roles.len(), actor.links.len(), actor.relations.len()), (2, 2, 1));
    assert_eq!(actor.country.as_ref().map(|country| country.value.as_str()), Some("RU"));
    let event = &article.events[0];
    assert_eq!(event.cameo.map(|cameo| cameo.value), Some(1));
    assert_eq!(event.place.as_ref().and_then(|place| place.lat), Some(55.75));
    assert_eq!(article.claims[0].relations.len(), 11);
    let authors: Vec<_> = article.sources[0].author.iter().map(|name| name.value.as_str()).collect();
    assert_eq!(authors, ["One", "Two"]);
}

const EVERYTHING: &str = r#"title: T
date: 2025-12-11
updated: 2025-12-12
summary: S
authors: Desk
tags: talks
lang: en
slug: offer
draft: false
publish: 2025-12-11
expires: 2030
aliases: /old/
image: map.png
extra: {a: 1}
actors:
  - {id: a, name: A, type: person, aliases: B, roles: [{title: T, org: O, from: 2004-03, to: 2024}, Chair], country: ru, wikidata: Q58217,
     links: [https://example.org, {title: L, url: "mailto:a@example.org"}], image: a.png, reliability: C, summary: S,
     relations: {type: membership, actor: B, from: 2020, to: 2021, source: s, note: N}, access: public, display: D, redirects: /a/, extra: 1}
events:
  - {id: e, title: E, date: 2025-12/.., status: ongoing, kind: talks, cameo: 01, place: {name: M, country: RU, lat: 55.75, lon: 37.6},
     actors: [a, {actor: b, role: host}], part_of: f, follows: g, sources: s, summary: S, redirects: [/e/], extra: {}}
sources:
  - {id: s, title: S, type: speech, author: [One, Two], publisher: P, date: 2025, accessed: 2025-12-11, url: https://example.org,
     archive_url: https://example.org/a, snapshot: s.txt, sha256: 0123456789abcdef0123456789abcdef0123456789ABCDEF0123456789abcdef,
     reliability: A, derived_from: t, access: paywalled, display: D, lang: uk, summary: S, redirects: [], extra: []}
claims:
  - {id: c, text: C, by: [a, author], for: b, to: c, about: "event:e", stance: denies, quote: {exact: q, prefix: p, suffix: s}, mode: direct,
     date: 2025-12-11, event: e, source: s, locator: p. 3, lang: ru, translation: T, note: N, kind: prediction, status: unverified,
     credibility: 2, likelihood: likely, confidence: high, condition: X, supports: [a, b], confirms: a, disputes: a, refutes: a, contradicts: a,
     qualifies: a, responds-to: a, updates: a, supersedes: a, derived-from: a, redirects: /c/, extra: 1}
updates: {claim: c, status: refuted, why: W, date: 2025-12-11, source: s}
notes: {quote: {exact: q}, text: "*N*"}"#;
