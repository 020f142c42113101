//! Counts the claims of each status.

use super::{Tally, TallyBar, TallyCount};
use crate::model::{Status, Word};

impl Tally {
    /// The tally of claims with these statuses.
    #[must_use]
    pub fn new(statuses: impl Iterator<Item = Status>) -> Self {
        let mut numbers = vec![0; Status::ALL.len()];
        for status in statuses {
            if let Some(at) = Status::ALL.iter().position(|it| *it == status) {
                numbers[at] += 1;
            }
        }
        let counted = Status::ALL.iter().zip(&numbers).filter(|(_, count)| **count > 0);
        let counts: Vec<_> = counted
            .map(|(status, count)| TallyCount {
                status: status.as_str(),
                standing: status.standing().as_str(),
                count: *count,
            })
            .collect();
        let total = numbers.iter().sum();
        let words: Vec<_> = counts.iter().map(|it| format!("{} {}", it.count, it.status)).collect();
        let noun = if total == 1 { "claim" } else { "claims" };
        Self { total, bars: bars(&counts, total), counts, label: format!("{total} {noun}: {}", words.join(", ")) }
    }
}

fn bars(counts: &[TallyCount], total: usize) -> Vec<TallyBar> {
    let mut bars = Vec::new();
    let mut before = 0;
    for family in crate::model::Standing::ALL {
        let standing = family.as_str();
        let count: usize = counts.iter().filter(|it| it.standing == standing).map(|it| it.count).sum();
        if count > 0 {
            let (x, end) = (before * BAR / total, (before + count) * BAR / total);
            bars.push(TallyBar { standing, x, width: (end - x).saturating_sub(2).max(1) });
        }
        before += count;
    }
    bars
}

/// How long a bar is.
const BAR: usize = 560;
