//! The tabs that show pages of the site, and what each is told.
//!
//! What a tab is told follows from what it shows and what it would be given now, not from what happened in between: one that
//! comes back after it was hidden, or after the server was started anew, is told what it missed like any other.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::answer::{Answer, Page, answer};
use super::looks::Sum;
use super::origin::Origin;
use super::page;
use super::places;
use super::site::State;
use crate::compile::Edition;
use crate::plan::{Address, PageKind};
use crate::source::SitePath;

/// All tabs that listen.
#[derive(Debug, Default)]
pub(super) struct Tabs {
    open: Mutex<BTreeMap<u64, Tab>>,
    last: AtomicU64,
}

/// A tab that listens.
#[derive(Debug)]
struct Tab {
    /// The path that it shows, as it was asked for.
    path: String,
    /// The mark of the page that it shows.
    mark: String,
    looks: Sum,
    /// The text that its page was written in, to find it again when it has moved.
    origin: Option<Origin>,
    /// What it was told of where its page is, while nothing stands at its path.
    gone: Option<Gone>,
    /// Whether it shows problems over the page, and which.
    problems: Option<u64>,
    send: Sender<Message>,
}

/// Where a page is that stands no more where a tab shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Gone {
    /// At this path.
    To(String),
    /// It is no more.
    Away,
}

/// What a tab is told.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(super) enum Message {
    /// The page is now this.
    Page { html: String, mark: String, looks: String, origin: String },
    /// Something else is; what the page has fetched may be old.
    Stale,
    /// The page, or what all pages share, is to be loaded anew.
    Reload,
    /// Style sheets, by their addresses, with a word that changes with each.
    Styles { sheets: Vec<(String, String)>, looks: String },
    /// The page is no more; it may stand elsewhere.
    Gone { to: Option<String> },
    /// The site has problems that keep it from being built; with a word that changes with them.
    Problems { html: String, sum: String },
    /// It has none any more.
    Fine,
    /// The page at this address is being edited.
    Navigate { to: String },
}

impl Tabs {
    /// A tab that shows this page begins to listen, and is told what it missed.
    pub(super) fn listen(
        &self,
        state: &State,
        path: String,
        mark: String,
        (looks, origin): (Option<Sum>, Option<Origin>),
    ) -> Receiver<Message> {
        let (send, receive) = mpsc::channel(MOST_WAITING);
        let now = state.looks.sum();
        // What no page of this server carries is older than all of them.
        let looks = looks.unwrap_or(Sum { templates: !now.templates, styles: !now.styles, rest: !now.rest });
        let mut tab = Tab { path, mark, looks, origin, gone: None, problems: None, send };
        let mut seen = Seen::new(state);
        let messages = tab.differs(&mut seen);
        if tab.origin.is_none() {
            tab.origin = seen.page(&tab.path).and_then(|page| Origin::of(state, &page));
        }
        if tab.tell(messages) {
            self.open().insert(self.last.fetch_add(1, Ordering::Relaxed), tab);
        }
        receive
    }

    /// Tells each tab what differs from what it shows. With `edited`, all go to the page of the first of these files.
    pub(super) fn tell(&self, state: &State, edited: Option<&[SitePath]>) {
        let mut seen = Seen::new(state);
        let to = edited.and_then(|edited| edited.iter().find_map(|path| page_of(state, path)));
        let mut open = self.open();
        open.retain(|_, tab| {
            let mut messages = tab.differs(&mut seen);
            if messages.is_empty() && !state.is_behind() {
                messages.push(Message::Stale);
            }
            let stays = tab.tell(messages);
            match &to {
                Some(to) if stays && percent_decoded(to) != percent_decoded(&tab.path) => {
                    tab.send(Message::Navigate { to: to.clone() })
                }
                _ => stays,
            }
        });
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<u64, Tab>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Gone> for Message {
    fn from(gone: Gone) -> Self {
        match gone {
            Gone::To(to) => Self::Gone { to: Some(to) },
            Gone::Away => Self::Gone { to: None },
        }
    }
}

/// The state, with what was already made of it for another tab.
struct Seen<'a> {
    state: &'a State,
    pages: BTreeMap<String, Option<Page>>,
    problems: Option<(u64, String)>,
}

impl<'a> Seen<'a> {
    fn new(state: &'a State) -> Self {
        let problems = state.is_behind().then(|| {
            let html = page::told(state, state.problems());
            (xxhash_rust::xxh3::xxh3_64(html.as_bytes()), html)
        });
        Self { state, pages: BTreeMap::new(), problems }
    }

    fn page(&mut self, path: &str) -> Option<Page> {
        let state = self.state;
        self.pages.entry(path.to_owned()).or_insert_with(|| page_at(state, path)).clone()
    }
}

impl Tab {
    /// What the tab does not show, and is to be told.
    fn differs(&mut self, seen: &mut Seen<'_>) -> Vec<Message> {
        let mut messages = Vec::new();
        self.overlay(seen, &mut messages);
        self.differences(seen, &mut messages);
        messages
    }

    /// Tells it; whether it still listens.
    fn tell(&self, messages: Vec<Message>) -> bool {
        !self.send.is_closed() && messages.into_iter().all(|message| self.send(message))
    }

