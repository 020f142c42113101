//! Requests and answers: the only file that knows axum.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Has};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use super::answer::{Answer, Page, answer};
use super::guard::{Guard, Refused};
use super::looks::Sum;
use super::offline::Reply;
use super::origin::Origin;
use super::page::{self, Query, listening};
use super::site::State;
use super::{Shared, places};
use crate::disk;
use crate::source::SitePath;

/// What is the server's own stands below this path.
pub(super) const OWN: &str = "/_postil/";

/// What each request is answered from.
#[derive(Debug, Clone)]
pub(super) struct Server {
    shared: Arc<Shared>,
    guard: Guard,
}

/// Answers requests for good.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>, guard: Guard) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let router = Router::new().fallback(respond).with_state(Server::new(shared, guard));
    axum::serve(listener, router).await
}

/// The answer to a `GET` of this target, without a network; none when no request can have it.
pub(super) async fn reply(server: &Server, target: &[u8]) -> Option<Reply> {
    let request = Request::builder().uri(target).header(HOST, "localhost").body(Body::empty()).ok()?;
    let (head, body) = respond(Has(server.clone()), request).await.into_parts();
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let (mut pieces, mut body) = (body.into_data_stream(), Vec::new());
    // What is not there at once is an event that has not happened yet.
    while let Ok(Some(Ok(piece))) = tokio::time::timeout(Duration::ZERO, pieces.next()).await {
        body.extend_from_slice(&piece);
    }
    Some(Reply { status: head.status.as_u16(), headers: head.headers.iter().map(header).collect(), body })
}

async fn respond(Has(server): Has<Server>, request: Request) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let mut response = match server.guard.admit(request.method(), &uri, &headers) {
        Err(refused) => refusal(&refused),
        Ok(()) => match uri.path().strip_prefix(OWN) {
            Some(_) if !server.guard.is_own(&headers) => refusal(&Refused::Origin),
            Some("events") => server.events(uri.query().unwrap_or_default()).await,
            _ => {
                // Pages are made here: that is work, and not for the threads that wait for others.
                let made =
                    tokio::task::spawn_blocking(move || server.respond(uri.path(), uri.query().unwrap_or_default()));
                made.await.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be made\n"))
            }
        },
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert("referrer-policy", HeaderValue::from_static("same-origin"));
    response
}

impl Server {
    pub(super) fn new(shared: Arc<Shared>, guard: Guard) -> Self {
        Self { shared, guard }
    }

    fn respond(&self, path: &str, query: &str) -> Response {
        match path.strip_prefix(OWN) {
            None => self.of_site(path),
            Some("live.js") => fixed("text/javascript; charset=utf-8", include_str!("client/live.js")),
            Some("idiomorph.js") => fixed("text/javascript; charset=utf-8", include_str!("client/idiomorph.js")),
            Some("live.css") => fixed("text/css; charset=utf-8", include_str!("client/live.css")),
            Some("icon.svg") => fixed("image/svg+xml", include_str!("../../static/favicon.svg")),
            Some("edit") => self.edit(&Query(query)),
            Some(name) => {
                let state = self.shared.site.now();
                match page::own(&state, name, query) {
                    Some(page) => respond_with(&state, &page),
                    None => plain(StatusCode::NOT_FOUND, "Postil has no such page, or the site no such text\n"),
                }
            }
        }
    }

    fn of_site(&self, path: &str) -> Response {
        let state = self.shared.site.now();
        match answer(&state, path) {
            Answer::Page(page) => respond_with(&state, &page),
            Answer::Bytes(name, bytes) => bytes_of(&name, Bytes::from_owner(bytes)),
            Answer::Asset(path) => match disk::copied(&self.shared.folder, &path) {
                Ok(bytes) => bytes_of(path.as_str(), bytes.into()),
                Err(error) => plain(StatusCode::NOT_FOUND, &format!("`{path}` cannot be read: {error}\n")),
            },
            Answer::Moved(to) => moved(StatusCode::FOUND, &to),
            Answer::Nothing => plain(StatusCode::NOT_FOUND, "nothing stands here\n"),
        }
    }

