#![doc = include_str!("README.md")]

// vocabulary
pub mod source;
pub mod diagnostic;
pub mod model;
pub mod config;
pub mod project;
// core: pure, no I/O, no clock, no environment
pub mod parse;
pub mod anchor;
pub mod resolve;
pub mod plan;
pub mod social;
pub mod output;
pub mod render;
pub mod compile;
pub mod import;
// shell: the only rooms that touch the world
pub mod disk;
pub mod refusal;
pub mod publish;
pub mod rename;
pub mod scaffold;
pub mod serve;
pub mod cli;
