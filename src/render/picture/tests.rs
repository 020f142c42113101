use std::collections::BTreeSet;

use chrono::NaiveDate;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::RcDom;

use super::*;
use crate::compile::{Analysis, analyse};
use crate::model::Word;
use crate::plan::Selection;
use crate::project::Project;
use crate::render::card::{Cards, Made};
use crate::resolve::graph::Claim;
use crate::source::{SitePath, SourceText};

#[test]
fn a_network_draws_each_actor_and_each_kind_of_connection() {
    let actors = "- {id: ada, name: Ada, type: person, relations: [{type: membership, actor: union}]}\n- {id: bo, name: Bo}\n- {id: union, name: Union, type: organization}\n- {id: alone, name: Alone}\n";
    let briefing = claims("- {id: one, text: One., by: ada, to: bo}\n- {id: two, text: Two., by: bo, disputes: one}\n");
    with_site(&[("content/actors.yaml", actors), ("content/briefings/a.md", &briefing)], |site| {
        let picture = network(site, "../").expect("a network");
        assert_eq!(links(&picture), ["../actors/ada/", "../actors/bo/", "../actors/union/"]);
        let kinds: BTreeSet<String> = attributes(&picture.svg, "data-rel").into_iter().collect();
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["acts", "disputes", "speaks"]);
        assert_eq!(picture.left_out, None);
        assert_eq!(picture.key.len(), 3);
    });
}

#[test]
fn a_network_is_cut_to_what_can_be_read_and_says_so() {
    let claim = |it: usize| format!("- {{id: c{it}, text: C{it}., by: Actor {it}, to: [{}]}}\n", partners(it));
    let briefing = claims(&(0..90).map(claim).collect::<String>());
    with_site(&[("content/briefings/a.md", &briefing)], |site| {
        let picture = network(site, "../").expect("a network");
        assert_eq!(links(&picture).len(), 60);
        assert!(attributes(&picture.svg, "data-rel").len() <= 60 * 150 / 100 + 4);
        let left_out = picture.left_out.clone().expect("something is left out");
        assert!(left_out.contains("60 most connected of 90 actors"), "{left_out}");
        assert_eq!(network(site, "../").map(|it| it.svg), Some(picture.svg.clone()));
        no_words_overlap(&picture.svg);
    });
}

#[test]
fn neighbours_are_few_and_the_table_has_all() {
    let briefing = claims(&format!("- {{id: one, text: One., by: Hub, to: [{}]}}\n", partners(90)));
    with_site(&[("content/briefings/a.md", &briefing)], |site| {
        let hub = site.graph.actors.iter().position(|it| it.source.name.value == "Hub").expect("the hub");
        let picture = neighbours(site, "../../", Handle::new(hub)).expect("neighbours");
        assert_eq!(links(&picture).len(), 9);
        assert_eq!(picture.table.as_ref().map(|it| it.rows.len()), Some(12));
        assert!(picture.left_out.is_some());
        no_words_overlap(&picture.svg);
    });
}

#[test]
fn the_confidential_is_nowhere_in_a_network() {
    let actors = "- {id: mole, name: Igor Secret, access: confidential, relations: [{type: family, actor: ada}]}\n- {id: ada, name: Ada}\n";
    let briefing = claims(
        "- {id: one, text: One., by: mole, to: ada, date: 2024-01-02}\n- {id: two, text: Two., by: ada, disputes: one, date: 2024-02-03}\n- {id: three, text: Three., by: ada, to: Bo, date: 2024-03}\n",
    );
    with_site(&[("content/actors.yaml", actors), ("content/briefings/a.md", &briefing)], |site| {
        let ada = site.graph.actors.iter().position(|it| it.source.name.value == "Ada").expect("Ada");
        let claim = |id: &str| handle_of(site, id);
        let all = [
            network(site, ""),
            neighbours(site, "", Handle::new(ada)),
            of_timeline(site, "", Selection::Everything),
            of_actor(site, "", Handle::new(ada)),
            argument(site, "", claim("one")),
            history(site, "", claim("one")),
        ];
        assert!(all.iter().filter(|it| it.is_some()).count() >= 5);
        for picture in all.into_iter().flatten() {
            let whole = format!("{picture:?}");
            assert!(!whole.contains("Igor") && !whole.contains("mole"), "{whole}");
        }
    });
}

