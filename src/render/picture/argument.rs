//! The argument around a claim: what bears on it, and on what it bears, two steps out.
//!
//! Columns are steps: the claim in the middle, what bears on it to the left, that on which it bears to the right. Each
//! other claim stands beside the one through which it was reached, with its relation above its words; every relation
//! between claims that are drawn is an arrow from the claim that has it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::svg::{Anchor, Svg};
use super::{Cell, KeyEntry, Picture, Table, text};
use crate::model::{ClaimRelation, Word};
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Claim, Node};

/// The map of a claim; none when it has no relation to another.
pub(in crate::render) fn argument(site: &Site<'_>, root: &str, centre: Handle<Claim>) -> Option<Picture> {
    let claim = &site.graph[centre];
    let all = claim.relations.len() + claim.inverse.len();
    if all == 0 {
        return None;
    }
    let map = Map::around(site, centre);
    let arrows = map.arrows(site);
    let (svg, size) = drawing(site, root, &map, &arrows);
    let title = "The argument around this claim".to_owned();
    let others = map.nodes.len() - 1;
    let description = format!(
        "{} {} two steps around this claim, and how they bear on each other. Arrows lead from the claim that has the relation.",
        others,
        if others == 1 { "claim within" } else { "claims within" }
    );
    let left_out = (map.left_out > 0).then(|| format!("{} further claims are not drawn.", map.left_out));
    let name = |it: Handle<Claim>| Cell::from(site.link(&Node::Claim(it)));
    let row = |arrow: &Arrow| {
        let (from, to) = (map.nodes[arrow.from].claim, map.nodes[arrow.to].claim);
        vec![name(from), Cell::text(arrow.relation.label()), name(to)]
    };
    Some(Picture {
        id: "map",
        svg: svg.finish("map", size, &title, &description),
        title,
        description,
        compact: None,
        key: key(&arrows),
        left_out,
        table: Some(Table::new(COLUMNS, arrows.iter().map(row).collect())),
    })
}

/// The claims that are drawn.
#[derive(Debug)]
struct Map {
    /// The first is the one in the middle; each other comes after the one through which it was reached.
    nodes: Vec<Box>,
    /// How many claims are within two steps, but not drawn.
    left_out: usize,
}

/// A claim as a box.
#[derive(Debug)]
struct Box {
    claim: Handle<Claim>,
    /// Steps from the middle; negative to the left.
    step: i32,
    /// Through which of the boxes it was reached.
    parent: usize,
    /// Its relation to that one, in words read from this one; empty in the middle.
    relation: &'static str,
    against: bool,
}

/// A relation between two claims that are drawn.
#[derive(Debug)]
struct Arrow {
    from: usize,
    to: usize,
    relation: ClaimRelation,
}

impl Map {
    fn around(site: &Site<'_>, centre: Handle<Claim>) -> Self {
        let middle = Box { claim: centre, step: 0, parent: 0, relation: "", against: false };
        let mut map = Self { nodes: vec![middle], left_out: 0 };
        let mut seen = BTreeSet::from([centre]);
        map.reach(site, &mut seen, 0, NEAR, None);
        for parent in 1..map.nodes.len() {
            map.reach(site, &mut seen, parent, FAR, Some(map.nodes[parent].step.signum()));
        }
        map
    }

    /// Adds the neighbours of a claim: those that bear on it first. Beyond the first step all go to the side they are on.
    fn reach(
        &mut self,
        site: &Site<'_>,
        seen: &mut BTreeSet<Handle<Claim>>,
        parent: usize,
        most: usize,
        side: Option<i32>,
    ) {
        let claim = &site.graph[self.nodes[parent].claim];
        let step = self.nodes[parent].step.abs() + 1;
        let bearing = claim.inverse.iter().map(|(relation, it)| (*relation, *it, -1, relation.label()));
        let borne = claim.relations.iter().map(|(relation, it)| (*relation, *it, 1, relation.inverse()));
        let mut added = [0_usize; 2];
        for (relation, claim, direction, words) in bearing.chain(borne) {
            if seen.contains(&claim) {
                continue;
            }
            let of_side = &mut added[usize::from(direction > 0)];
            if *of_side >= most {
                self.left_out += 1;
                continue;
            }
            *of_side += 1;
            seen.insert(claim);
            let step = step * side.unwrap_or(direction);
            self.nodes.push(Box { claim, step, parent, relation: words, against: relation.is_against() });
        }
    }

