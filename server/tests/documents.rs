//! What documents say is so: every setting is in the README with its default, and what shows that ASVS is met is there.

use clap::{CommandFactory, Parser};
use fyrfalt::config::Cli;
use std::{collections::BTreeSet, path::Path};

#[test]
fn every_setting_is_documented_with_its_default() {
    let readme = include_str!("../../README.md");
    let command = Cli::command();
    let shown =
        command.get_subcommands().flat_map(clap::Command::get_arguments).filter(|argument| !argument.is_hide_set());
    for argument in shown {
        let Some(variable) = argument.get_env().and_then(|name| name.to_str()) else { continue };
        let line = readme.lines().find(|line| line.contains(&format!("`{variable}`")));
        let line = line.unwrap_or_else(|| panic!("the README does not mention {variable}"));
        let flag = argument.get_long().expect("a setting has a flag");
        assert!(line.contains(&format!("`--{flag}`")), "{variable} is documented without --{flag}");
        for default in argument.get_default_values() {
            let default = default.to_string_lossy();
            assert!(default == "false" || line.contains(default.as_ref()), "{variable} defaults to {default}");
        }
    }
}

/// The settings of `serve`: the variable of each and its flag.
fn settings() -> Vec<(String, String)> {
    let command = Cli::command();
    let serve = command.find_subcommand("serve").expect("a command");
    let names =
        |argument: &clap::Arg| Some((argument.get_env()?.to_str()?.to_owned(), format!("--{}", argument.get_long()?)));
    serve.get_arguments().filter_map(names).collect()
}

#[test]
fn the_settings_that_the_package_brings_can_be_used() {
    let settings = settings();
    let file = include_str!("../deploy/fyrfalt.env");
    // Those that stand there as examples too.
    let lines = file.lines().map(|line| line.strip_prefix('#').unwrap_or(line));
    let chosen: Vec<_> =
        lines.filter(|line| line.starts_with("FYRFALT_")).filter_map(|line| line.split_once('=')).collect();
    assert!(chosen.len() > 5, "{chosen:?}");
    let mut arguments = vec!["fyrfalt", "serve"];
    for (variable, value) in chosen {
        let flag = settings.iter().find(|(known, _)| known == variable).map(|(_, flag)| flag.as_str());
        arguments.extend([flag.unwrap_or_else(|| panic!("{variable} is no setting")), value]);
    }
    Cli::try_parse_from(arguments).expect("settings that can be used");
}

#[test]
fn the_container_sets_what_there_is_to_set() {
    let settings = settings();
    let file = include_str!("../deploy/Containerfile");
    let set: Vec<_> = file
        .split_whitespace()
        .filter(|word| word.starts_with("FYRFALT_"))
        .filter_map(|word| word.split_once('='))
        .collect();
    assert!(!set.is_empty());
    for (variable, _) in set {
        assert!(settings.iter().any(|(known, _)| known == variable), "{variable} is no setting");
    }
}

#[test]
fn no_secret_has_a_default() {
    let command = Cli::command();
    let all = command.get_subcommands().flat_map(clap::Command::get_arguments);
    // What the help does not show the value of.
    let secrets: Vec<_> = all.filter(|argument| argument.is_hide_env_values_set()).collect();
    let names: BTreeSet<_> = secrets.iter().filter_map(|argument| argument.get_env()?.to_str()).collect();
    assert_eq!(
        Vec::from_iter(names.clone()),
        ["FYRFALT_DATABASE_URL", "FYRFALT_SMTP_URL", "FYRFALT_SSO_CLIENT_SECRET"]
    );
    for argument in &secrets {
        // To open a file takes none.
        let is_file = |value: &std::ffi::OsStr| value.to_string_lossy().starts_with("sqlite:");
        assert!(argument.get_default_values().iter().all(|value| is_file(value)), "{argument}");
    }
    let sample = include_str!("../deploy/fyrfalt.env").lines().filter(|line| !line.starts_with('#'));
    for (name, value) in sample.filter_map(|line| line.split_once('=')) {
        assert!(!names.contains(name) || value.starts_with("sqlite:"), "{name} is set by the package");
    }
}