#[test]
fn a_timeline_draws_days_as_marks_and_months_as_bands() {
    let events = "- {id: day, title: A day, date: 2024-03-05, actors: [Ada]}\n- {id: month, title: A month, date: 2024-08, actors: [Ada]}\n- {id: open, title: Without end, date: 2024-09-01/.., actors: [Ada]}\n- {id: maybe, title: Perhaps, date: 2024-05-05?, actors: [Ada]}\n";
    with_site(&[("content/events.yaml", events)], |site| {
        let picture = of_timeline(site, "../", Selection::Everything).expect("a timeline");
        assert_eq!(picture.svg.matches("class=\"diamond\"").count(), 4);
        assert_eq!(picture.svg.matches("class=\"band\"").count(), 2);
        assert_eq!(picture.svg.matches("class=\"ring\"").count(), 1);
        let found: BTreeSet<String> = links(&picture).into_iter().collect();
        let wanted = ["../events/day/", "../events/maybe/", "../events/month/", "../events/open/"];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), wanted);
        no_words_overlap(&picture.svg);
    });
}

#[test]
fn a_timeline_of_many_counts_them_by_period() {
    let event = |it: usize| {
        format!(
            "- {{id: e{it}, title: Event {it}, date: 20{:02}-{:02}-{:02}, actors: [Ada]}}\n",
            10 + it % 9,
            1 + it % 12,
            1 + it % 28
        )
    };
    let events: String = (0..500).map(event).collect();
    with_site(&[("content/events.yaml", &events)], |site| {
        let picture = of_timeline(site, "../", Selection::Everything).expect("a timeline");
        assert_eq!(picture.svg.matches("class=\"diamond\"").count(), 0);
        let numbers = picture.svg.split("<title>Events, ").skip(1);
        let numbers = numbers.filter_map(|it| it.split_once(": ")?.1.split_once(' ')?.0.parse::<usize>().ok());
        assert_eq!(numbers.sum::<usize>(), 500);
        assert!(picture.left_out.is_some_and(|it| it.contains("by period")));
        assert!(links_of(&picture.svg).iter().all(|it| it.starts_with("../timeline/")));
    });
}

#[test]
fn a_lane_of_many_does_not_flatten_the_others() {
    let claim = |at: usize| format!("- {{id: c{at}, text: C{at}., by: Actor {at}, date: 2024-{:02}}}\n", 1 + at % 12);
    let busy = |at: usize| format!("- {{id: b{at}, text: B{at}., by: Ada, date: 2024-{:02}}}\n", 1 + at % 12);
    let briefing = claims(&(0..600).map(claim).chain((0..24).map(busy)).collect::<String>());
    with_site(&[("content/briefings/a.md", &briefing)], |site| {
        let picture = of_timeline(site, "", Selection::Everything).expect("a timeline");
        let columns = picture.svg.split("<title>Ada, ").skip(1);
        let heights: Vec<i32> = columns
            .map(|it| {
                number(
                    it.split("class=\"bar-all\"").next().unwrap_or_default().rsplit("<rect").next().unwrap_or_default(),
                    "height",
                )
            })
            .collect();
        assert_eq!(heights, [36; 12]);
        assert!(picture.left_out.is_some_and(|it| it.contains("Columns of Others have a scale of their own.")));
    });
}

#[test]
fn the_timeline_of_an_actor_shows_what_concerns_it_and_leads_into_its_own_list() {
    let event =
        |at: usize| format!("- {{id: e{at}, title: Event {at}, date: 20{:02}-05-06, actors: [Ada]}}\n", at % 25);
    let events: String = (0..300).map(event).collect();
    let briefing = claims("- {id: one, text: One., by: Bo, to: Ada}\n- {id: two, text: Two., by: Cy, to: Bo}\n");
    with_site(&[("content/events.yaml", &events), ("content/briefings/a.md", &briefing)], |site| {
        let ada = Handle::new(site.graph.actors.iter().position(|it| it.source.name.value == "Ada").expect("Ada"));
        let picture = of_timeline(site, "../", Selection::Actor(ada)).expect("a timeline");
        assert!(picture.svg.contains("Said to it") && !picture.svg.contains(">Says<"));
        assert!(links_of(&picture.svg).iter().all(|it| it.starts_with("../timeline/actors/ada/")));
        assert_eq!(site.plan.lists.timelines.of(Selection::Actor(ada)).len(), 301);
    });
}

#[test]
fn a_timeline_with_nothing_to_tell_is_not_drawn() {
    let events =
        "- {id: a, title: A, date: 2024-03-05, actors: [Ada]}\n- {id: b, title: B, date: 2024-03-05, actors: [Ada]}\n";
    with_site(&[("content/events.yaml", events)], |site| {
        assert_eq!(of_timeline(site, "", Selection::Everything), None);
    });
    with_site(&[("content/index.md", "Words.\n")], |site| {
        assert_eq!((of_timeline(site, "", Selection::Everything), network(site, "")), (None, None));
    });
}