    /// Every relation between the claims, in their order.
    fn arrows(&self, site: &Site<'_>) -> Vec<Arrow> {
        let index: BTreeMap<_, _> = self.nodes.iter().enumerate().map(|(at, node)| (node.claim, at)).collect();
        let mut arrows = Vec::new();
        for (from, node) in self.nodes.iter().enumerate() {
            for (relation, other) in &site.graph[node.claim].relations {
                if let Some(to) = index.get(other).filter(|to| **to != from) {
                    arrows.push(Arrow { from, to: *to, relation: *relation });
                }
            }
        }
        arrows
    }

    fn children(&self, parent: usize, side: i32) -> impl Iterator<Item = usize> {
        let of = move |it: &usize| *it > 0 && self.nodes[*it].parent == parent && self.nodes[*it].step.signum() == side;
        (1..self.nodes.len()).filter(of)
    }
}

/// Where a box is and what stands in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Placed {
    /// Its left edge.
    pub(super) x: i32,
    /// Its upper edge.
    pub(super) y: i32,
    /// From top to bottom.
    pub(super) height: i32,
    lines: Vec<String>,
}

fn drawing(site: &Site<'_>, root: &str, map: &Map, arrows: &[Arrow]) -> (Svg, (i32, i32)) {
    let first = map.nodes.iter().map(|it| it.step).min().unwrap_or(0);
    let last = map.nodes.iter().map(|it| it.step).max().unwrap_or(0);
    let columns = last - first + 1;
    let gap = if columns > 3 { 40 } else { 56 };
    let width = ((WIDTH - (columns - 1) * gap) / columns).clamp(NARROWEST, WIDEST);
    let mut placed: Vec<Placed> = map
        .nodes
        .iter()
        .map(|node| {
            // The one in the middle is bold.
            let (size, most) = if node.step == 0 { (SIZE + 1, 7) } else { (SIZE, 4) };
            let lines = text::lines(site.title_of(&Node::Claim(node.claim)), size, width - 22, most);
            let height = super::pixels(lines.len()) * LINE + 2 * INSIDE + LINE + 2;
            Placed { x: (node.step - first) * (width + gap) + 1, y: 0, height, lines }
        })
        .collect();
    let height = arranged(map, &mut placed);
    let mut svg = Svg::default();
    for arrow in arrows {
        draw_arrow(&mut svg, &placed[arrow.from], &placed[arrow.to], width, arrow.relation);
    }
    for (node, place) in map.nodes.iter().zip(&placed) {
        draw_box(&mut svg, site, root, node, place, width);
    }
    (svg, (columns * width + (columns - 1) * gap + 2, height))
}

/// Puts the boxes of each side below each other, a parent in the middle of its children, and both sides level with the
/// claim in the middle. Returns the height of all.
fn arranged(map: &Map, placed: &mut [Placed]) -> i32 {
    let mut heights = [0; 2];
    for (side, height) in [-1, 1].into_iter().zip(&mut heights) {
        for near in map.children(0, side).collect::<Vec<_>>() {
            let far: Vec<usize> = map.children(near, side).collect();
            let below: i32 = far.iter().map(|it| placed[*it].height + APART).sum();
            let block = (below - APART).max(placed[near].height);
            let mut y = *height + (block - (below - APART).max(0)) / 2;
            placed[near].y = *height + (block - placed[near].height) / 2;
            for it in far {
                placed[it].y = y;
                y += placed[it].height + APART;
            }
            *height += block + APART;
        }
    }
    let whole = heights.into_iter().max().unwrap_or(0).max(placed[0].height + APART) - APART;
    placed[0].y = (whole - placed[0].height) / 2 + 1;
    for (at, node) in map.nodes.iter().enumerate().skip(1) {
        let own = heights[usize::from(node.step > 0)] - APART;
        placed[at].y += (whole - own) / 2 + 1;
    }
    whole + 2
}

