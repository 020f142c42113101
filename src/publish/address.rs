//! Where a site that is published to a branch will stand.

use std::fs;
use std::path::Path;

use url::Url;

use super::branch::Branch;
use super::tip::Tip;
use crate::refusal::Refusal;

/// An address that nobody wrote into the settings, and what it was found from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// A base URL, with a `/` at its end.
    pub url: String,
    /// What tells it.
    pub origin: Origin,
}

/// What tells where a site will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The file `static/CNAME` of the site.
    Site,
    /// The file `CNAME` on the branch, which GitHub writes when a domain is set on its pages.
    Branch,
    /// The address of the remote.
    Remote,
}

impl Address {
    /// Where the site at `root` will stand, when that can be known.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn find(root: &Path, branch: &Branch<'_>, tip: &Tip) -> Result<Option<Self>, Refusal> {
        let file = fs::read_to_string(root.join("static/CNAME")).ok();
        if let Some(url) = file.as_deref().and_then(of_domain) {
            return Ok(Some(Self { url, origin: Origin::Site }));
        }
        if let Some(url) = tip.cname.as_deref().and_then(of_domain) {
            return Ok(Some(Self { url, origin: Origin::Branch }));
        }
        let remote = branch.repository.git.text(&["remote", "get-url", "--push", "--", &branch.remote])?;
        Ok(remote.as_deref().and_then(of_remote).map(|url| Self { url, origin: Origin::Remote }))
    }
}

/// The address of a site with this domain alone in its `CNAME`.
fn of_domain(cname: &str) -> Option<String> {
    let domain = cname.trim();
    let is_plain = domain.contains('.') && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    if is_plain { Url::parse(&format!("https://{domain}/")).ok().map(Into::into) } else { None }
}

/// The address at which GitHub serves the pages of the repository with this remote.
fn of_remote(remote: &str) -> Option<String> {
    let (host, path) = host_and_path(remote)?;
    let is_github = ["github.com", "www.github.com", "ssh.github.com"].contains(&host.to_ascii_lowercase().as_str());
    let (owner, repository) = path.trim_matches('/').split_once('/').filter(|_| is_github)?;
    let repository = repository.strip_suffix(".git").unwrap_or(repository);
    let is_name = |name: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !name.is_empty() && name.chars().all(plain) && !name.chars().all(|c| c == '.')
    };
    if !is_name(owner) || !is_name(repository) {
        return None;
    }
    let host = format!("{}.github.io", owner.to_ascii_lowercase());
    let path = if repository.eq_ignore_ascii_case(&host) { String::new() } else { format!("{repository}/") };
    Url::parse(&format!("https://{host}/{path}")).ok().map(Into::into)
}

/// The machine that a remote is on, and the path there.
fn host_and_path(remote: &str) -> Option<(&str, &str)> {
    let without_user = |host| str::rsplit_once(host, '@').map_or(host, |(_, host)| host);
    if let Some((scheme, rest)) = remote.split_once("://") {
        let is_known = ["https", "http", "ssh", "git", "git+ssh"].contains(&scheme.to_ascii_lowercase().as_str());
        let (host, path) = rest.split_once('/').filter(|_| is_known)?;
        return Some((without_user(host).split(':').next()?, path));
    }
    // git@github.com:OWNER/REPOSITORY.git
    let (host, path) = remote.split_once(':')?;
    Some((without_user(host), path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_of_github_tell_where_their_pages_are() {
        for (remote, address) in [
            ("git@github.com:Owner/Repo.git", "https://owner.github.io/Repo/"),
            ("git@github.com:owner/repo", "https://owner.github.io/repo/"),
            ("git@github.com:/owner/repo.git", "https://owner.github.io/repo/"),
            ("github.com:owner/repo.git", "https://owner.github.io/repo/"),
            ("org-123@github.com:owner/repo.git", "https://owner.github.io/repo/"),
            ("ssh://git@github.com/owner/repo.git", "https://owner.github.io/repo/"),
            ("ssh://git@ssh.github.com:443/owner/repo.git", "https://owner.github.io/repo/"),
            ("git+ssh://git@github.com/owner/repo", "https://owner.github.io/repo/"),
            ("https://github.com/owner/repo.git", "https://owner.github.io/repo/"),
            ("https://github.com/owner/repo/", "https://owner.github.io/repo/"),
            ("HTTPS://GitHub.com/owner/a.b_c-d", "https://owner.github.io/a.b_c-d/"),
            ("https://user:token@github.com/owner/repo", "https://owner.github.io/repo/"),
            ("git://github.com/owner/repo.git", "https://owner.github.io/repo/"),
            ("git@github.com:Owner/owner.github.io.git", "https://owner.github.io/"),
            ("https://github.com/owner/Owner.GitHub.io", "https://owner.github.io/"),
            ("https://github.com/owner/other.github.io", "https://owner.github.io/other.github.io/"),
        ] {
            assert_eq!(of_remote(remote).as_deref(), Some(address), "{remote}");
        }
        for remote in [
            "",
            "/srv/git/site.git",
            "../site.git",
            "C:\\sites\\site.git",
            "file:///github.com/owner/repo",
            "git@gitlab.com:owner/repo.git",
            "https://github.com.example.org/owner/repo",
            "https://example.org/github.com/owner/repo",
            "https://github.com@example.org/owner/repo",
            "https://github.com/owner",
            "https://github.com/owner/repo/tree/main",
            "https://github.com/owner/..",
            "https://github.com/ow ner/repo",
            "https://github.com/owner/.git",
            "git@work-account:owner/repo.git",
        ] {
            assert_eq!(of_remote(remote), None, "{remote}");
        }
    }

    #[test]
    fn a_domain_is_one_plain_name() {
        assert_eq!(of_domain("notes.example.org\n").as_deref(), Some("https://notes.example.org/"));
        assert_eq!(of_domain("Beispiel-Ü.de").as_deref(), Some("https://xn--beispiel--y9a.de/"));
        for other in ["", "\n", "localhost", "https://example.org", "a.org/b", "a.org\nb.org", "a.org:80", "u@a.org"] {
            assert_eq!(of_domain(other), None, "{other}");
        }
    }
}
