//! What `postil serve` tells browsers about files whose names and messages are payloads: events stay events, pages harmless.
#![cfg(unix)]

use std::net::Ipv4Addr;
use std::path::Path;

use postil::plan::PageKind;
use postil::project::Options;
use postil::serve::{Offline, Reply, Serve};
use serde_json::Value;

use crate::outputs::harmless;
use crate::support;
use crate::support::dom::Page;

fn offline(root: &Path) -> Offline {
    let serve = Serve {
        root: root.to_owned(),
        today: Box::new(support::today),
        options: Options::default(),
        interface: Ipv4Addr::LOCALHOST.into(),
        port: 0,
        hosts: Vec::new(),
        editor: None,
        navigate: true,
        poll: true,
    };
    Offline::open(serve).expect("a site")
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn get(offline: &Offline, target: &str) -> Reply {
    offline.get(target.as_bytes()).unwrap_or_else(|| panic!("{target} is no target"))
}

/// The messages in a stream of events, of which each line must be one (HTML, 9.2.6).
fn messages(reply: &Reply) -> Vec<Value> {
    let text = std::str::from_utf8(&reply.body).expect("UTF-8");
    let lines = text.split('\n').filter(|line| !line.is_empty());
    let data = lines.map(|line| line.strip_prefix("data: ").unwrap_or_else(|| panic!("{line:?} in {text:?}")));
    let messages: Vec<Value> = data.map(|data| serde_json::from_str(data).expect("JSON")).collect();
    assert!(!text.contains('\r') && !messages.is_empty(), "{text:?}");
    messages
}

/// Names of files, each of which is a payload for one of the places where it comes out.
const NAMES: [&str; 10] = [
    "\"><img src=x onerror=hacked()>.md",
    "' onmouseover='hacked()' x='.md",
    "</script><script>hacked()<.md",
    "<x-hacked onload=hacked()>.md",
    "&lt;x-hacked&gt;&#34;.md",
    "a\ndata: {\"what\":\"reload\"}\n\nevent: x.md",
    "a\r\n\r\ndata: {\"what\":\"navigate\",\"to\":\"https://evil.example\"}.md",
    "\u{1b}]0;hacked\u{7}\u{202e}dm.md",
    "a\u{2028}b\u{2029}c.md",
    "javascript:hacked()?x=y&file=z#L1%00%2e%2e.md",
];

/// What a text can hold that comes out in messages.
const WRONG: [&str; 3] = [
    "---\ntitle: T\ndate: 2025-01-01\n\"><img src=x onerror=hacked()>\": x\nclaims: [{id: a, text: x, by: A, kind: '</script><script>hacked()</script>'}]\n---\n",
    "---\ntitle: T\ndate: \"data: {\\\"what\\\":\\\"reload\\\"}\"\n---\n[x](nowhere\"onclick=hacked().md) ![y](<x-hacked>)\n",
    "---\ntitle: [<svg/onload=hacked()>\n",
];

#[test]
fn events_and_pages_about_problems_are_harmless_whatever_files_are_called() {
    let mut problems = Vec::new();
    for name in NAMES {
        for wrong in WRONG {
            let folder = tempfile::tempdir().expect("a folder");
            let path = format!("content/briefings/{name}");
            put(folder.path(), &path, wrong);
            let offline = offline(folder.path());
            let events = get(&offline, "/_postil/events?page=/&mark=200-0&looks=0-0-0&origin=");
            let told: Vec<_> = messages(&events);
            // The page that the tab shows is not there any more.
            assert_eq!(told.iter().map(|it| &it["what"]).collect::<Vec<_>>(), ["problems", "reload"], "{name:?}");
            let html = told[0]["html"].as_str().expect("HTML");
            harmless(name, &Page::parse(html), &mut problems);
            // What an overlay leads to is the place itself, under whatever name.
            let links: Vec<_> = Page::parse(html).select("a").iter().filter_map(|it| it.attribute("href")).collect();
            assert!(links.iter().all(|it| it.starts_with("/_postil/")), "{name:?}: {links:?}");
            let edit = links.iter().find(|it| it.starts_with("/_postil/edit?")).expect("a place");
            let moved = get(&offline, edit);
            let to = moved
                .header("location")
                .unwrap_or_else(|| panic!("{edit}: {moved:?}"))
                .split('#')
                .next()
                .expect("a part");
            assert!(to.starts_with("/_postil/text?file=content%2Fbriefings%2F"), "{to}");
            let text = get(&offline, to);
            assert_eq!(text.status, 200, "{name:?}: {to}");
            for page in [text, get(&offline, "/"), get(&offline, "/_postil/"), get(&offline, "/_postil/?show=errors")] {
                assert!(page.header("content-security-policy").is_some(), "{name:?}");
                let html = String::from_utf8(page.body).expect("UTF-8");
                harmless(name, &Page::parse(&html), &mut problems);
                assert!(!html.contains(['\u{1b}', '\u{202e}']), "{name:?}");
            }
        }
    }
    problems.truncate(20);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Pages of a site whose files and titles are payloads, as tabs are told of them: where the page is now, and that it changed.
#[test]
fn events_about_pages_are_harmless_whatever_files_are_called() {
    let mut problems = Vec::new();
    for name in NAMES {
        let folder = tempfile::tempdir().expect("a folder");
        let path = format!("content/briefings/{name}");
        put(folder.path(), "postil.toml", "[build]\nsocial_cards = \"off\"\n");
        put(
            folder.path(),
            &path,
            "---\ntitle: \"</script><script>hacked()</script>\"\ndate: 2025-01-01\nslug: b\n---\nWords.\n",
        );
        let offline = offline(folder.path());
        let project = postil::disk::read(folder.path(), support::today(), Options::default()).expect("a site");
        let plan = postil::compile::analyse(&project).plan;
        let is_briefing = |kind: &PageKind| matches!(kind, PageKind::Briefing(_));
        let planned = plan.pages.iter().find(|page| is_briefing(&page.kind)).expect("a page");
        let address = format!("/{}", planned.address.href());
        let page = get(&offline, &address);
        assert_eq!(page.status, 200, "{name:?}: {}", String::from_utf8_lossy(&page.body));
        let html = String::from_utf8(page.body).expect("UTF-8");
        let page = Page::parse(&html);
        harmless(name, &page, &mut problems);
        let origin = page.select("script[data-postil]").first().and_then(|it| it.attribute("data-origin"));
        let origin = origin.unwrap_or_else(|| panic!("{name:?}: no origin in {html}"));
        for (page, mark, what) in [(address.as_str(), "200-0", "page"), ("/briefings/gone/", "200-0", "gone")] {
            let looks = Page::parse(&html).select("script[data-postil]")[0].attribute("data-looks").expect("looks");
            let target = format!("/_postil/events?page={page}&mark={mark}&looks={looks}&origin={}", encoded(&origin));
            let told = messages(&get(&offline, &target));
            assert_eq!(told[0]["what"], what, "{name:?}: {told:?}");
            match what {
                "gone" => assert_eq!(told[0]["to"], address.as_str(), "{name:?}"),
                _ => harmless(name, &Page::parse(told[0]["html"].as_str().expect("HTML")), &mut problems),
            }
        }
        // A tab gives back what it was given, or anything else.
        for target in [
            format!("/_postil/events?page={}&mark={}", encoded(name), encoded(name)),
            format!("/_postil/events?page=/_postil/?show={}&mark=200-0&origin=0+{}", encoded(name), encoded(name)),
            format!("/_postil/?show={}", encoded(name)),
            format!("/_postil/text?file={}", encoded(name)),
            format!("/{}", encoded(name)),
        ] {
            let reply = get(&offline, &target);
            assert!(matches!(reply.status, 200 | 404), "{target}: {}", reply.status);
            if reply.header("content-type").is_some_and(|it| it.starts_with("text/html")) {
                harmless(&target, &Page::parse(&String::from_utf8_lossy(&reply.body)), &mut problems);
            }
        }
    }
    problems.truncate(20);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
