//! The command line: arguments, terminal, one file per command.
