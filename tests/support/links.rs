//! Where the links of pages lead, as a browser reads them.

use percent_encoding::percent_decode_str;

/// The file and fragment that a link means; none when it leaves the site.
pub(crate) fn internal(page: &str, link: &str, base: &str) -> Option<(String, Option<String>)> {
    let (link, fragment) = match link.split_once('#') {
        Some((link, fragment)) => (link, Some(decoded(fragment)).filter(|fragment| !fragment.is_empty())),
        None => (link, None),
    };
    let path = match link.strip_prefix(base) {
        Some(rest) => rest.to_owned(),
        None if link.contains("://") || link.starts_with("mailto:") || link.starts_with("tel:") => return None,
        // The page for what does not exist is shown at any depth.
        None if page == "404.html" && link.starts_with("/sub/") => link["/sub/".len()..].to_owned(),
        None => {
            let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
            if link.is_empty() { page.to_owned() } else { joined(folder, link) }
        }
    };
    let path = decoded(path.split('?').next().unwrap_or_default());
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
    Some((file, fragment))
}

pub(crate) fn joined(folder: &str, link: &str) -> String {
    assert!(!link.starts_with('/'), "`{link}` works at the root of a host only");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "`{link}` leaves the site from `{folder}`"),
            part => parts.push(part),
        }
    }
    let whole = parts.join("/");
    // `..` and `.` mean a folder, as an empty last part does.
    if matches!(link.rsplit('/').next(), Some(".." | ".")) && !whole.is_empty() { whole + "/" } else { whole }
}

pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().expect("addresses are UTF-8").into_owned()
}
