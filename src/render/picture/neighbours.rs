//! An actor and those it is connected with most, small enough for a margin.

use super::boxes::{Box, separate};
use super::network::{NodeMark, Pair, edge, key, pairs};
use super::svg::Svg;
use super::{Cell, Picture, Table, actor};
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::Actor;

/// The neighbourhood of an actor; none when it is connected with nobody.
pub(in crate::render) fn neighbours(site: &Site<'_>, root: &str, centre: Handle<Actor>) -> Option<Picture> {
    let lists = &site.plan.lists;
    let edges = || lists.edges_of.get(centre.index()).into_iter().flatten().filter_map(|it| lists.edges.get(*it));
    let all = pairs(edges());
    if all.is_empty() {
        return None;
    }
    let mut drawn = all.clone();
    drawn.sort_by_key(|it| (std::cmp::Reverse(it.count), it.a, it.b));
    drawn.truncate(NEIGHBOURS);
    drawn.sort_by_key(|it| (it.a, it.b));
    let name = actor(site, centre).title;
    let title = format!("Connections of {name}");
    let description = format!(
        "{name} and {}.",
        if drawn.len() == 1 { "one other actor".to_owned() } else { format!("{} other actors", drawn.len()) }
    );
    let left_out = (all.len() > drawn.len())
        .then(|| format!("Drawn are the {} strongest of {} connections. The table has more.", drawn.len(), all.len()));
    let (svg, size) = drawing(site, root, centre, &drawn);
    let rows = edges().map(|edge| {
        let [from, to] = [edge.from, edge.to].map(|it| Cell::from(actor(site, it)));
        vec![from, Cell::text(edge.kind.label()), to, Cell::text(edge.count.to_string())]
    });
    Some(Picture {
        id: "connections",
        svg: svg.finish("connections", size, &title, &description),
        title,
        description,
        compact: None,
        key: key(&drawn),
        left_out,
        table: Some(Table::new(COLUMNS, rows.collect())),
    })
}

fn drawing(site: &Site<'_>, root: &str, centre: Handle<Actor>, pairs: &[Pair]) -> (Svg, (i32, i32)) {
    let other = |it: &Pair| if it.a == centre { it.b } else { it.a };
    let actors: Vec<_> = std::iter::once(centre).chain(pairs.iter().map(other)).collect();
    let nodes = NodeMark::all(site, &actors, LABEL, LARGEST);
    let mut boxes = around(&nodes);
    separate(&mut boxes);
    let inside = |it: &Box| it.x.clamp(it.width / 2, WIDTH - it.width / 2);
    boxes = boxes.iter().map(|it| Box { x: inside(it), ..*it }).collect();
    separate(&mut boxes);
    let left = boxes.iter().map(|it| it.x - it.width / 2).min().unwrap_or(0).min(0);
    let top = boxes.iter().map(|it| it.y - it.height / 2).min().unwrap_or(0);
    for one in &mut boxes {
        one.x -= left;
        one.y += MARGIN - top;
    }
    let right = boxes.iter().map(|it| it.x + it.width / 2).max().unwrap_or(0).max(WIDTH);
    let bottom = boxes.iter().map(|it| it.y + it.height / 2).max().unwrap_or(0);
    let places: Vec<(i32, i32)> = boxes.iter().zip(&nodes).map(|(it, node)| node.middle(it)).collect();
    let mut svg = Svg::default();
    for (pair, place) in pairs.iter().zip(&places[1..]) {
        edge(&mut svg, places[0], *place, &pair.ties);
    }
    for (node, place) in nodes.iter().zip(&places) {
        node.draw(&mut svg, root, *place);
    }
    (svg, (right, bottom + MARGIN))
}

/// The first in the middle, the others on an ellipse around it, from the top.
fn around(nodes: &[NodeMark]) -> Vec<Box> {
    let count = nodes.len().saturating_sub(1);
    let (across, down) = (WIDTH * 34 / 100, 56 + super::pixels(count) * 12);
    // One or two stand beside it, so that no line runs through a name.
    let begin = if count < 3 { TURN.len() / 4 } else { 0 };
    let turn = |it: usize| TURN[(begin + it * TURN.len() / count.max(1)) % TURN.len()];
    let places = std::iter::once((0, 0)).chain((0..count).map(turn));
    let size = nodes.iter().map(NodeMark::size);
    places
        .zip(size)
        .map(|((x, y), (width, height))| Box { x: WIDTH / 2 + x * across / 100, y: y * down / 100, width, height })
        .collect()
}

/// Sine and cosine of a whole turn in hundredths, from the top and to the right.
const TURN: [(i32, i32); 24] = [
    (0, -100),
    (26, -97),
    (50, -87),
    (71, -71),
    (87, -50),
    (97, -26),
    (100, 0),
    (97, 26),
    (87, 50),
    (71, 71),
    (50, 87),
    (26, 97),
    (0, 100),
    (-26, 97),
    (-50, 87),
    (-71, 71),
    (-87, 50),
    (-97, 26),
    (-100, 0),
    (-97, -26),
    (-87, -50),
    (-71, -71),
    (-50, -87),
    (-26, -97),
];
const COLUMNS: &[&str] = &["Actor", "Connection", "Actor", "Times"];
/// How many neighbours are drawn at most.
const NEIGHBOURS: usize = 8;
const WIDTH: i32 = 302;
const MARGIN: i32 = 6;
/// The radius of who says most.
const LARGEST: i32 = 13;
/// The room of a name.
const LABEL: i32 = 90;
