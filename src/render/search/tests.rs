//! What the index of a small site holds.
