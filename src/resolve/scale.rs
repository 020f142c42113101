use super::tests::{project, try_with};
use crate::config::Settings;
#[test]
fn scale() {
    for n in [2000usize, 4000, 8000] {
        let mut actors = String::new();
        for i in 0..n { actors += &format!("- {{id: actor-{i}, name: {} {}}}\n", word(i), word(i*7919+13)); }
        actors += "- {id: secret-one, name: Joanna Villeneuve, access: confidential}\n";
        let mut events = String::new();
        for i in 0..n { events += &format!("- {{id: event-{i}, title: E{i}, date: 2024, actors: [actor-{i}], part_of: event-{}}}\n", i+1); }
        let mut sources = String::from("- {id: s, title: S}\n");
        for i in 0..n { sources += &format!("- {{id: s-{i}, title: S{i}, derived_from: {}}}\n", if i==0 {"s".into()} else {format!("s-{}", i-1)}); }
        let mut files = vec![("content/actors.yaml".to_string(), actors),("content/events.yaml".to_string(), events),("content/sources.yaml".to_string(), sources)];
        for b in 0..n/10 {
            let mut head = String::from("claims:\n");
            for k in 0..10 { let c=b*10+k; head += &format!("  - {{id: claim-{c}, text: Text {c}., by: actor-{c}, source: s-{c}, status: corroborated, disputes: claim-{}}}\n  - {{claim: clam-{c}, by: actor-{}}}\n  - {{claim: claim-0, by: actor-{c}, stance: denies, source: s-{c}}}\n", (c*31)%n, (c*17)%n); }
            files.push((format!("content/briefings/b{b}.md"), super::tests::briefing("2025-01-01", &head, &"It is likely so [a](claim:claim-1) and [b](actor:acto-2). ".repeat(20))));
        }
        let refs: Vec<_> = files.iter().map(|(a,b)|(a.as_str(),b.as_str())).collect();
        let site = project(&refs);
        let tried = try_with(&site, &Settings::default(), |_| { #[allow(clippy::disallowed_methods)] super::scale::mark(); });
        eprintln!("n {n}: {:?} problems {} statements {}", unsafe_elapsed(), tried.problems.len(), tried.graph.statements.len());
    }
}
use std::cell::Cell;
thread_local!{ static T: Cell<Option<std::time::Instant>> = const { Cell::new(None) }; }
pub(super) fn mark(){ T.with(|t| t.set(Some(std::time::Instant::now()))); }
fn unsafe_elapsed()->std::time::Duration{ T.with(|t| t.get().unwrap().elapsed()) }
fn word(mut i: usize) -> String { i = i.wrapping_mul(2654435761) % 4294967296; let mut s=String::from("B"); for _ in 0..7 { s.push((b'a' + (i%26) as u8) as char); i/=26; } s }
