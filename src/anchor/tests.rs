//! Tests of anchors.
