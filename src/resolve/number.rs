//! The numbers of statements in their briefings, and the ids of their places.

use std::collections::BTreeMap;

use foldhash::HashSet;

use super::graph::{Graph, Handle, Statement};

/// Numbers the statements of each briefing and gives them ids that nothing else on its page has.
pub(super) fn number(graph: &mut Graph) {
    for at in 0..graph.briefings.len() {
        number_briefing(graph, at);
    }
    for statement in &mut graph.statements {
        if statement.anchor_id.is_empty() {
            statement.anchor_id = graph.claims[statement.claim.index()].source.id.slug.to_string();
        }
    }
}

/// Numbers the statements of one briefing.
pub(super) fn number_briefing(graph: &mut Graph, at: usize) {
    let statements = graph.briefings[at].statements.clone();
    let mut by_end = statements.clone();
    by_end.sort_by_key(|statement| {
        let statement = &graph.statements[statement.index()];
        let end = end_of_passage(statement);
        (end.is_none(), end, statement.index)
    });
    for (number, statement) in (1..).zip(by_end) {
        graph.statements[statement.index()].number = number;
    }
    anchor_ids(graph, at, &statements);
}

fn anchor_ids(graph: &mut Graph, briefing: usize, statements: &[Handle<Statement>]) {
    let body = graph.briefings[briefing].source.article.body.clone();
    let mut taken: HashSet<String> = body.iter().flat_map(|body| body.fragments()).cloned().collect();
    let mut next: BTreeMap<usize, usize> = BTreeMap::new();
    for statement in statements {
        let claim = graph.statements[statement.index()].claim;
        let id = graph.claims[claim.index()].source.id.slug.as_str();
        let count = next.entry(claim.index()).or_insert(1);
        let anchor_id = loop {
            let candidate = if *count == 1 { id.to_owned() } else { format!("{id}-{count}") };
            *count += 1;
            if taken.insert(candidate.clone()) {
                break candidate;
            }
        };
        graph.statements[statement.index()].anchor_id = anchor_id;
    }
}

fn end_of_passage(statement: &Statement) -> Option<u32> {
    let anchor = statement.source.statements.get(statement.index)?.as_ref()?;
    anchor.pieces.iter().map(|piece| piece.end).max()
}
