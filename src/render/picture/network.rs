//! The network of actors: who is connected with whom, and how.
//!
//! At most [`NODES`] actors are drawn, those with the strongest connections, and between them the connections that hold
//! the drawing together and then the strongest: a picture with all of them would show nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::svg::{Anchor, Svg};
use super::{KeyEntry, Picture, actor, layout, pixels, text};
use crate::model::{ActorRelation, Word};
use crate::plan::{Edge, EdgeKind};
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::Actor;

/// The strongest part of the network of a site; none when nobody is connected.
pub(in crate::render) fn network(site: &Site<'_>, root: &str) -> Option<Picture> {
    let edges = &site.plan.lists.edges;
    let all = pairs(edges.iter());
    let actors = strongest(&all);
    if actors.is_empty() {
        return None;
    }
    let inside: Vec<Pair> = all.iter().filter(|it| actors.contains(&it.a) && actors.contains(&it.b)).cloned().collect();
    let drawn = backbone(&inside, actors.len());
    let connected: BTreeSet<_> = all.iter().flat_map(|it| [it.a, it.b]).collect();
    let (svg, size) = drawing(site, root, &actors, &drawn);
    let title = format!("Network of {} actors", actors.len());
    let description = format!(
        "{} actors and {} between them. The more an actor says, the larger its shape. {}",
        actors.len(),
        if drawn.len() == 1 { "the connection".to_owned() } else { format!("{} connections", drawn.len()) },
        busiest(site, &actors, &drawn),
    );
    let left_out = left_out((actors.len(), connected.len()), (drawn.len(), all.len()));
    Some(Picture {
        id: "network",
        svg: svg.finish("network", size, &title, &description),
        title,
        description,
        compact: None,
        key: key(&drawn),
        left_out,
        table: None,
    })
}

/// What is not drawn, of so many actors and pairs.
fn left_out(actors: (usize, usize), pairs: (usize, usize)) -> Option<String> {
    let strongest = format!("the {} strongest of {} connections", pairs.0, pairs.1);
    if actors.0 < actors.1 {
        let (drawn, all) = actors;
        Some(format!("Drawn are the {drawn} most connected of {all} actors and {strongest}. The table has all."))
    } else if pairs.0 < pairs.1 {
        Some(format!("Drawn are {strongest}. The table has all."))
    } else {
        None
    }
}

/// Two actors and everything between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// The one that comes first by name.
    pub(super) a: Handle<Actor>,
    /// The other.
    pub(super) b: Handle<Actor>,
    /// What is between them, each once.
    pub(super) ties: BTreeSet<Tie>,
    /// How often something is on record.
    pub(super) count: usize,
}

/// How two actors are connected, as the eye tells it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// They stand against each other.
    Disputes,
    /// One acts or speaks for the other, or belongs to it.
    ActsFor,
    /// One speaks to or about the other.
    Speaks,
    /// They take part in the same events.
    Met,
    /// Something else, such as an alliance.
    Other,
}

impl Tie {
    /// The value of `data-rel`.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Disputes => "disputes",
            Self::ActsFor => "acts",
            Self::Speaks => "speaks",
            Self::Met => "met",
            Self::Other => "other",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Disputes => "Against each other",
            Self::ActsFor => "Acts for, or belongs to",
            Self::Speaks => "Speaks to or about",
            Self::Met => "Same events",
            Self::Other => "Connected otherwise",
        }
    }

    fn of(kind: EdgeKind) -> Self {
        match kind {
            EdgeKind::Opposes | EdgeKind::Relation(ActorRelation::OpposedTo) => Self::Disputes,
            EdgeKind::SpeaksFor => Self::ActsFor,
            EdgeKind::Addresses | EdgeKind::SpeaksAbout => Self::Speaks,
            EdgeKind::SharesEvents => Self::Met,
            EdgeKind::Relation(
                ActorRelation::Position
                | ActorRelation::Membership
                | ActorRelation::Hierarchy
                | ActorRelation::Represents
                | ActorRelation::Ownership,
            ) => Self::ActsFor,
            EdgeKind::Relation(
                ActorRelation::Family | ActorRelation::Professional | ActorRelation::AlliedWith | ActorRelation::Other,
            ) => Self::Other,
        }
    }
}

/// The edges by pair, in the order of the actors.
pub(super) fn pairs<'a>(edges: impl Iterator<Item = &'a Edge>) -> Vec<Pair> {
    let mut pairs: BTreeMap<(Handle<Actor>, Handle<Actor>), Pair> = BTreeMap::new();
    for edge in edges {
        let (a, b) = (edge.from.min(edge.to), edge.from.max(edge.to));
        let pair = pairs.entry((a, b)).or_insert_with(|| Pair { a, b, ties: BTreeSet::new(), count: 0 });
        pair.ties.insert(Tie::of(edge.kind));
        pair.count += edge.count;
    }
    pairs.into_values().collect()
}

