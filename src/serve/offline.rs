//! What is served, without a network: for whoever asks for more than a network lets through, as tests do.

use std::fmt;
use std::sync::Arc;

use super::follow::Follower;
use super::guard::Guard;
use super::http::{self, Server};
use super::{Serve, cannot_begin};
use crate::refusal::Refusal;

/// A site as it is served at one moment. Nothing listens, and changes of its files are not followed.
pub struct Offline {
    server: Server,
    runtime: tokio::runtime::Runtime,
}

/// What a request is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status code of HTTP.
    pub status: u16,
    /// The headers, by their names in lower case.
    pub headers: Vec<(String, String)>,
    /// What follows them. Of a stream of events, what is told at once.
    pub body: Vec<u8>,
}

impl Offline {
    /// Reads the site. Its interface and port do not matter.
    ///
    /// # Errors
    /// When the folder is no site.
    pub fn open(serve: Serve) -> Result<Self, Refusal> {
        let guard = Guard::new(serve.interface, serve.hosts.clone());
        let shared = Follower::open(serve, Arc::new(|_| ()))?.shared();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        let runtime = runtime.map_err(|error| cannot_begin(&error.to_string()))?;
        Ok(Self { server: Server::new(shared, guard), runtime })
    }

    /// What a `GET` of this target is answered with: a path and a query as they stand in the first line of a request, not
    /// decoded, or a whole address. None for bytes that are no target, which a client is told without Postil being asked.
    #[must_use]
    pub fn get(&self, target: &[u8]) -> Option<Reply> {
        self.runtime.block_on(http::reply(&self.server, target))
    }
}

impl Reply {
    /// The value of a header, whose name is written in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Offline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offline").finish_non_exhaustive()
    }
}
