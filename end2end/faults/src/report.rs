//! What a scenario showed, on the screen and as a table.

use std::{fmt::Write, path::Path, process::Command};

/// What a scenario showed.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub name: String,
    /// What was done, and what was seen.
    pub seen: Vec<(String, String)>,
    /// What must not be, in words; nothing where all is well.
    pub broken: Vec<String>,
}

impl Outcome {
    pub fn of(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    pub fn saw(&mut self, what: &str, value: impl ToString) {
        self.seen.push((what.to_owned(), value.to_string()));
    }

    /// Notes what must not be.
    pub fn must(&mut self, holds: bool, otherwise: impl Into<String>) {
        if !holds {
            self.broken.push(otherwise.into());
        }
    }

    #[must_use]
    pub fn broken(mut self, why: String) -> Self {
        self.broken.push(why);
        self
    }

    pub fn print(&self) {
        for (what, value) in &self.seen {
            println!("  {what}: {value}");
        }
        for broken in &self.broken {
            println!("  \x1b[31m{broken}\x1b[0m");
        }
    }
}

/// What a program says, or nothing where it says nothing.
fn says(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

/// Writes what was seen as a page.
pub fn write(path: &Path, outcomes: &[Outcome]) -> anyhow::Result<()> {
    let mut page = String::from(
        "# Faults\n\n`make faults` writes this file; every number is as seen. The program is the release build, driven over \
        HTTP; what it stored is read from its database by another program, and looked through by `fyrfalt check`.\n",
    );
    let (day, commit) = (says("date", &["--iso-8601"]), says("git", &["log", "-1", "--format=%h"]));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    writeln!(page, "\nRun on {day}, commit {commit}, with {cores} cores.")?;
    for Outcome { name, seen, broken } in outcomes {
        let verdict = if broken.is_empty() { "held" } else { "**did not hold**" };
        write!(page, "\n## {name}: {verdict}\n\n| | |\n| --- | --- |\n")?;
        for (what, value) in seen {
            writeln!(page, "| {what} | {value} |")?;
        }
        for broken in broken {
            writeln!(page, "| **fault** | {} |", broken.replace('|', "/"))?;
        }
    }
    std::fs::write(path, page)?;
    Ok(())
}
