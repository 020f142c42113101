//! The closed vocabularies of the format.

use serde::{Serialize, Serializer};

/// A closed vocabulary whose words an author types.
pub trait Word: Copy + Eq + 'static {
    /// All words, in the order in which the format lists them.
    const ALL: &'static [Self];

    /// The word as it is typed and exported.
    fn as_str(self) -> &'static str;

    /// The word typed so.
    #[must_use]
    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.as_str() == text)
    }
}

macro_rules! words {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$variant_doc:meta])* $variant:ident = $text:literal, )* } )*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$variant_doc])* #[doc = concat!("`", $text, "`")] $variant, )* }

        impl Word for $name {
            const ALL: &'static [Self] = &[$( Self::$variant, )*];

            fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )* }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )* };
}

words! {
    /// What sort of proposition a claim is. The first four can be true or false, the others cannot.
    ClaimKind {
        Fact = "fact", Prediction = "prediction", Judgement = "judgement", Denial = "denial",
        Position = "position", Commitment = "commitment", Offer = "offer", Demand = "demand", Threat = "threat",
        Proposal = "proposal",
    }

    /// What the author concludes about a claim.
    Status {
        Unverified = "unverified", Corroborated = "corroborated", Disputed = "disputed", Refuted = "refuted",
        Unverifiable = "unverifiable",
        Pending = "pending", Accepted = "accepted", Rejected = "rejected", Kept = "kept", Broken = "broken", Lapsed = "lapsed",
        Retracted = "retracted", Superseded = "superseded",
    }

    /// The five families that the eye tells apart.
    Standing {
        Open = "open", Contested = "contested", Upheld = "upheld", Failed = "failed", Closed = "closed",
    }

    /// What an actor does with a claim.
    Stance {
        Asserts = "asserts", Endorses = "endorses", Denies = "denies", Disputes = "disputes", Rejects = "rejects",
        Questions = "questions", Retracts = "retracts", NoComment = "no-comment",
    }

    /// How the words of a statement are given.
    Mode { Direct = "direct", Indirect = "indirect", Mixed = "mixed", }

    /// Likelihood by ICD 203 (Analytic Standards), section D.6.e.(2).(a), first row of terms.
    Likelihood {
        AlmostNoChance = "almost-no-chance", VeryUnlikely = "very-unlikely", Unlikely = "unlikely",
        RoughlyEvenChance = "roughly-even-chance", Likely = "likely", VeryLikely = "very-likely", AlmostCertain = "almost-certain",
    }

    /// How sure the author is of the judgement itself (ICD 203).
    Confidence { Low = "low", Moderate = "moderate", High = "high", }

    /// How one claim bears on another.
    ClaimRelation {
        Supports = "supports", Confirms = "confirms", Disputes = "disputes", Refutes = "refutes", Contradicts = "contradicts",
        Qualifies = "qualifies", RespondsTo = "responds-to", Updates = "updates", Supersedes = "supersedes",
        DerivedFrom = "derived-from",
    }

    /// What sort of actor.
    ActorKind {
        Person = "person", Organization = "organization", PublicBody = "public-body", State = "state", Igo = "igo",
        Group = "group", Media = "media", Unnamed = "unnamed",
    }

    /// How one actor stands to another.
    ActorRelation {
        Position = "position", Membership = "membership", Hierarchy = "hierarchy", Represents = "represents", Family = "family",
        Ownership = "ownership", Professional = "professional", AlliedWith = "allied-with", OpposedTo = "opposed-to",
        Other = "other",
    }

    /// Reliability of an actor or source on the Admiralty scale (NATO AJP-2.1), A best, F cannot be judged.
    Reliability { A = "A", B = "B", C = "C", D = "D", E = "E", F = "F", }

    /// Who may see where something comes from.
    Access { Public = "public", Paywalled = "paywalled", Restricted = "restricted", Confidential = "confidential", }

    /// Whether an event has happened.
    EventStatus {
        Scheduled = "scheduled", Ongoing = "ongoing", Occurred = "occurred", Postponed = "postponed", Rescheduled = "rescheduled",
        Cancelled = "cancelled", Unconfirmed = "unconfirmed",
    }

    /// What an actor does at an event.
    EventRole {
        Host = "host", Party = "party", Mediator = "mediator", Target = "target", Observer = "observer", Speaker = "speaker",
    }

    /// What sort of thing a source is: the item types of CSL 1.0.2.
    SourceKind {
        Article = "article", ArticleJournal = "article-journal", ArticleMagazine = "article-magazine",
        ArticleNewspaper = "article-newspaper", Bill = "bill", Book = "book", Broadcast = "broadcast", Chapter = "chapter",
        Classic = "classic", Collection = "collection", Dataset = "dataset", Document = "document", Entry = "entry",
        EntryDictionary = "entry-dictionary", EntryEncyclopedia = "entry-encyclopedia", Event = "event", Figure = "figure",
        Graphic = "graphic", Hearing = "hearing", Interview = "interview", LegalCase = "legal_case", Legislation = "legislation",
        Manuscript = "manuscript", Map = "map", MotionPicture = "motion_picture", MusicalScore = "musical_score",
        Pamphlet = "pamphlet", PaperConference = "paper-conference", Patent = "patent", Performance = "performance",
        Periodical = "periodical", PersonalCommunication = "personal_communication", Post = "post", PostWeblog = "post-weblog",
        Regulation = "regulation", Report = "report", Review = "review", ReviewBook = "review-book", Software = "software",
        Song = "song", Speech = "speech", Standard = "standard", Thesis = "thesis", Treaty = "treaty", Webpage = "webpage",
    }
}