/// The actors with the strongest connections, by name.
fn strongest(pairs: &[Pair]) -> BTreeSet<Handle<Actor>> {
    let mut strength: BTreeMap<Handle<Actor>, usize> = BTreeMap::new();
    for pair in pairs {
        *strength.entry(pair.a).or_default() += pair.count;
        *strength.entry(pair.b).or_default() += pair.count;
    }
    let mut actors: Vec<_> = strength.into_iter().collect();
    actors.sort_by_key(|(actor, strength)| (std::cmp::Reverse(*strength), *actor));
    actors.into_iter().take(NODES).map(|(actor, _)| actor).collect()
}

/// The strongest pairs that hold everything together, then the strongest of the others; in the order of the actors.
fn backbone(pairs: &[Pair], actors: usize) -> Vec<Pair> {
    let most = actors * PAIRS / 100 + 4;
    if pairs.len() <= most {
        return pairs.to_vec();
    }
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by_key(|it| (std::cmp::Reverse(pairs[*it].count), *it));
    let mut group: BTreeMap<Handle<Actor>, Handle<Actor>> = BTreeMap::new();
    let (holding, rest): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|it| {
        let (a, b) = (leader(&group, pairs[*it].a), leader(&group, pairs[*it].b));
        group.insert(a.max(b), a.min(b));
        a != b
    });
    let more = most.saturating_sub(holding.len());
    let kept: BTreeSet<usize> = holding.into_iter().chain(rest.into_iter().take(more)).collect();
    kept.into_iter().map(|it| pairs[it].clone()).collect()
}

/// The first actor of the group that an actor belongs to.
fn leader(group: &BTreeMap<Handle<Actor>, Handle<Actor>>, actor: Handle<Actor>) -> Handle<Actor> {
    let mut at = actor;
    while let Some(next) = group.get(&at).filter(|next| **next != at) {
        at = *next;
    }
    at
}

fn drawing(site: &Site<'_>, root: &str, actors: &BTreeSet<Handle<Actor>>, pairs: &[Pair]) -> (Svg, (i32, i32)) {
    let actors: Vec<_> = actors.iter().copied().collect();
    let nodes = NodeMark::all(site, &actors, LABEL, LARGEST);
    let index = |handle: Handle<Actor>| actors.binary_search(&handle).unwrap_or(0);
    let links: Vec<(usize, usize)> = pairs.iter().map(|it| (index(it.a), index(it.b))).collect();
    let sizes: Vec<(i32, i32)> = nodes.iter().map(NodeMark::size).collect();
    let mut boxes = layout::placed(&sizes, &links, WIDTH);
    let extent = |value: fn(&super::boxes::Box) -> i32| boxes.iter().map(value).max().unwrap_or(0);
    let (wide, high) = (extent(|it| it.x + it.width / 2), extent(|it| it.y + it.height / 2));
    let width = wide.max(WIDTH);
    for one in &mut boxes {
        one.x += (width - wide) / 2 + MARGIN;
        one.y += MARGIN;
    }
    let places: Vec<(i32, i32)> = boxes.iter().zip(&nodes).map(|(it, node)| node.middle(it)).collect();
    let mut svg = Svg::default();
    for pair in pairs {
        edge(&mut svg, places[index(pair.a)], places[index(pair.b)], &pair.ties);
    }
    for (node, place) in nodes.iter().zip(&places) {
        node.draw(&mut svg, root, *place);
    }
    (svg, (width + 2 * MARGIN, high + 2 * MARGIN))
}

/// Lines side by side, one for each tie.
pub(super) fn edge(svg: &mut Svg, from: (i32, i32), to: (i32, i32), ties: &BTreeSet<Tie>) {
    let steep = (to.1 - from.1).abs() > (to.0 - from.0).abs();
    let count = pixels(ties.len());
    for (at, tie) in (0..).zip(ties) {
        let shift = (2 * at - (count - 1)) * GAP / 2;
        let moved = |(x, y): (i32, i32)| if steep { (x + shift, y) } else { (x, y + shift) };
        svg.line(moved(from), moved(to), &format!("class=\"edge\" data-rel=\"{}\"", tie.as_str()));
    }
}

/// An actor as it is drawn: a shape and a name below.
#[derive(Debug)]
pub(super) struct NodeMark {
    name: String,
    label: Vec<String>,
    href: Option<String>,
    kind: &'static str,
    radius: i32,
    statements: usize,
}

