use super::*;
use std::ffi::OsString;

fn said(arguments: &[&str]) -> String {
    let arguments: Vec<OsString> =
        std::iter::once("fyrfalt").chain(arguments.iter().copied()).map(Into::into).collect();
    let error = Cli::try_parse_from(&arguments).expect_err("must be refused");
    complaint(&error, &arguments).expect("is an error")
}

#[test]
fn an_unusable_setting_is_one_line_that_says_what_would_do() {
    for (arguments, expected) in [
        (&["serve", "--addr", "abc"][..], "--addr: 'abc' is not an address such as 127.0.0.1:3000"),
        (
            &["serve", "--database=postgres://x"],
            "--database: 'postgres://x' is not a database such as sqlite:fyrfalt.db or postgres://fyrfalt@db.example.se/fyrfalt",
        ),
        (
            &["serve", "--database=sqlite::memory:"],
            "--database: 'sqlite::memory:' is not a database such as sqlite:fyrfalt.db or postgres://fyrfalt@db.example.se/fyrfalt",
        ),
        (&["serve", "--contact", "kommunen"], "--contact: 'kommunen' is not an e-mail address"),
        (
            &["serve", "--complaint-url=javascript:alert(1)"],
            "--complaint-url: 'javascript:alert(1)' is not an address such as https://www.example.se/felanmalan",
        ),
        (&["serve", "--submissions-per-hour=0"], "--submissions-per-hour: '0' is not a whole number from 1"),
        (&["user", "add", "--role=boss"], "--role: 'boss' is not one of employee, manager, administrator"),
        (&["serve", "--colour"], "unexpected argument '--colour' found"),
        (&["sing"], "unrecognized subcommand 'sing'"),
    ] {
        assert_eq!(said(arguments), expected);
        assert!(!said(arguments).contains('\n'));
    }
}

#[test]
fn unknown_variables_of_ours_are_named_and_others_left_alone() {
    let names = |names: &[&str]| unknown_variable(names.iter().map(OsString::from).collect::<Vec<_>>().into_iter());
    assert_eq!(names(&["FYRFALT_ADDR", "FYRFALT_DATABASE_URL", "PATH", "FYRFALT_LOG"]), None);
    assert_eq!(names(&["FYRFALT_ADRESS"]).as_deref(), Some("FYRFALT_ADRESS"));
}

#[test]
fn the_readme_tells_of_every_setting_and_its_default() {
    use clap::CommandFactory;
    let readme = include_str!("../../../README.md");
    let command = Cli::command();
    let serve = command.find_subcommand("serve").expect("serve");
    for setting in serve.get_arguments().filter(|setting| !setting.is_hide_set()) {
        let (Some(flag), Some(variable)) = (setting.get_long(), setting.get_env()) else { continue };
        let start = format!("| `--{flag}` | `{}` | ", variable.to_string_lossy());
        let row = readme.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("no row {start}"));
        for default in setting.get_default_values() {
            assert!(row.contains(&*default.to_string_lossy()), "{row}");
        }
    }
}