    async fn events(&self, query: &str) -> Response {
        let query = Query(query);
        let (path, mark) = (query.get("page").unwrap_or_default(), query.get("mark").unwrap_or_default());
        let looks = query.get("looks").and_then(|word| Sum::read(&word));
        let origin = query.get("origin").and_then(|word| Origin::read(&word));
        let shared = Arc::clone(&self.shared);
        // A tab that comes is told what it missed, for which its page is made.
        let listening =
            tokio::task::spawn_blocking(move || shared.tabs.listen(&shared.site.now(), path, mark, (looks, origin)))
                .await;
        let Ok(messages) = listening else {
            return plain(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be made\n");
        };
        let events = ReceiverStream::new(messages).map(|message| {
            Ok::<_, Infallible>(Event::default().data(serde_json::to_string(&message).unwrap_or_default()))
        });
        Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response()
    }

    /// Leads to the editor, or to the text itself where none was named.
    fn edit(&self, query: &Query<'_>) -> Response {
        let Some((path, line, column)) = self.wanted(query) else {
            return plain(StatusCode::NOT_FOUND, "nobody wrote this page: it is made of others\n");
        };
        if let Some(editor) = &self.shared.editor {
            let file = disk::on_disk(&self.shared.folder, &path);
            return moved(StatusCode::FOUND, &editor.href(&file, line, column));
        }
        let path: String = url::form_urlencoded::byte_serialize(path.as_str().as_bytes()).collect();
        moved(StatusCode::FOUND, &format!("{OWN}text?file={path}&line={line}#L{line}"))
    }

    /// The place that is asked for: a file and a line, or a page and a part of it.
    fn wanted(&self, query: &Query<'_>) -> Option<(SitePath, u32, u32)> {
        let number = |name| query.get(name).and_then(|number| number.parse().ok()).unwrap_or(1);
        let state = self.shared.site.now();
        if let Some(file) = query.get("file") {
            let path = SitePath::new(&file).ok()?;
            let is_known = state.sources().at(&path).is_some();
            return is_known.then(|| (path, number("line"), number("column")));
        }
        let Answer::Page(page) = answer(&state, &query.get("page")?) else { return None };
        let edition = state.edition.as_ref()?;
        let planned = edition.plan().page_in(&page.file?)?;
        let id = query.get("at").filter(|id| !id.is_empty());
        let written = places::written(edition, planned, id.as_deref())?;
        Some((written.path, written.line, written.column))
    }
}

fn respond_with(state: &State, page: &Page) -> Response {
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK);
    let mut response = (status, [(CONTENT_TYPE, HTML)], listening(state, page)).into_response();
    if page.file.is_none() {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    response
}

fn refusal(refused: &Refused) -> Response {
    match refused {
        Refused::Host(name) => {
            let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
            let text = format!("Postil does not serve `{name}`. If you meant that: postil serve --allow-host {name}\n");
            plain(StatusCode::FORBIDDEN, &text)
        }
        Refused::Origin => plain(StatusCode::FORBIDDEN, "this is only for pages that are served here\n"),
        Refused::Method => {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            response
        }
    }
}

fn plain(status: StatusCode, text: &str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], text.to_owned()).into_response()
}

fn fixed(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind)], text).into_response()
}

fn bytes_of(name: &str, bytes: Bytes) -> Response {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = match (kind.type_(), kind.subtype()) {
        (mime_guess::mime::TEXT, _) | (_, mime_guess::mime::JAVASCRIPT | mime_guess::mime::XML) => {
            format!("{}; charset=utf-8", kind.essence_str())
        }
        _ => kind.essence_str().to_owned(),
    };
    ([(CONTENT_TYPE, kind)], Body::from(bytes)).into_response()
}

fn moved(status: StatusCode, to: &str) -> Response {
    let mut headers = HeaderMap::new();
    match HeaderValue::from_str(to) {
        Ok(to) => headers.insert(LOCATION, to),
        Err(_) => return plain(StatusCode::NOT_FOUND, "nothing stands here\n"),
    };
    (status, headers).into_response()
}

const HTML: &str = "text/html; charset=utf-8";

/// For the server's own pages; those of the site bring theirs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How often a stream on which nothing is told shows that it is alive.
const ALIVE: Duration = Duration::from_secs(15);
