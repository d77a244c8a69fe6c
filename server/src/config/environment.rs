//! Settings from the environment: none unknown, and what is wrong said in one line.

use super::Cli;
use clap::{
    Arg, CommandFactory,
    error::{ContextKind, ContextValue, ErrorKind},
};
use std::ffi::{OsStr, OsString};

/// The first variable that has our prefix and means nothing: most likely a slip, and then not having it would surprise.
pub fn unknown_variable(names: impl Iterator<Item = OsString>) -> Option<String> {
    let command = Cli::command();
    let known: Vec<&OsStr> =
        command.get_subcommands().flat_map(clap::Command::get_arguments).filter_map(Arg::get_env).collect();
    names
        .filter(|name| !known.contains(&name.as_os_str()))
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.starts_with("FYRFALT_"))
        .min()
}

/// What is wrong with a command line or a setting, in one line; none for what is no error, such as `--help`.
pub fn complaint(error: &clap::Error, arguments: &[OsString]) -> Option<String> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            None
        }
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => Some(unusable(error, arguments)),
        _ => Some(first_line(error)),
    }
}

fn first_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let said = text.strip_prefix("error: ").unwrap_or(&text);
    // clap lists missing arguments on lines of their own.
    let lines: Vec<_> = said.split("\n\n").next().unwrap_or_default().lines().map(str::trim).collect();
    lines.join(" ")
}

/// "FYRFALT_ADDR: 'abc' is not an address such as 127.0.0.1:3000".
fn unusable(error: &clap::Error, arguments: &[OsString]) -> String {
    let (Some(ContextValue::String(argument)), Some(ContextValue::String(value))) =
        (error.get(ContextKind::InvalidArg), error.get(ContextKind::InvalidValue))
    else {
        return first_line(error);
    };
    let flag = argument.split(' ').next().unwrap_or(argument);
    let source = source(flag, arguments).unwrap_or_else(|| flag.to_owned());
    match std::error::Error::source(error) {
        Some(why) if error.kind() == ErrorKind::ValueValidation && why.to_string().starts_with("is not") => {
            format!("{source}: '{value}' {why}")
        }
        _ => match error.get(ContextKind::ValidValue) {
            Some(ContextValue::Strings(valid)) if !valid.is_empty() => {
                format!("{source}: '{value}' is not one of {}", valid.join(", "))
            }
            _ => format!("{source}: '{value}' is neither yes nor no"),
        },
    }
}

/// Where a value came from: the flag, if it was given, else the variable.
fn source(flag: &str, arguments: &[OsString]) -> Option<String> {
    let given = |argument: &OsString| {
        let argument = argument.to_string_lossy();
        argument == flag || argument.starts_with(&format!("{flag}="))
    };
    if arguments.iter().any(given) {
        return None;
    }
    let name = flag.trim_start_matches('-');
    Cli::command()
        .get_subcommands()
        .flat_map(clap::Command::get_arguments)
        .find(|argument| argument.get_long() == Some(name))
        .and_then(Arg::get_env)
        .map(|variable| variable.to_string_lossy().into_owned())
}
