//! Claims that a file declares by themselves, put together with the statements of them.

use std::collections::{BTreeMap, HashSet};

use super::draft::Entry;

/// Claims by id, each with the id of the briefing that declares it; none where that is a list.
pub(super) type Claims = BTreeMap<String, (Entry, Option<String>)>;

/// Gives each statement, which stands in a briefing or outside, what its claim says, and marks the one that declares it.
/// What remains is declared for the whole site.
pub(super) fn settle<'e>(
    statements: impl Iterator<Item = (Option<&'e str>, &'e mut Entry)>,
    claims: Claims,
) -> Vec<Entry> {
    let mut declared: HashSet<String> = HashSet::new();
    let mut stated: HashSet<String> = HashSet::new();
    for (briefing, entry) in statements {
        let Some(id) = entry.text("id").map(str::to_owned) else { continue };
        let Some((claim, declared_in)) = claims.get(&id) else { continue };
        entry.declares = declared_in.as_deref() == briefing && declared.insert(id.clone());
        for field in claim.fields.iter().filter(|it| it.key != "id") {
            entry.set(field.key, field.value.clone(), field.span);
        }
        stated.insert(id);
    }
    let is_listed = |(id, (_, declared_in)): &(String, (Entry, Option<String>))| {
        !stated.contains(id) || (declared_in.is_none() && !declared.contains(id))
    };
    let listed = claims.into_iter().filter(is_listed);
    listed.map(|(_, (entry, _))| Entry { declares: true, ..entry }).collect()
}
