//! Boxes that must not lie on each other.

/// A box by its middle and its whole size, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Box {
    /// The middle, from the left.
    pub(super) x: i32,
    /// The middle, from the top.
    pub(super) y: i32,
    /// From left to right.
    pub(super) width: i32,
    /// From top to bottom.
    pub(super) height: i32,
}

impl Box {
    /// Whether the two share any pixel.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let (x, y) = self.overlap(other);
        x > 0 && y > 0
    }

    /// How far they lie on each other in each direction; not positive where they do not.
    fn overlap(&self, other: &Self) -> (i32, i32) {
        (
            i32::midpoint(self.width, other.width) + 1 - (self.x - other.x).abs(),
            i32::midpoint(self.height, other.height) + 1 - (self.y - other.y).abs(),
        )
    }
}

/// Moves boxes, as little as it can, until none lies on another.
pub(super) fn separate(boxes: &mut [Box]) {
    for _ in 0..ROUNDS {
        if !push(boxes) {
            return;
        }
    }
    drop_down(boxes);
}

/// Pushes each pair that overlaps apart by half, in the direction that needs less.
fn push(boxes: &mut [Box]) -> bool {
    let mut pushed = false;
    for second in 1..boxes.len() {
        for first in 0..second {
            let (a, b) = (boxes[first], boxes[second]);
            let (x, y) = a.overlap(&b);
            if x <= 0 || y <= 0 {
                continue;
            }
            pushed = true;
            if x < y {
                let sign = if a.x <= b.x { 1 } else { -1 };
                boxes[first].x -= sign * (x / 2);
                boxes[second].x += sign * (x - x / 2);
            } else {
                let sign = if a.y <= b.y { 1 } else { -1 };
                boxes[first].y -= sign * (y / 2);
                boxes[second].y += sign * (y - y / 2);
            }
        }
    }
    pushed
}

/// From the top, moves each box below those it still lies on: it ends because boxes only go down.
fn drop_down(boxes: &mut [Box]) {
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by_key(|it| (boxes[*it].y, *it));
    for at in 1..order.len() {
        while let Some(above) = order[..at].iter().find(|it| boxes[**it].overlaps(&boxes[order[at]])) {
            let (above, this) = (boxes[*above], &mut boxes[order[at]]);
            this.y = above.y + i32::midpoint(above.height, this.height) + 2;
        }
    }
}

/// After so many rounds of pushing, boxes are dropped.
const ROUNDS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_heap_of_boxes_ends_without_an_overlap() {
        for count in [2, 7, 40, 60] {
            let mut boxes: Vec<Box> = (0..count)
                .map(|it| Box { x: 100 + it * it % 7, y: 100 + it % 3, width: 40 + it * 13 % 90, height: 30 })
                .collect();
            separate(&mut boxes);
            for (at, a) in boxes.iter().enumerate() {
                assert!(boxes[..at].iter().all(|b| !a.overlaps(b)), "{count}: {a:?}");
            }
        }
    }
}
