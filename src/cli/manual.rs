//! `postil completions` and `postil man`: made from the arguments themselves.

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::arguments::Arguments;
use super::console::print;
use super::{Failure, Outcome};
use crate::parse::nearest;

/// Prints what a shell needs to complete what is typed.
pub(super) fn completions(shell: Shell) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "postil", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}

/// Prints a manual page in roff: of the whole program, or of one command.
pub(super) fn man(name: Option<&str>) -> Result<Outcome, Failure> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let command = match name {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => return Err(unknown(name, &program)),
        },
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Done)
}

fn unknown(name: &str, program: &clap::Command) -> Failure {
    let help = match nearest(name, program.get_subcommands().map(clap::Command::get_name)) {
        Some(near) => format!("`{near}` is near: postil man {near}"),
        None => "`postil --help` lists all commands".to_owned(),
    };
    Failure::Usage(format!("error: there is no command `{name}`\nhelp: {help}\n"))
}