#[test]
fn an_argument_goes_two_steps_and_no_further() {
    let briefing = claims(
        "- {id: a, text: The middle., by: Ada}\n- {id: b, text: Against., by: Bo, disputes: a}\n- {id: c, text: For the second., by: Cy, supports: b}\n- {id: d, text: Too far., by: Di, qualifies: c}\n- {id: e, text: What it bears on., by: Ada, supports: a}\n- {id: f, text: Further on., by: Ada}\n",
    );
    let briefing = briefing.replace("text: The middle., by: Ada", "text: The middle., by: Ada, supports: f");
    with_site(&[("content/briefings/a.md", &briefing)], |site| {
        let picture = argument(site, "../../", handle_of(site, "a")).expect("a map");
        let found: BTreeSet<String> = links(&picture).into_iter().collect();
        let wanted = ["b", "c", "e", "f"].map(|it| format!("../../claims/{it}/"));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), wanted);
        let rows = picture.table.expect("a table").rows;
        assert_eq!(rows.len(), picture.svg.matches("class=\"tip\"").count());
        assert!(
            rows.iter()
                .any(|row| row[0].text == "Against." && row[1].text == "disputes" && row[2].text == "The middle.")
        );
        let boxes = frames(&picture.svg);
        assert_eq!(boxes.len(), 5);
        for (at, a) in boxes.iter().enumerate() {
            assert!(boxes[..at].iter().all(|b| !a.overlaps(b)), "{a:?}");
        }
        assert_eq!(argument(site, "", handle_of(site, "d")).map(|it| frames(&it.svg).len()), Some(3));
    });
}

#[test]
fn an_argument_with_many_sides_is_cut() {
    let other = |it: usize| format!("- {{id: c{it}, text: Claim {it}., by: Bo, disputes: a}}\n");
    let others: String = (0..30).map(other).collect();
    with_site(
        &[("content/briefings/a.md", &claims(&format!("- {{id: a, text: The middle., by: Ada}}\n{others}")))],
        |site| {
            let picture = argument(site, "", handle_of(site, "a")).expect("a map");
            assert_eq!(frames(&picture.svg).len(), 9);
            assert_eq!(picture.left_out.as_deref(), Some("22 further claims are not drawn."));
        },
    );
}

#[test]
fn a_history_shows_each_status_until_the_next() {
    let first = claims("- {id: a, text: It rains., by: Ada, kind: fact, date: 2024-01-02}\n");
    let second = "---\ntitle: Later\ndate: 2024-06-01\nclaims:\n- {claim: a, by: Bo, stance: denies, date: 2024-03-01}\nupdates:\n- {claim: a, status: refuted, why: It did not.}\n---\n\nText.\n";
    let first = first.replace("date: 2024-12-01", "date: 2024-01-05");
    with_site(&[("content/briefings/a.md", &first), ("content/briefings/b.md", second)], |site| {
        let picture = history(site, "../../", handle_of(site, "a")).expect("a history");
        let standings = attributes(&picture.svg, "data-standing");
        let changes = site.graph.changes.iter().rev().map(|it| it.to.standing().as_str());
        assert_eq!(standings, changes.collect::<Vec<_>>());
        assert_eq!(standings.last().map(String::as_str), Some("failed"));
        assert_eq!(picture.svg.matches("class=\"said\"").count(), 2);
        assert!(picture.svg.contains("refuted from 1 June 2024, still"));
        no_words_overlap(&picture.svg);
    });
    with_site(&[("content/briefings/a.md", &claims("- {id: a, text: It rains., by: Ada}\n"))], |site| {
        assert_eq!(history(site, "", handle_of(site, "a")), None);
    });
}