impl ClaimKind {
    /// Whether a claim of this kind can be true or false.
    #[must_use]
    pub fn is_truth_apt(self) -> bool {
        matches!(self, Self::Fact | Self::Prediction | Self::Judgement | Self::Denial)
    }

    /// The status of a claim about which nothing has been concluded.
    #[must_use]
    pub fn default_status(self) -> Status {
        if self.is_truth_apt() { Status::Unverified } else { Status::Pending }
    }
}

impl Status {
    /// Whether an author may give a claim of this kind this status. (`disputed` is *derived* for claims of every kind.)
    #[must_use]
    pub fn fits(self, kind: ClaimKind) -> bool {
        match self {
            Self::Unverified | Self::Corroborated | Self::Disputed | Self::Refuted | Self::Unverifiable => {
                kind.is_truth_apt()
            }
            Self::Pending | Self::Accepted | Self::Rejected | Self::Kept | Self::Broken | Self::Lapsed => {
                !kind.is_truth_apt()
            }
            Self::Retracted | Self::Superseded => true,
        }
    }

    /// The family that the eye sees.
    #[must_use]
    pub fn standing(self) -> Standing {
        match self {
            Self::Unverified | Self::Pending => Standing::Open,
            Self::Disputed => Standing::Contested,
            Self::Corroborated | Self::Accepted | Self::Kept => Standing::Upheld,
            Self::Refuted | Self::Rejected | Self::Broken | Self::Retracted => Standing::Failed,
            Self::Superseded | Self::Lapsed | Self::Unverifiable => Standing::Closed,
        }
    }
}

impl Stance {
    /// Whether the actor stands against the claim.
    #[must_use]
    pub fn is_against(self) -> bool {
        matches!(self, Self::Denies | Self::Disputes | Self::Rejects)
    }

    /// Whether the actor stands behind the claim.
    #[must_use]
    pub fn is_for(self) -> bool {
        matches!(self, Self::Asserts | Self::Endorses)
    }
}

impl ClaimRelation {
    /// Whether a claim with this relation stands against the other.
    #[must_use]
    pub fn is_against(self) -> bool {
        matches!(self, Self::Disputes | Self::Refutes | Self::Contradicts)
    }

    /// The relation as the other claim has it, in words.
    #[must_use]
    pub fn inverse(self) -> &'static str {
        match self {
            Self::Supports => "supported by",
            Self::Confirms => "confirmed by",
            Self::Disputes => "disputed by",
            Self::Refutes => "refuted by",
            Self::Contradicts => "contradicted by",
            Self::Qualifies => "qualified by",
            Self::RespondsTo => "answered by",
            Self::Updates => "updated by",
            Self::Supersedes => "superseded by",
            Self::DerivedFrom => "basis of",
        }
    }

    /// The relation in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::RespondsTo => "responds to",
            Self::DerivedFrom => "derived from",
            other => other.as_str(),
        }
    }
}

impl Likelihood {
    /// The band in percent, from and to (ICD 203).
    #[must_use]
    pub fn band(self) -> (u8, u8) {
        match self {
            Self::AlmostNoChance => (1, 5),
            Self::VeryUnlikely => (5, 20),
            Self::Unlikely => (20, 45),
            Self::RoughlyEvenChance => (45, 55),
            Self::Likely => (55, 80),
            Self::VeryLikely => (80, 95),
            Self::AlmostCertain => (95, 99),
        }
    }
}

impl Reliability {
    /// The words of the scale (NATO AJP-2.1).
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::A => "completely reliable",
            Self::B => "usually reliable",
            Self::C => "fairly reliable",
            Self::D => "not usually reliable",
            Self::E => "unreliable",
            Self::F => "reliability cannot be judged",
        }
    }
}

impl ActorKind {
    /// The kind in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::PublicBody => "public body",
            Self::Igo => "intergovernmental organization",
            other => other.as_str(),
        }
    }
}

impl ActorRelation {
    /// The relation as the other actor has it, in words.
    #[must_use]
    pub fn inverse(self) -> &'static str {
        match self {
            Self::Position => "position held by",
            Self::Membership => "has member",
            Self::Hierarchy => "superior of",
            Self::Represents => "represented by",
            Self::Family => "family",
            Self::Ownership => "owned by",
            Self::Professional => "professional",
            Self::AlliedWith => "allied with",
            Self::OpposedTo => "opposed to",
            Self::Other => "connected with",
        }
    }

    /// The relation in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Position => "holds a position at",
            Self::Membership => "member of",
            Self::Hierarchy => "subordinate to",
            Self::Represents => "represents",
            Self::Family => "family",
            Self::Ownership => "owns",
            Self::Professional => "professional",
            Self::AlliedWith => "allied with",
            Self::OpposedTo => "opposed to",
            Self::Other => "connected with",
        }
    }

    /// Whether it says the same from both ends.
    #[must_use]
    pub fn is_symmetric(self) -> bool {
        matches!(self, Self::Family | Self::Professional | Self::AlliedWith | Self::OpposedTo | Self::Other)
    }
}
