//! Attacks: by name, by origin, by method, by path.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::server::Server;
use crate::support::generated;

/// How long what is no request is waited for.
const SHORT: Duration = Duration::from_millis(300);

fn server() -> Server {
    let mut files: BTreeMap<String, String> = generated::site(3).into_iter().collect();
    files.insert("static/plain.txt".to_owned(), "a plain file".to_owned());
    let server = Server::of(&files, &["--allow-host", "desk.example"]);
    crate::server::write(&server.root.parent().expect("a folder").join("secret.txt"), "the secret");
    crate::server::write(&server.path("secret.txt"), "the secret");
    server
}

#[test]
fn other_names_are_refused_whatever_they_ask() {
    let server = server();
    let port = server.port;
    for path in ["/", "/claims/", "/_postil/", "/_postil/events", "/_postil/live.js", "/plain.txt"] {
        for host in ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "10.0.0.1", "0.0.0.0", ""] {
            let reply = server.request(&format!("GET {path}"), &format!("Host: {host}:{port}\r\n"));
            assert_eq!(reply.status, 403, "{path} as {host:?}: {}", reply.head);
            assert!(!String::from_utf8_lossy(&reply.body).contains("<html"), "{path} as {host:?}");
        }
    }
    assert!(matches!(server.request("GET /", "").status, 400 | 403), "no name");
    assert!(matches!(server.request("GET /", "Host: localhost\r\nHost: evil.example\r\n").status, 400 | 403), "two");
    assert!(matches!(server.request("GET http://evil.example/", "Host: localhost\r\n").status, 400 | 403), "whole");
    for host in ["localhost", "127.0.0.1", "[::1]", "desk.example", "LOCALHOST"] {
        assert_eq!(server.request("GET /", &format!("Host: {host}:{port}\r\n")).status, 200, "{host}");
    }
    let reply = server.request("GET /", "Host: evil.example\r\n");
    assert!(String::from_utf8_lossy(&reply.body).contains("--allow-host evil.example"), "it says what to do");
}

#[test]
fn pages_of_other_sites_hear_nothing() {
    let server = server();
    let host = format!("Host: localhost:{}\r\n", server.port);
    for path in ["/_postil/events?page=/", "/_postil/", "/_postil/edit?page=/", "/_postil/text?file=postil.toml"] {
        for header in [
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: http://localhost:1",
            "Origin: https://localhost.evil.example",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
        ] {
            let reply = server.request(&format!("GET {path}"), &format!("{host}{header}\r\n"));
            assert_eq!(reply.status, 403, "{path} with {header}");
        }
    }
    for path in ["/", "/_postil/", "/plain.txt", "/nothing/"] {
        let reply =
            server.request(&format!("GET {path}"), &format!("{host}Origin: http://localhost:{}\r\n", server.port));
        assert!(!reply.head.contains("access-control-"), "{path}: {}", reply.head);
        assert!(reply.head.contains("cache-control: no-store"), "{path}: {}", reply.head);
        assert!(reply.head.contains("x-content-type-options: nosniff"), "{path}: {}", reply.head);
    }
}

#[test]
fn only_reading_is_done() {
    let server = server();
    let host = format!("Host: localhost:{}\r\n", server.port);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"] {
        for path in ["/", "/_postil/", "/_postil/events"] {
            let reply = server.request(&format!("{method} {path}"), &format!("{host}Content-Length: 0\r\n"));
            assert!(matches!(reply.status, 400 | 405), "{method} {path}: {}", reply.head);
        }
    }
    assert!(server.request("POST /", &format!("{host}Content-Length: 0\r\n")).head.contains("allow: get, head"));
    let (whole, head) = (server.get("/claims/"), server.request("HEAD /claims/", &host));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert!(head.head.contains(&format!("content-length: {}", whole.body.len())), "{}", head.head);
}

#[test]
fn no_path_leaves_the_site() {
    let server = server();
    let absolute = server.path("secret.txt");
    let absolute = absolute.to_string_lossy();
    let hostile = [
        "/../secret.txt",
        "/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/claims/../../secret.txt",
        "/claims/%2e%2e/%2e%2e/secret.txt",
        "//secret.txt",
        "/./secret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/..%5csecret.txt",
        "/secret.txt%00",
        "/secret.txt",
        "/%00",
        "/static/plain.txt",
        "/content/actors.yaml",
        "/postil.toml",
        "/.git/config",
        "/plain.txt/../secret.txt",
        "/plain.txt%00.html",
        "/%c0%ae%c0%ae/secret.txt",
        "/%ff",
        "/plain.txt/",
        "/%2fplain.txt",
        "/claims//",
    ];
    for path in hostile.iter().map(|path| (*path).to_owned()).chain([absolute.to_string(), format!("/{absolute}")]) {
        let reply = server.get(&path);
        assert!(matches!(reply.status, 400 | 404), "{path}: {}", reply.head);
        assert!(!String::from_utf8_lossy(&reply.body).contains("the secret"), "{path}");
    }
    for file in [
        "../secret.txt",
        "secret.txt",
        "/etc/passwd",
        "content/../../secret.txt",
        "..%2fsecret.txt",
        "%00",
        "static/plain.txt",
    ] {
        for page in ["edit", "text"] {
            let reply = server.get(&format!("/_postil/{page}?file={file}&line=1"));
            assert_eq!(reply.status, 404, "{page} of {file}: {}", reply.head);
        }
    }
    assert_eq!(server.get("/plain.txt").status, 200);
    assert_eq!(server.get("/%70lain.txt").status, 200, "another spelling of the same");
    assert_eq!(server.get("/_postil/text?file=postil.toml").status, 200);
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_site_is_not_followed() {
    let server = server();
    let outside = server.root.parent().expect("a folder").join("secret.txt");
    std::os::unix::fs::symlink(&outside, server.path("static/link.txt")).expect("a link");
    // A file that is replaced by such a link after it was read is not served either.
    std::fs::remove_file(server.path("static/plain.txt")).expect("a file");
    std::os::unix::fs::symlink(&outside, server.path("static/plain.txt")).expect("a link");
    for path in ["/plain.txt", "/link.txt"] {
        let reply = server.get(path);
        assert_eq!(reply.status, 404, "{path}: {}", reply.head);
        assert!(!String::from_utf8_lossy(&reply.body).contains("the secret"), "{path}");
    }
    server.equals_a_build("links that leave the site");
}

#[test]
fn what_is_no_request_is_survived() {
    let mut server = server();
    for bytes in [
        &b"\0\0\0\0"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
    ] {
        server.send(bytes, SHORT);
    }
    server.send(format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a/".repeat(40_000)).as_bytes(), SHORT);
    server.send(format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(2_000_000)).as_bytes(), SHORT);
    assert!(server.runs());
    assert_eq!(server.get("/").status, 200);
}
