//! Who may ask for what.
//!
//! A page of another site can make a browser send requests here, and with a name of its own that leads to this machine (DNS
//! rebinding) even read the answers. So a request must name a host that is meant, and what is only for the pages that are
//! served here must come from them.

use std::net::IpAddr;

use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, Uri};

/// The names by which the server may be called.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    interface: IpAddr,
    names: Vec<String>,
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// It calls the server by this name, or by none.
    Host(String),
    /// It comes from a page of another site.
    Origin,
    /// It wants to do something else than read.
    Method,
}

impl Guard {
    pub(super) fn new(interface: IpAddr, names: Vec<String>) -> Self {
        Self { interface, names: names.into_iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Whether any request like this is answered.
    pub(super) fn admit(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refused> {
        let mut hosts = headers.get_all(HOST).iter();
        let named = hosts.next().and_then(|host| host.to_str().ok()).unwrap_or_default();
        let is_known = self.knows(named) && hosts.next().is_none();
        // The whole address may stand in the first line; it counts for more than the header.
        let absolute = uri.authority().map(Authority::as_str);
        if let Some(other) = absolute.filter(|other| !self.knows(other)) {
            return Err(Refused::Host(other.to_owned()));
        }
        if !is_known {
            return Err(Refused::Host(named.to_owned()));
        }
        match *method {
            Method::GET | Method::HEAD => Ok(()),
            _ => Err(Refused::Method),
        }
    }

    /// Whether a request comes from a page that is served here, or from an address that somebody typed.
    pub(super) fn is_own(&self, headers: &HeaderMap) -> bool {
        let origins = headers.get_all(ORIGIN).iter();
        let is_here = |origin: &str| {
            let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            host.is_some_and(|host| self.knows(host) && headers.get(HOST).is_some_and(|named| named == host))
        };
        let from_here = origins.map(|origin| origin.to_str().unwrap_or_default()).all(is_here);
        let fetched = headers.get("sec-fetch-site").map(|site| site.to_str().unwrap_or_default());
        from_here && matches!(fetched, None | Some("same-origin" | "none"))
    }

    fn knows(&self, host: &str) -> bool {
        let Some(name) = without_port(host) else { return false };
        let name = name.to_ascii_lowercase();
        let bare = name.strip_suffix('.').unwrap_or(&name);
        if bare == "localhost" || bare.ends_with(".localhost") || self.names.iter().any(|known| known == bare) {
            return true;
        }
        // A page cannot make its own address lead elsewhere: where everything listens, an address is as good as its name.
        let address = bare.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        address.is_ok_and(|it| it.is_loopback() || it == self.interface || self.interface.is_unspecified())
    }
}

/// The name in `name:port`; none when it is not in that form.
fn without_port(host: &str) -> Option<&str> {
    let end = if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, port) = host.split_at(end);
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_right = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
    (is_right && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(guard: &Guard, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().expect("a header"));
        guard.admit(&Method::GET, &Uri::from_static("/"), &headers).is_ok()
    }

    #[test]
    fn only_hosts_that_are_meant_are_answered() {
        let guard = Guard::new([127, 0, 0, 1].into(), vec!["Desk.example".to_owned()]);
        for host in [
            "localhost",
            "LOCALHOST:4000",
            "127.0.0.1:4000",
            "127.9.9.9",
            "[::1]:4000",
            "a.localhost",
            "localhost.",
            "desk.example:1",
        ] {
            assert!(admitted(&guard, host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "[::2]",
            "",
            ":80",
            "localhost:",
            "localhost:x",
            "localhost:80:80",
            "evil.example#localhost",
            "[::1",
            "desk.example.evil",
            "0.0.0.0",
            "127.0.0.1@evil.example",
        ] {
            assert!(!admitted(&guard, host), "{host}");
        }
        let open = Guard::new([0, 0, 0, 0].into(), Vec::new());
        assert!(admitted(&open, "192.168.1.5:4000"));
        assert!(!admitted(&open, "evil.example"));
        let one = Guard::new([192, 168, 1, 5].into(), Vec::new());
        assert!(admitted(&one, "192.168.1.5:4000"));
        assert!(!admitted(&one, "192.168.1.6:4000"));
    }

    #[test]
    fn no_host_two_hosts_and_whole_addresses_are_looked_at() {
        let guard = Guard::new([127, 0, 0, 1].into(), Vec::new());
        let mut headers = HeaderMap::new();
        let root = Uri::from_static("/");
        assert_eq!(guard.admit(&Method::GET, &root, &headers), Err(Refused::Host(String::new())));
        headers.append(HOST, "localhost".parse().expect("a header"));
        assert_eq!(guard.admit(&Method::POST, &root, &headers), Err(Refused::Method));
        let elsewhere = Uri::from_static("http://evil.example/");
        assert_eq!(guard.admit(&Method::GET, &elsewhere, &headers), Err(Refused::Host("evil.example".to_owned())));
        headers.append(HOST, "evil.example".parse().expect("a header"));
        assert!(guard.admit(&Method::GET, &root, &headers).is_err());
    }

    #[test]
    fn pages_of_other_sites_are_not_own() {
        let guard = Guard::new([127, 0, 0, 1].into(), Vec::new());
        let with = |name: &'static str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, "localhost:4000".parse().expect("a header"));
            headers.insert(name, value.parse().expect("a header"));
            guard.is_own(&headers)
        };
        assert!(with("origin", "http://localhost:4000"));
        for origin in ["http://evil.example", "null", "http://localhost:5000", "http://localhost", "file://", ""] {
            assert!(!with("origin", origin), "{origin}");
        }
        assert!(with("sec-fetch-site", "same-origin") && with("sec-fetch-site", "none"));
        assert!(!with("sec-fetch-site", "cross-site") && !with("sec-fetch-site", "same-site"));
    }
}