    fn overlay(&mut self, seen: &Seen<'_>, messages: &mut Vec<Message>) {
        let is_own = self.path.starts_with(super::http::OWN);
        match &seen.problems {
            Some((sum, html)) if self.problems != Some(*sum) && !is_own && !self.mark.starts_with("503") => {
                self.problems = Some(*sum);
                messages.push(Message::Problems { html: html.clone(), sum: format!("{sum:x}") });
            }
            None if self.problems.take().is_some() => messages.push(Message::Fine),
            _ => {}
        }
    }

    fn differences(&mut self, seen: &mut Seen<'_>, messages: &mut Vec<Message>) {
        let state = seen.state;
        let (before, now) = (self.looks, state.looks.sum());
        let page = seen.page(&self.path);
        if let Some(gone) = self.gone(state, page.as_ref()) {
            if self.gone.as_ref() != Some(&gone) {
                messages.push(Message::from(gone.clone()));
            }
            self.gone = Some(gone);
            return;
        }
        let Some(page) = page else { return };
        let mark = page.mark();
        if self.gone.take().is_some() {
            self.mark = mark;
            messages.push(Message::Reload);
            return;
        }
        let is_another_kind = page.status.to_string() != self.mark.split('-').next().unwrap_or_default();
        self.looks = now;
        if self.mark != mark {
            self.mark.clone_from(&mark);
            self.origin = Origin::of(state, &page);
            if is_another_kind || before.templates != now.templates || before.rest != now.rest {
                messages.push(Message::Reload);
                return;
            }
            let html = String::from_utf8_lossy(&page.html).into_owned();
            let origin = self.origin.as_ref().map(Origin::to_string).unwrap_or_default();
            messages.push(Message::Page { html, mark, looks: now.to_string(), origin });
        } else if before.rest != now.rest {
            messages.push(Message::Reload);
            return;
        }
        if let Some(origin) = &mut self.origin {
            origin.refresh(state);
        }
        if before.styles != now.styles {
            let base = state.base();
            let sheets =
                state.looks.styles().map(|(file, word)| (format!("{base}{}", Address::new(file).href()), word));
            messages.push(Message::Styles { sheets: sheets.collect(), looks: now.to_string() });
        }
    }

    /// Where the page is that the tab shows, when it is not at its path any more.
    fn gone(&self, state: &State, page: Option<&Page>) -> Option<Gone> {
        let path = || page_of(state, self.origin.as_ref()?.now(state)?);
        let found = || path().map_or(Gone::Away, Gone::To);
        let Some(page) = page else { return Some(found()) };
        match redirect(state, page) {
            Some(to) => (page.mark() != self.mark).then_some(Gone::To(to)),
            None if page.status == 404 && self.mark.starts_with("200") => Some(found()),
            None => None,
        }
    }

    /// Sends it; a tab that does not take what it is sent comes back and is told anew.
    fn send(&self, message: Message) -> bool {
        self.send.try_send(message).is_ok()
    }
}

/// The page at a path, where redirects of the server lead, or the desk.
fn page_at(state: &State, path: &str) -> Option<Page> {
    if let Some(own) = path.strip_prefix(super::http::OWN) {
        let (name, query) = own.split_once('?').unwrap_or((own, ""));
        return page::own(state, name, query);
    }
    match answer(state, path) {
        Answer::Page(page) => Some(page),
        Answer::Moved(to) if to != path => match answer(state, &to) {
            Answer::Page(page) => Some(page),
            _ => None,
        },
        Answer::Moved(_) | Answer::Bytes(..) | Answer::Asset(_) | Answer::Nothing => None,
    }
}

/// Where a page sends its readers, if it does nothing else.
fn redirect(state: &State, page: &Page) -> Option<String> {
    let planned = state.edition.as_ref()?.plan().page_in(page.file.as_ref()?)?;
    match &planned.kind {
        PageKind::Redirect(to) => Some(to.url(state.base())),
        _ => None,
    }
}

/// The path of the page that was written in this file, when one was and no other.
fn page_of(state: &State, path: &SitePath) -> Option<String> {
    let edition = state.edition.as_ref()?;
    let address = own_page(edition, path)?;
    Some(address.url(state.base()))
}

fn own_page(edition: &Edition, path: &SitePath) -> Option<Address> {
    let pages = edition.plan().pages.iter();
    let is_own = |kind: &PageKind| match kind {
        PageKind::Briefing(_) | PageKind::Page(_) | PageKind::Home => true,
        PageKind::Actor(_) => path.below("content/actors").is_some(),
        PageKind::Claim(_) => path.below("content/claims").is_some(),
        PageKind::Event(_) => path.below("content/events").is_some(),
        PageKind::Source(_) => path.below("content/sources").is_some(),
        _ => false,
    };
    let mut own = pages.filter(|page| page.part.number == 1 && is_own(&page.kind));
    let found = own.find(|page| places::written(edition, page, None).is_some_and(|written| written.path == *path));
    found.map(|page| page.address.clone())
}

fn percent_decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// How many messages wait for a tab that does not take them.
const MOST_WAITING: usize = 32;
