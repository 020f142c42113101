//! What an author makes, and can call by an id.

/// What has an id, a page, and a file of its own if that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A briefing; its id is its slug.
    Briefing,
    /// An actor.
    Actor,
    /// A claim.
    Claim,
    /// An event.
    Event,
    /// A source.
    Source,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Briefing, Self::Actor, Self::Claim, Self::Event, Self::Source];

    /// As it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Briefing => "briefing",
            Self::Actor => "actor",
            Self::Claim => "claim",
            Self::Event => "event",
            Self::Source => "source",
        }
    }
}