#[test]
fn no_name_breaks_a_picture() {
    let name = r#"</title><script>alert(1)</script>\" & 'x' خط 漢字"#;
    let actors = format!("- {{id: ada, name: \"{name}\"}}\n- {{id: bo, name: Bo}}\n");
    let briefing = claims(&format!(
        "- {{id: one, text: \"{name}\", by: ada, to: bo, date: 2024-01-02}}\n- {{id: two, text: \"{name} 2\", by: bo, disputes: one, date: 2024-05}}\n- {{id: three, text: \"3 {name}\", by: bo, date: 2024-06-02}}\n"
    ));
    with_site(&[("content/actors.yaml", &actors), ("content/briefings/a.md", &briefing)], |site| {
        let one = handle_of(site, "one");
        let ada =
            Handle::new(site.graph.actors.iter().position(|it| it.source.id.slug.as_str() == "ada").expect("Ada"));
        let pictures = [
            network(site, "../"),
            neighbours(site, "../", ada),
            of_timeline(site, "../", Selection::Everything),
            argument(site, "../", one),
            history(site, "../", one),
        ];
        for picture in pictures {
            let picture = picture.expect("a picture");
            for svg in picture.compact.iter().chain([&picture.svg]).chain(picture.key.iter().map(|it| &it.svg)) {
                is_well_formed(svg);
                assert!(!svg.contains("<script") && !svg.contains("style="), "{svg}");
            }
        }
    });
}

/// A briefing with these claims.
fn claims(claims: &str) -> String {
    format!("---\ntitle: A briefing\ndate: 2024-12-01\nclaims:\n{claims}---\n\nText.\n")
}

/// Names of twelve other actors.
fn partners(of: usize) -> String {
    let names =
        (1..13).map(|it| format!("Actor {}", (of * 7 + it * it) % 90)).filter(|it| *it != format!("Actor {of}"));
    names.collect::<Vec<_>>().join(", ")
}

fn with_site(files: &[(&str, &str)], test: impl FnOnce(&Site<'_>)) {
    let texts = files.iter().map(|(path, text)| SourceText::new(SitePath::new(path).expect("a path"), *text));
    let project = Project::of_texts(texts, NaiveDate::from_ymd_opt(2026, 1, 15).expect("a day"));
    let Analysis { settings, graph, plan, diagnostics } = analyse(&project);
    assert!(!crate::compile::has_errors(&diagnostics), "{diagnostics:?}");
    let made = Made::none_yet(&graph);
    let cards = Cards::new(&graph, &plan, &made, None);
    let names = crate::anchor::names::NameIndex::new(std::iter::empty());
    let social = crate::render::social::Social::none_yet(&graph, None);
    let (graph, plan, project, settings) = (&graph, &plan, &project, &settings);
    test(&Site { graph, plan, project, settings, cards, names: &names, social: &social });
}

fn handle_of(site: &Site<'_>, id: &str) -> Handle<Claim> {
    Handle::new(site.graph.claims.iter().position(|it| it.source.id.slug.as_str() == id).expect("the claim"))
}

fn links(picture: &Picture) -> Vec<String> {
    links_of(&picture.svg)
}

fn links_of(svg: &str) -> Vec<String> {
    attributes(svg, "href")
}

/// The values of an attribute, in order.
fn attributes(svg: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let parts = svg.split(start.as_str()).skip(1);
    parts.filter_map(|it| it.split_once('"')).map(|it| it.0.to_owned()).collect()
}

fn number(element: &str, name: &str) -> i32 {
    attributes(element, name)[0].parse().expect("a number")
}

/// The boxes of the claims in a map.
fn frames(svg: &str) -> Vec<boxes::Box> {
    let elements = svg.split("<rect").skip(1).filter(|it| it.contains("class=\"frame\""));
    elements
        .map(|it| {
            let (width, height) = (number(it, "width"), number(it, "height"));
            boxes::Box { x: number(it, "x") + width / 2, y: number(it, "y") + height / 2, width, height }
        })
        .collect()
}

/// No two texts of a drawing lie on each other.
fn no_words_overlap(svg: &str) {
    let mut found: Vec<(i32, i32, i32, String)> = Vec::new();
    for element in svg.split("<text").skip(1) {
        let element = element.split("</text>").next().unwrap_or_default();
        let words = element.split_once('>').map(|it| it.1).unwrap_or_default().replace("&amp;", "&");
        let (width, x, y) = (text::width(&words, 12), number(element, "x"), number(element, "y"));
        let left = if element.contains("\"middle\"") { x - width / 2 } else { x };
        for (l, r, other_y, other) in &found {
            assert!(left >= *r || left + width <= *l || (y - other_y).abs() >= 12, "{words:?} lies on {other:?}");
        }
        found.push((left, left + width, y, words));
    }
    assert!(!found.is_empty());
}

/// Each element is closed in its order, and a browser's parser has nothing to say.
fn is_well_formed(svg: &str) {
    let mut open = Vec::new();
    for tag in svg.split('<').skip(1) {
        let name = tag.split([' ', '>']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{svg}"),
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let page = format!("<!DOCTYPE html><title>x</title>{svg}");
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(page);
    assert!(dom.errors.borrow().is_empty(), "{:?}", dom.errors);
}
