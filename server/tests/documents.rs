//! The README says what the program does: every setting is in its table, with its default.

use clap::CommandFactory;
use fyrfalt::config::Cli;

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
