//! Where the nodes of a network go: by forces, as of springs and charges, until they rest.
//!
//! The forces are those of `fjadra`. They are computed in one thread in the order of the nodes; between short runs all
//! places are rounded, so that the last bit in which machines may differ cannot grow into another picture.

use fjadra::{Center, Collide, Link, ManyBody, Node, PositionX, PositionY, SimulationBuilder};

use super::boxes::{Box, separate};

/// Places boxes of these sizes so that what is linked is near, and no box lies on another; about so wide when there are
/// enough of them. The uppermost and the leftmost are at the edge.
pub(super) fn placed(sizes: &[(i32, i32)], links: &[(usize, usize)], width: i32) -> Vec<Box> {
    let mut places = start(sizes.len());
    let mut alpha = 1.0;
    for _ in 0..RUNS {
        places = run(&places, sizes, links, alpha);
        alpha *= COOLING;
    }
    widen(&mut places, f64::from(width));
    let boxes = places.iter().zip(sizes);
    let mut boxes: Vec<Box> = boxes
        .map(|(place, (width, height))| Box { x: pixel(place[0]), y: pixel(place[1]), width: *width, height: *height })
        .collect();
    separate(&mut boxes);
    moved_to_origin(&mut boxes);
    boxes
}

/// A short run of the simulation, its places rounded.
fn run(places: &[[f64; 2]], sizes: &[(i32, i32)], links: &[(usize, usize)], alpha: f64) -> Vec<[f64; 2]> {
    let radii: Vec<f64> = sizes.iter().map(|(width, height)| f64::from(width + height * 2) / 5.0 + 10.0).collect();
    let near = f64::from(NEAR);
    let mut simulation = SimulationBuilder::default()
        .with_alpha(alpha)
        .with_alpha_decay(0.02)
        .build(places.iter().map(|[x, y]| Node::default().position(*x, *y)))
        .add_force("charge", ManyBody::new().strength(CHARGE))
        .add_force("collide", Collide::new().radius(move |it| radii.get(it).copied().unwrap_or(near)))
        .add_force("link", Link::new(links.iter().copied()).distance(near))
        .add_force("x", PositionX::new().strength(0.05))
        .add_force("y", PositionY::new().strength(0.12))
        .add_force("zero", Center::new());
    simulation.tick(TICKS);
    simulation.positions().map(|[x, y]| [rounded(x), rounded(y)]).collect()
}

/// A spiral: each node a golden angle after the one before, by turning a vector, which needs no function of a library.
fn start(count: usize) -> Vec<[f64; 2]> {
    let (mut x, mut y) = (1.0_f64, 0.0_f64);
    let mut places = Vec::with_capacity(count);
    let mut radius = 30.0_f64;
    for _ in 0..count {
        places.push([rounded(x * radius), rounded(y * radius)]);
        (x, y) = (x * COS - y * SIN, x * SIN + y * COS);
        radius = (radius * radius + 900.0).sqrt();
    }
    places
}

/// Spreads the places over the width that there is, and by less over the height.
fn widen(places: &mut [[f64; 2]], width: f64) {
    let (least, most) = places.iter().fold((0.0_f64, 0.0_f64), |(a, b), it| (a.min(it[0]), b.max(it[0])));
    let spread = (width * 0.86 / (most - least).max(1.0)).clamp(1.0, WIDEST);
    for place in places {
        place[0] *= spread;
        place[1] *= 1.0 + (spread - 1.0) / 2.0;
    }
}

fn moved_to_origin(boxes: &mut [Box]) {
    let left = boxes.iter().map(|it| it.x - it.width / 2).min().unwrap_or(0);
    let top = boxes.iter().map(|it| it.y - it.height / 2).min().unwrap_or(0);
    for one in boxes {
        one.x -= left;
        one.y -= top;
    }
}

fn rounded(value: f64) -> f64 {
    (value * 64.0).round() / 64.0
}

#[allow(clippy::cast_possible_truncation, reason = "clamped to what fits before")]
fn pixel(value: f64) -> i32 {
    value.round().clamp(-100_000.0, 100_000.0) as i32
}

/// How far apart what is linked wants to be.
const NEAR: i32 = 96;
/// How strongly nodes push each other away.
const CHARGE: f64 = -520.0;
/// The golden angle.
const COS: f64 = -0.737_368_878_078_319_7;
const SIN: f64 = 0.675_490_294_261_523_6;
/// By how much places are spread at most.
const WIDEST: f64 = 1.9;
const RUNS: usize = 24;
const TICKS: usize = 12;
const COOLING: f64 = 0.78;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_linked_is_nearer_than_what_is_not() {
        let boxes = placed(&[(80, 40); 6], &[(0, 1), (1, 2), (3, 4), (4, 5)], 800);
        let far = |a: usize, b: usize| (boxes[a].x - boxes[b].x).pow(2) + (boxes[a].y - boxes[b].y).pow(2);
        assert!(far(0, 1) + far(1, 2) < far(0, 4) + far(2, 3), "{boxes:?}");
        assert_eq!(boxes, placed(&[(80, 40); 6], &[(0, 1), (1, 2), (3, 4), (4, 5)], 800));
    }

    #[test]
    fn nothing_overlaps_and_nothing_is_outside() {
        for count in [0, 1, 2, 30, 60] {
            let sizes: Vec<(i32, i32)> = (0..count).map(|it| (60 + it * 7 % 80, 38)).collect();
            let links: Vec<(usize, usize)> = (1..sizes.len()).map(|it| (it, it * it % it.max(1))).collect();
            let boxes = placed(&sizes, &links, 1000);
            for (at, a) in boxes.iter().enumerate() {
                assert!(a.x >= a.width / 2 && a.y >= a.height / 2);
                assert!(boxes[..at].iter().all(|b| !a.overlaps(b)));
            }
        }
    }
}