fn draw_box(svg: &mut Svg, site: &Site<'_>, root: &str, node: &Box, place: &Placed, width: i32) {
    let link = site.link(&Node::Claim(node.claim));
    let status = site.graph[node.claim].status;
    let standing = status.standing().as_str();
    let href = link.href.filter(|_| node.step != 0).map(|it| format!("{root}{it}"));
    let title = match node.relation {
        "" => format!("{} ({status})", link.title),
        relation => format!("{relation}: {} ({status})", link.title),
    };
    let class = if node.step == 0 { "class=\"box\" data-centre=\"true\"" } else { "class=\"box\"" };
    svg.link(href.as_deref(), class, &title, |svg| {
        svg.rect((place.x, place.y), (width, place.height), 4, "class=\"frame\"");
        svg.rect((place.x, place.y), (4, place.height), 0, &format!("class=\"strip\" data-standing=\"{standing}\""));
        let words = match node.relation {
            "" => status.as_str().to_owned(),
            relation => format!("{relation} · {status}"),
        };
        let against = if node.against { "relation against" } else { "relation" };
        let mut y = place.y + INSIDE + LINE - 4;
        svg.text((place.x + 13, y), Anchor::Start, against, &text::shortened(&words, SMALL, width - 20));
        y += 3;
        for line in &place.lines {
            y += LINE;
            svg.text((place.x + 13, y), Anchor::Start, "label", line);
        }
    });
}

/// A curve from box to box with a head at its end.
fn draw_arrow(svg: &mut Svg, from: &Placed, to: &Placed, width: i32, relation: ClaimRelation) {
    let middle = |it: &Placed| it.y + it.height / 2;
    let (y1, y2) = (middle(from), middle(to));
    let attributes = format!("data-rel=\"{}\"", family(relation));
    let (x1, x2, head) = match from.x.cmp(&to.x) {
        Ordering::Less => (from.x + width, to.x - 2, -8),
        Ordering::Greater => (from.x, to.x + width + 2, 8),
        Ordering::Equal => (from.x + width, to.x + width + 2, 8),
    };
    let bend = if from.x == to.x { (x1 + 26, x2 + 26) } else { (i32::midpoint(x1, x2), i32::midpoint(x1, x2)) };
    let end = x2 + head;
    svg.path(
        &format!("M{x1} {y1}C{} {y1} {} {y2} {end} {y2}", bend.0, bend.1),
        &format!("class=\"edge\" {attributes}"),
    );
    svg.path(&format!("M{x2} {y2}L{end} {}V{}z", y2 - 4, y2 + 4), &format!("class=\"tip\" {attributes}"));
}

/// How a relation looks.
fn family(relation: ClaimRelation) -> &'static str {
    match relation {
        ClaimRelation::Disputes | ClaimRelation::Refutes | ClaimRelation::Contradicts => "disputes",
        ClaimRelation::Supports | ClaimRelation::Confirms => "supports",
        ClaimRelation::Updates | ClaimRelation::Supersedes => "replaces",
        ClaimRelation::Qualifies | ClaimRelation::RespondsTo | ClaimRelation::DerivedFrom => "other",
    }
}

fn key(arrows: &[Arrow]) -> Vec<KeyEntry> {
    let found = |rel: &str| arrows.iter().any(|it| family(it.relation) == rel);
    let sample = |rel: &str| {
        let mut svg = Svg::default();
        svg.line((0, 8), (27, 8), &format!("class=\"edge\" data-rel=\"{rel}\""));
        svg.path("M34 8L26 4V12z", &format!("class=\"tip\" data-rel=\"{rel}\""));
        svg.sample()
    };
    let families = FAMILIES.iter().filter(|(rel, _)| found(rel));
    families.map(|(rel, meaning)| KeyEntry { svg: sample(rel), meaning }).collect()
}

const FAMILIES: &[(&str, &str)] = &[
    ("supports", "Supports or confirms"),
    ("disputes", "Disputes, refutes or contradicts"),
    ("replaces", "Updates or supersedes"),
    ("other", "Qualifies, responds to, or is derived from"),
];
const COLUMNS: &[&str] = &["Claim", "Relation", "Claim"];
/// How many claims are drawn one step away on each side, and beyond each of them.
const NEAR: usize = 8;
const FAR: usize = 3;
/// The width of all, and what a box may have.
const WIDTH: i32 = 742;
const NARROWEST: i32 = 136;
const WIDEST: i32 = 250;
/// Between boxes in a column, and between the edge of a box and its words.
const APART: i32 = 14;
const INSIDE: i32 = 6;
/// From one line of words to the next, and the sizes of words.
const LINE: i32 = 16;
const SIZE: i32 = 12;
const SMALL: i32 = 11;
