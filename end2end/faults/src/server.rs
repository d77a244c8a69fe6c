//! The program in a process of its own.

use anyhow::{Context, bail};
use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    net::TcpListener,
    process::{Child, Command},
};

/// How long the program may take to be ready before it counts as not coming back.
const PATIENCE: Duration = Duration::from_secs(20);

/// How to start a server, again and again at the same address.
#[derive(Clone, Debug)]
pub struct Plan {
    pub program: PathBuf,
    /// Where its database is, such as `sqlite:/tmp/town.db`.
    pub database: String,
    pub port: u16,
    /// Set in its environment.
    pub environment: Vec<(String, String)>,
}

impl Plan {
    /// A server over a database in a folder, at an address that is free now.
    pub async fn new(program: &Path, folder: &Path) -> anyhow::Result<Self> {
        Self::over(program, format!("sqlite:{}", Self::file(folder).display())).await
    }

    /// A server over a database, at an address that is free now.
    pub async fn over(program: &Path, database: String) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
        Ok(Self { program: program.to_owned(), database, port, environment: Vec::new() })
    }

    /// The database in a folder.
    pub fn file(folder: &Path) -> PathBuf {
        folder.join("town.db")
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn log(&self) -> PathBuf {
        std::env::temp_dir().join(format!("fyrfalt-faults-{}.log", self.port))
    }

    fn command(&self) -> anyhow::Result<Command> {
        let mut command = Command::new(&self.program);
        command
            .args(["serve", "--demo", "--addr", &format!("127.0.0.1:{}", self.port), "--database", &self.database])
            .args(["--submissions-per-hour", "4000000000", "--log", "warn"])
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .kill_on_drop(true)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::options().create(true).append(true).open(self.log())?);
        Ok(command)
    }

    /// Starts it, and waits until it is ready.
    pub async fn start(&self) -> anyhow::Result<Server> {
        let begun = Instant::now();
        let mut child = self.command()?.spawn().context("the program cannot be started")?;
        let ready = format!("{}/ready", self.url());
        let client = reqwest::Client::builder().timeout(Duration::from_secs(2)).build()?;
        loop {
            if let Some(status) = child.try_wait()? {
                bail!("it ended with {status}: {}", self.last_words());
            }
            if client.get(&ready).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(Server { child, took: begun.elapsed() });
            }
            if begun.elapsed() > PATIENCE {
                bail!("it is not ready after {PATIENCE:?}: {}", self.last_words());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Starts it where it is to refuse, and gives what it says.
    pub async fn refusal(&self) -> anyhow::Result<String> {
        let mut command = self.command()?;
        let ended = tokio::time::timeout(PATIENCE, command.stderr(Stdio::piped()).output()).await;
        let output = ended.context("it runs on")??;
        if output.status.success() {
            bail!("it ended well");
        }
        Ok(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }

    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        log.lines().next_back().unwrap_or("no word").to_owned()
    }

    /// What `fyrfalt check` finds wrong; nothing where all is sound.
    pub async fn faults(&self) -> anyhow::Result<Vec<String>> {
        let output = Command::new(&self.program).args(["check", "--database", &self.database]).output().await?;
        let said = String::from_utf8_lossy(&output.stdout);
        let told = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            Ok(Vec::new())
        } else {
            Ok(said.lines().chain(told.lines()).map(str::to_owned).collect())
        }
    }
}

pub struct Server {
    child: Child,
    /// How long it took to be ready.
    pub took: Duration,
}

impl Server {
    /// Ends it at once, as a power cut does.
    pub async fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}