impl NodeMark {
    /// Actors whose names have so much room; the radius of who says most is the largest.
    pub(super) fn all(site: &Site<'_>, actors: &[Handle<Actor>], room: i32, largest: i32) -> Vec<Self> {
        let mut all: Vec<Self> = actors.iter().map(|it| Self::new(site, *it, room)).collect();
        let most = all.iter().map(|it| it.statements).max().unwrap_or(0).max(FEW);
        for one in &mut all {
            one.radius = radius(one.statements, most, largest);
        }
        all
    }

    fn new(site: &Site<'_>, handle: Handle<Actor>, room: i32) -> Self {
        let link = actor(site, handle);
        let found = &site.graph[handle];
        let open = found.confidential.is_none();
        let kind = found.kind.filter(|_| open).map_or("unnamed", Word::as_str);
        let statements = if open { found.statements.len() } else { 0 };
        Self {
            label: text::lines(&link.title, BOLD, room, 2),
            name: link.title,
            href: link.href,
            kind: if found.kind.is_none() && open { "unknown" } else { kind },
            radius: 0,
            statements,
        }
    }

    /// Its size with its name.
    pub(super) fn size(&self) -> (i32, i32) {
        let words = self.label.iter().map(|it| text::width(it, BOLD)).max().unwrap_or(0);
        (words.max(self.radius * 2) + 14, self.radius * 2 + LINE * pixels(self.label.len()) + 8)
    }

    /// The middle of its shape.
    pub(super) fn middle(&self, place: &super::boxes::Box) -> (i32, i32) {
        (place.x, place.y - place.height / 2 + self.radius + 2)
    }

    /// Draws it.
    pub(super) fn draw(&self, svg: &mut Svg, root: &str, (x, y): (i32, i32)) {
        let href = self.href.as_ref().map(|it| format!("{root}{it}"));
        let said = match self.statements {
            0 => String::new(),
            1 => ", 1 statement".to_owned(),
            many => format!(", {many} statements"),
        };
        let attributes = format!("data-kind=\"{}\"", self.kind);
        svg.link(href.as_deref(), &attributes, &format!("{}{said}", self.name), |svg| {
            svg.actor((x, y), self.radius, self.kind);
            for (line, words) in (1..).zip(&self.label) {
                svg.text((x, y + self.radius + line * LINE), Anchor::Middle, "label", words);
            }
        });
    }
}

/// The radius for so many statements: what is above the least grows with their root, so that areas compare.
fn radius(statements: usize, most: usize, largest: i32) -> i32 {
    let share = pixels(statements.min(most) * 10_000 / most).isqrt();
    LEAST + (largest - LEAST) * share / 100
}

/// The lines that occur, and what they mean; then the shapes.
pub(super) fn key(pairs: &[Pair]) -> Vec<KeyEntry> {
    let ties: BTreeSet<Tie> = pairs.iter().flat_map(|it| it.ties.iter().copied()).collect();
    let sample = |tie: Tie| {
        let mut svg = Svg::default();
        svg.line((0, 8), (34, 8), &format!("class=\"edge\" data-rel=\"{}\"", tie.as_str()));
        KeyEntry { svg: svg.sample(), meaning: tie.meaning() }
    };
    ties.into_iter().map(sample).collect()
}

/// Who has most connections, in a sentence.
fn busiest(site: &Site<'_>, actors: &BTreeSet<Handle<Actor>>, pairs: &[Pair]) -> String {
    let degree = |actor: Handle<Actor>| pairs.iter().filter(|it| it.a == actor || it.b == actor).count();
    let most = actors.iter().map(|it| (degree(*it), std::cmp::Reverse(*it))).max();
    most.map_or_else(String::new, |(count, std::cmp::Reverse(who))| {
        format!("{} is connected with most others: {count}.", actor(site, who).title)
    })
}

/// How many actors are drawn at most.
const NODES: usize = 60;
/// How many pairs are drawn at most, for a hundred actors.
const PAIRS: usize = 150;
/// The width of the drawing, unless it needs more.
const WIDTH: i32 = 1040;
const MARGIN: i32 = 14;
/// The radius of who says most, and of who says nothing.
const LARGEST: i32 = 21;
const LEAST: i32 = 7;
/// Where nobody says more than this, nobody has the largest radius.
const FEW: usize = 12;
/// The room of a name.
const LABEL: i32 = 132;
/// The size of a name is 13; it is bold, and as wide as if it were this.
const BOLD: i32 = 14;
/// From the lower edge of a shape to the base line of its name.
const LINE: i32 = 16;
/// Between lines side by side.
const GAP: i32 = 5;
