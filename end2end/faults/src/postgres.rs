//! A PostgreSQL server of one's own, on loopback and in a temporary folder, as safe from power cuts as Debian's.

use anyhow::{Context, ensure};
use std::{
    fs,
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, process::Command};

const DEBIAN: &str = "/usr/lib/postgresql";
/// It refuses to run as root.
const OWNER: &str = "postgres";

pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes one and starts it.
    pub async fn start(folder: &Path) -> anyhow::Result<Self> {
        let installed = fs::read_dir(DEBIAN).context("PostgreSQL is not installed")?;
        let newest = installed.filter_map(Result::ok).map(|version| version.path()).max();
        let programs = newest.context("PostgreSQL is not installed")?.join("bin");
        let port = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
        let postgres = Self { programs, folder: folder.join("postgres"), port };
        fs::create_dir(&postgres.folder)?;
        let id = async |flag| -> anyhow::Result<u32> {
            let output = Command::new("id").args([flag, OWNER]).output().await?;
            Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
        };
        chown(&postgres.folder, Some(id("-u").await?), Some(id("-g").await?))?;
        // Those above must let it through.
        fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        postgres.call("initdb", &["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust"]).await?;
        postgres.begin().await?;
        Ok(postgres)
    }

    pub fn url(&self) -> String {
        format!("postgres://{OWNER}@127.0.0.1:{}/{OWNER}", self.port)
    }

    /// Starts it, and waits until it answers.
    pub async fn begin(&self) -> anyhow::Result<()> {
        let options = format!("-h 127.0.0.1 -p {} -k {} -c max_connections=200", self.port, self.folder.display());
        self.call("pg_ctl", &["start", "-w", "-o", &options, "-l", "log"]).await
    }

    /// Ends it at once, as a power cut does; gives how long it took until it answers again.
    pub async fn break_off(&self, away: Duration) -> anyhow::Result<Duration> {
        self.call("pg_ctl", &["stop", "-m", "immediate"]).await?;
        tokio::time::sleep(away).await;
        let begun = Instant::now();
        self.begin().await?;
        Ok(begun.elapsed())
    }

    async fn call(&self, program: &str, arguments: &[&str]) -> anyhow::Result<()> {
        let mut command = Command::new("runuser");
        command.args(["-u", OWNER, "--"]).arg(self.programs.join(program)).args(["-D", "data"]).args(arguments);
        // The server keeps what it is given open, so it is not waited for.
        let status = command.current_dir(&self.folder).stdin(Stdio::null()).stdout(Stdio::null()).status().await?;
        ensure!(status.success(), "{program} {arguments:?} ended with {status}");
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stop = ["-u", OWNER, "--"];
        // The folder goes next; there is nobody to tell.
        let _ = std::process::Command::new("runuser")
            .args(stop)
            .arg(self.programs.join("pg_ctl"))
            .args(["-D", "data", "stop", "-m", "immediate"])
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .status();
    }
}
