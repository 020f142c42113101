//! The site while somebody works on it: the same pipeline as a build, in a loop, and what browsers are told.
//!
//! [`run`] reads the site, answers requests out of memory, and follows what changes (`follow`). A page is made when it is
//! asked for; a tab that shows one holds a stream on which it is told what differs (`tabs`). What is served is what a build
//! would write, but for the script that listens. Who may ask is settled in `guard`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is one of the rooms that touch the world: it measures time and reads files that are asked for"
)]

mod answer;
mod desk;
mod editor;
mod follow;
mod guard;
mod http;
mod looks;
mod offline;
mod origin;
mod page;
mod places;
mod site;
mod tabs;

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use chrono::NaiveDate;

pub use editor::Editor;
pub use offline::{Offline, Reply};

use crate::diagnostic::Diagnostic;
use crate::disk;
use crate::project::Options;
use crate::refusal::Refusal;
use crate::source::{SitePath, Sources};

/// What is served, and to whom.
pub struct Serve {
    /// The folder of the site.
    pub root: PathBuf,
    /// The day for which it is built, asked again whenever something changes.
    pub today: Box<dyn Fn() -> NaiveDate + Send>,
    /// What was asked for beyond the settings.
    pub options: Options,
    /// Where to listen.
    pub interface: IpAddr,
    /// The first port to try; when it is taken the next ones are.
    pub port: u16,
    /// Names by which the server may be called, beside those of the loopback and the interface.
    pub hosts: Vec<String>,
    /// What opens a file at a line.
    pub editor: Option<Editor>,
    /// Whether browsers go to the page that is edited.
    pub navigate: bool,
    /// Whether the site is looked at every second instead of being watched.
    pub poll: bool,
}

/// What there is to say while a site is served.
#[derive(Debug)]
pub enum News<'a> {
    /// It can be asked for now.
    Serving {
        /// The address of its home page.
        url: String,
        /// The port that was wanted and is taken, when another is used.
        taken: Option<u16>,
        /// Whether other machines may reach it.
        open: bool,
    },
    /// What there is to say about the site as it is now, at first and after each change.
    State {
        /// All problems, in order.
        problems: &'a [Diagnostic],
        /// The texts that they point into.
        sources: &'a Sources,
        /// What changed; empty at first.
        changed: &'a [SitePath],
        /// From noticing the change to having told the browsers.
        took: Duration,
    },
    /// The folder cannot be read, for this reason; what was served last stays.
    Unreadable(&'a disk::Error),
    /// The system does not watch the site, for this reason: it is looked at every second.
    Polling(&'a str),
}

/// Serves a site until the process ends. What can be done in parallel is done by the global pool of threads. What is done in a row
/// is done by one thread: an allocator keeps memory by threads, and what one edition leaves is taken by the next.
///
/// # Errors
/// When the folder is no site, or nothing can listen on the interface.
pub fn run(serve: Serve, tell: impl Fn(News<'_>) + Send + Sync + 'static) -> Result<(), Refusal> {
    let (listener, taken) = listen(serve.interface, serve.port)?;
    let address = listener.local_addr().map_err(|error| cannot_listen(serve.interface, serve.port, &error))?;
    let guard = guard::Guard::new(serve.interface, serve.hosts.clone());
    let open = !serve.interface.is_loopback();
    let tell: Tell = Arc::new(tell);
    let shared = begin(serve, Arc::clone(&tell))?;
    let url = format!("http://{address}{}", shared.site.base());
    tell(News::Serving { url, taken, open });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_io().enable_time().build();
    let runtime = runtime.map_err(|error| cannot_begin(&error.to_string()))?;
    let served = runtime.block_on(http::serve(listener, shared, guard));
    served.map_err(|error| Refusal::new(format!("serving ended: {error}")))
}

/// Reads the site, and follows it on a thread of its own from then on.
fn begin(serve: Serve, tell: Tell) -> Result<Arc<Shared>, Refusal> {
    let cannot = |why: String| Refusal::new(format!("cannot start to follow the site: {why}"));
    let (send, opened) = mpsc::channel();
    let follow = move || match follow::Follower::open(serve, tell) {
        Ok(follower) => {
            if send.send(Ok(follower.shared())).is_ok() {
                follower.follow();
            }
        }
        // Whoever started it has gone if this cannot be told.
        Err(refusal) => drop(send.send(Err(refusal))),
    };
    let thread = std::thread::Builder::new().name("follow".to_owned()).spawn(follow);
    thread.map_err(|error| cannot(error.to_string()))?;
    opened.recv().map_err(|error| cannot(error.to_string()))?
}

/// Where what there is to say goes.
type Tell = Arc<dyn Fn(News<'_>) + Send + Sync>;

/// What the loop and the server share.
#[derive(Debug)]
struct Shared {
    site: site::Site,
    tabs: tabs::Tabs,
    /// The folder of the site, without links.
    folder: PathBuf,
    editor: Option<Editor>,
}

/// Listens on the port, or on the next that is free; the port that is taken.
fn listen(interface: IpAddr, port: u16) -> Result<(TcpListener, Option<u16>), Refusal> {
    let mut first = None;
    for candidate in port..=port.saturating_add(TRIED) {
        match TcpListener::bind(SocketAddr::new(interface, candidate)) {
            Ok(listener) => return Ok((listener, (candidate != port).then_some(port))),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                first.get_or_insert(error);
            }
            Err(error) => return Err(cannot_listen(interface, candidate, &error)),
        }
    }
    let error = first.unwrap_or_else(|| io::ErrorKind::AddrInUse.into());
    Err(cannot_listen(interface, port, &error).help(format!("choose another with `--port`; {TRIED} more were tried")))
}

fn cannot_listen(interface: IpAddr, port: u16, error: &io::Error) -> Refusal {
    let refusal = Refusal::new(format!("cannot listen on {}: {error}", SocketAddr::new(interface, port)));
    match error.kind() {
        io::ErrorKind::AddrNotAvailable => refusal.help("`--interface` takes an address of this machine"),
        io::ErrorKind::PermissionDenied => refusal.help("ports below 1024 mostly need rights; try `--port 4000`"),
        _ => refusal,
    }
}

fn cannot_begin(why: &str) -> Refusal {
    Refusal::new(format!("cannot start to serve: {why}"))
}

impl fmt::Debug for Serve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serve").field("root", &self.root).field("port", &self.port).finish_non_exhaustive()
    }
}

impl Shared {
    fn new(site: site::Site, folder: PathBuf, editor: Option<Editor>) -> Arc<Self> {
        Arc::new(Self { site, tabs: tabs::Tabs::default(), folder, editor })
    }
}

/// How many ports after the first are tried.
const TRIED: u16 = 100;
