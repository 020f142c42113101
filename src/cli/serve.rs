//! `postil serve`: the site in browsers while it is written.

use std::time::Duration;

use super::console::{Console, Stream};
use super::request::ServeSite;
use super::{Failure, Outcome};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{counted, printable, summary};
use crate::serve::{self, News};
use crate::source::{SitePath, Sources};

/// Serves the site until the process is ended.
pub(super) fn serve(request: ServeSite) -> Result<Outcome, Failure> {
    let ServeSite { serve, console, open } = request;
    let tell = move |news: News<'_>| {
        // Where nobody reads what is said, the site is served all the same.
        let _ = match news {
            News::Serving { url, taken, open: is_open } => {
                if open {
                    show(&console, &url);
                }
                serving(&console, &url, taken, is_open)
            }
            News::State { problems, sources, changed, took } => state(&console, (problems, sources), changed, took),
            News::Unreadable(error) => console.say(&format!("error: {error}; what was served last stays")),
            News::Polling(why) => {
                console.say(&format!("warning: {why}; until then the site is looked at every second instead"))
            }
        };
    };
    serve::run(serve, tell)?;
    Ok(Outcome::Done)
}

fn serving(console: &Console, url: &str, taken: Option<u16>, is_open: bool) -> std::io::Result<()> {
    if let Some(port) = taken {
        console.say(&format!("port {port} is taken; this is the next that is free"))?;
    }
    if is_open {
        console.say("warning: other machines can reach this address, and with it everything that the site holds")?;
    }
    console.say(&format!("serving {url} (for authors: {}); Ctrl-C ends it", desk(url)))
}

/// The page for authors of the server with this address.
fn desk(url: &str) -> String {
    let origin = url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    format!("{origin}/_postil/")
}

fn state(
    console: &Console,
    (problems, sources): (&[Diagnostic], &Sources),
    changed: &[SitePath],
    took: Duration,
) -> std::io::Result<()> {
    console.problems(Stream::Error, problems, sources)?;
    let found = summary(problems, sources);
    let milliseconds = took.as_secs_f64() * 1000.0;
    match changed {
        [] => console.say(&format!("{found}; read in {milliseconds:.0} ms")),
        [only] => console.say(&format!("{}: {found}; {milliseconds:.0} ms", printable(only.as_str()))),
        [first, more @ ..] => {
            let (first, more) = (printable(first.as_str()), counted(more.len(), "more file"));
            console.say(&format!("{first} and {more}: {found}; {milliseconds:.0} ms"))
        }
    }
}

fn show(console: &Console, url: &str) {
    if let Err(error) = open::that_detached(url) {
        let _ = console.say(&format!("warning: no browser could be opened: {error}"));
    }
}