/// How many requirements each section of ASVS 5.0.0 has at levels 1 and 2; they are numbered from 1.
const ASVS: [(&str, u32); 75] = [
    ("1.1", 2),
    ("1.2", 9),
    ("1.3", 11),
    ("1.4", 3),
    ("1.5", 2),
    ("2.1", 3),
    ("2.2", 3),
    ("2.3", 4),
    ("2.4", 1),
    ("3.2", 2),
    ("3.3", 4),
    ("3.4", 6),
    ("3.5", 5),
    ("3.7", 2),
    ("4.1", 3),
    ("4.2", 1),
    ("4.3", 2),
    ("4.4", 4),
    ("5.1", 1),
    ("5.2", 3),
    ("5.3", 2),
    ("5.4", 3),
    ("6.1", 3),
    ("6.2", 12),
    ("6.3", 4),
    ("6.4", 4),
    ("6.5", 5),
    ("6.6", 3),
    ("6.8", 4),
    ("7.1", 3),
    ("7.2", 4),
    ("7.3", 2),
    ("7.4", 5),
    ("7.5", 2),
    ("7.6", 2),
    ("8.1", 2),
    ("8.2", 3),
    ("8.3", 1),
    ("8.4", 1),
    ("9.1", 3),
    ("9.2", 4),
    ("10.1", 2),
    ("10.2", 2),
    ("10.3", 4),
    ("10.4", 11),
    ("10.5", 5),
    ("10.6", 2),
    ("10.7", 3),
    ("11.1", 2),
    ("11.2", 3),
    ("11.3", 3),
    ("11.4", 4),
    ("11.5", 1),
    ("11.6", 1),
    ("12.1", 3),
    ("12.2", 2),
    ("12.3", 4),
    ("13.1", 1),
    ("13.2", 5),
    ("13.3", 2),
    ("13.4", 5),
    ("14.1", 2),
    ("14.2", 4),
    ("14.3", 3),
    ("15.1", 3),
    ("15.2", 3),
    ("15.3", 7),
    ("16.1", 1),
    ("16.2", 5),
    ("16.3", 4),
    ("16.4", 3),
    ("16.5", 3),
    ("17.1", 1),
    ("17.2", 4),
    ("17.3", 2),
];

/// The first column and the last of each line of a table.
fn lines_of_tables(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
        let first = cells.next().filter(|first| first.starts_with(|c: char| c.is_ascii_digit()))?;
        Some((first, cells.last()?))
    })
}

#[test]
fn every_requirement_of_asvs_is_answered_once() {
    let told = include_str!("../docs/asvs.md");
    let mut told: Vec<_> = lines_of_tables(told).flat_map(|(numbers, _)| numbers.split(", ")).collect();
    let asked = ASVS.iter().flat_map(|(section, count)| (1..=*count).map(move |number| format!("{section}.{number}")));
    let mut asked: Vec<_> = asked.collect();
    told.sort_unstable();
    asked.sort_unstable();
    assert_eq!(told, asked);
}

#[test]
fn what_shows_that_a_requirement_is_met_is_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (numbers, shown) in lines_of_tables(include_str!("../docs/asvs.md")) {
        // Names stand in grave accents, files in links.
        for name in shown.split('`').skip(1).step_by(2) {
            let Some((module, test)) = name.split_once("::") else { continue };
            let file = folder.join("tests/http").join(module).with_extension("rs");
            let code = std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("{numbers}: no module {module}"));
            assert!(code.contains(&format!("fn {test}()")), "{numbers}: {module} has no test {test}");
        }
        for link in shown.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(folder.join("docs").join(link).exists(), "{numbers}: there is no {link}");
        }
    }
}
