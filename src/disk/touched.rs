//! When files were changed.

use std::fs::Metadata;
use std::time::SystemTime;

/// The last moment at which a file was changed in any way. The change time of Unix cannot be set, so that a file whose
/// modification time was restored is noticed.
pub(super) fn last_touched(metadata: &Metadata) -> SystemTime {
    let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    changed(metadata).map_or(modified, |changed| modified.max(changed))
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    use std::time::Duration;

    let since_1970 = Duration::new(metadata.ctime().try_into().ok()?, metadata.ctime_nsec().try_into().ok()?);
    SystemTime::UNIX_EPOCH.checked_add(since_1970)
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<SystemTime> {
    None
}
