//! A sign of life for builds that take a while, on terminals only.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far a build has come. It is cleared when it is dropped.
pub(super) struct Progress {
    bar: ProgressBar,
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// A build that begins now; nothing is ever shown unless this is `wanted` and the standard error stream is a terminal.
    pub(super) fn new(wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(style("{spinner} {msg}"));
        let is_shown = wanted && io::stderr().is_terminal();
        let waiting = is_shown.then(|| {
            let (done, is_done) = channel();
            let late = bar.clone();
            let thread = thread::spawn(move || {
                if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    late.set_draw_target(ProgressDrawTarget::stderr());
                    late.enable_steady_tick(TICK);
                }
            });
            (done, thread)
        });
        Self { bar, waiting }
    }

    /// What is being done now.
    pub(super) fn phase(&self, what: &'static str) {
        self.bar.set_message(what);
    }

    /// At most so many more files are going to be made and written now.
    pub(super) fn files(&self, count: usize) {
        self.phase("writing");
        self.bar.set_style(style("{spinner} {msg} {wide_bar} {pos}/{len}"));
        self.bar.set_length(self.bar.length().unwrap_or(0) + count as u64);
    }

    /// This file is about to be changed: one of the site, or in a folder of ours what is put in its place at the end.
    pub(super) fn file(&self, path: &Path) {
        if path.iter().any(|part| part.as_encoded_bytes().starts_with(b".postil-")) {
            self.bar.inc(1);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.waiting.take() {
            drop(done);
            // It cannot have panicked in a way that matters here: there was nothing but a bar to draw.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A build that is done by then needs no sign of life.
const PATIENCE: Duration = Duration::from_secs(1);

const TICK: Duration = Duration::from_millis(100);
