//! Renaming and its undoing.
