//! The command line and the environment: every setting, read and checked before anything starts.

mod environment;
mod single_sign_on;
mod value;

pub use environment::{complaint, unknown_variable};

use crate::{
    db::Address,
    keeper::Plan,
    layers::{limits::Rates, proxies::Proxies},
    mail::{
        Post,
        settings::{RelayUrl, SiteUrl},
    },
    router::Options,
};
use app::settings::Settings;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, builder::BoolishValueParser};
use domain::{
    access::Role,
    day::Day,
    text::{Email, Phrase, Reason},
    weeding::Rules,
};
use std::{
    net::SocketAddr,
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
    time::Duration,
};

/// Fyrfält: a municipality's innovation portfolio.
#[derive(Debug, Parser)]
#[command(name = "fyrfalt", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portfolio.
    Serve(Box<Serve>),
    /// Manage the accounts of those who sign in.
    #[command(subcommand)]
    User(User),
    /// Copy the database to a new file; the server may run meanwhile.
    Backup(Backup),
    /// Put a copy made by `backup` in place; the server must not run.
    Restore(Restore),
    /// Move a database from a file to an empty one at a PostgreSQL server; the server must not run.
    MigrateTo(MigrateTo),
    /// Look a database or a backup through; the server may run meanwhile.
    Check(Check),
    /// Remove for good what the rules say is kept no longer; `serve` does so once a day.
    Weed(Weed),
}

/// Where the database lies.
#[derive(Clone, Debug, Args)]
pub struct Database {
    /// A file of SQLite, made where there is none, or a database at a PostgreSQL server
    #[arg(
        long = "database",
        env = "FYRFALT_DATABASE_URL",
        default_value = "sqlite:fyrfalt.db",
        value_name = "URL",
        value_parser = value::database,
        hide_env_values = true
    )]
    pub address: Address,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen
    #[arg(long, env = "FYRFALT_ADDR", default_value = "127.0.0.1:3000", value_parser = value::address)]
    pub addr: SocketAddr,

    #[command(flatten)]
    pub database: Database,

    /// Fill an empty database with the demo and offer its accounts
    #[arg(long, env = "FYRFALT_DEMO", value_parser = BoolishValueParser::new())]
    pub demo: bool,

    /// The municipality's name
    #[arg(long, env = "FYRFALT_MUNICIPALITY", default_value = "Tomelilla kommun", value_name = "NAME", value_parser = value::phrase)]
    municipality: Phrase,

    /// Where to ask about the portfolio and about accessibility: an e-mail address
    #[arg(long, env = "FYRFALT_CONTACT", default_value = "kommun@tomelilla.se", value_name = "EMAIL", value_parser = value::email)]
    contact: Email,

    /// The municipality's page for fault reports
    #[arg(long, env = "FYRFALT_FAULT_REPORT_URL", value_name = "URL", value_parser = value::link)]
    fault_report_url: Option<String>,

    /// The municipality's page for complaints and praise
    #[arg(long, env = "FYRFALT_COMPLAINT_URL", value_name = "URL", value_parser = value::link)]
    complaint_url: Option<String>,

    /// The municipality's page for citizens' initiatives
    #[arg(long, env = "FYRFALT_CITIZENS_INITIATIVE_URL", value_name = "URL", value_parser = value::link)]
    citizens_initiative_url: Option<String>,

    /// The day accessibility was last assessed, such as 2026-11-23
    #[arg(long, env = "FYRFALT_ACCESSIBILITY_ASSESSED", value_name = "DAY", value_parser = value::day)]
    accessibility_assessed: Option<Day>,

    /// Known shortcomings in accessibility, in your own words
    #[arg(long, env = "FYRFALT_ACCESSIBILITY_SHORTCOMINGS", value_name = "TEXT", value_parser = value::reason)]
    accessibility_shortcomings: Option<Reason>,

    /// The mail server, such as smtp://user:password@mail.example.se:587; without one mails wait in the outbox
    #[arg(long, env = "FYRFALT_SMTP_URL", value_name = "URL", value_parser = value::relay, hide_env_values = true)]
    smtp_url: Option<RelayUrl>,

    /// Who mails are from: an e-mail address
    #[arg(long, env = "FYRFALT_MAIL_FROM", value_name = "EMAIL", value_parser = value::email)]
    mail_from: Option<Email>,

    /// Where people find the site, without a path: links in mails and single sign-on lead there
    #[arg(long, env = "FYRFALT_PUBLIC_URL", value_name = "URL", value_parser = value::site)]
    public_url: Option<SiteUrl>,

    /// How often one client may ask to follow something in an hour
    #[arg(long, env = "FYRFALT_FOLLOWINGS_PER_HOUR", default_value_t = Rates::FOLLOWINGS, value_name = "COUNT", value_parser = value::rate)]
    followings_per_hour: NonZeroU32,

    /// Whether people can sign in by a password that they have chosen here
    #[arg(long, env = "FYRFALT_PASSWORDS", value_parser = BoolishValueParser::new(), default_value = "yes", action = ArgAction::Set, value_name = "YES")]
    passwords: bool,

    /// Whether residents may comment on entries; a manager reads each comment before others can
    #[arg(long, env = "FYRFALT_RESIDENT_COMMENTS", value_parser = BoolishValueParser::new())]
    resident_comments: bool,

    /// What is removed for good after how many months; nothing where it is not set
    #[arg(long, env = "FYRFALT_WEEDING", value_name = "RULES", value_parser = value::weeding)]
    pub weeding: Option<Rules>,

    /// The folder for backups that the server makes by itself; none unless it is set
    #[arg(long, env = "FYRFALT_BACKUP_FOLDER", value_name = "FOLDER")]
    backup_folder: Option<PathBuf>,

    /// How many hours lie between those backups
    #[arg(long, env = "FYRFALT_BACKUP_HOURS", default_value = "24", value_name = "HOURS", value_parser = value::hours)]
    backup_hours: u32,

    /// How many of those backups are kept
    #[arg(long, env = "FYRFALT_BACKUPS_KEPT", default_value = "14", value_name = "COUNT", value_parser = value::at_least_one)]
    backups_kept: usize,

    #[command(flatten)]
    sso: single_sign_on::SingleSignOn,

    /// The proxies in front, as addresses or networks such as 127.0.0.1,10.1.0.0/16: only their X-Forwarded-For and
    /// X-Forwarded-Proto are believed
    #[arg(long, env = "FYRFALT_TRUSTED_PROXIES", value_name = "NETWORKS", value_parser = value::proxies)]
    trusted_proxies: Option<Proxies>,

    /// How many requests may be under way at once; more are asked to come again
    #[arg(long, env = "FYRFALT_REQUESTS_AT_ONCE", default_value_t = Options::AT_ONCE, value_name = "COUNT", value_parser = value::at_least_one)]
    requests_at_once: usize,

    /// Where to answer with numbers for Prometheus; nowhere unless it is set
    #[arg(long, env = "FYRFALT_METRICS_ADDR", value_name = "ADDR", value_parser = value::address)]
    pub metrics_addr: Option<SocketAddr>,

    /// How many submissions one client may send in an hour
    #[arg(long, env = "FYRFALT_SUBMISSIONS_PER_HOUR", default_value_t = Rates::SUBMISSIONS, value_name = "COUNT", value_parser = value::rate)]
    submissions_per_hour: NonZeroU32,

    /// How often one client may try to sign in in an hour
    #[arg(long, env = "FYRFALT_SIGN_INS_PER_HOUR", default_value_t = Rates::SIGN_INS, value_name = "COUNT", value_parser = value::rate)]
    sign_ins_per_hour: NonZeroU32,

    /// Up to how many published entries browsers get the portfolio, to explore it by themselves
    #[arg(long, env = "FYRFALT_ENTRIES_IN_BROWSER", default_value_t = Options::ENTRIES_IN_BROWSER, value_name = "COUNT", value_parser = value::count)]
    entries_in_browser: usize,

    /// What to log: error, warn, info, debug or trace
    #[arg(long, env = "FYRFALT_LOG", default_value = "info", value_name = "LEVEL", value_parser = value::level)]
    pub log: tracing::Level,

    /// How to write the log
    #[arg(long, env = "FYRFALT_LOG_FORMAT", default_value = "text", value_name = "FORMAT")]
    pub log_format: LogFormat,

    /// Reload pages when the server has been rebuilt
    #[cfg(debug_assertions)]
    #[arg(long, env = "FYRFALT_RELOAD", hide = true, value_parser = BoolishValueParser::new())]
    reload: bool,
}

impl Serve {
    /// What pages show of the settings; whether this is the demo, the database says.
    pub fn settings(&self, demo: bool) -> Settings {
        Settings {
            municipality: self.municipality.to_string(),
            contact: self.contact.to_string(),
            fault_report: self.fault_report_url.clone(),
            complaint: self.complaint_url.clone(),
            citizens_initiative: self.citizens_initiative_url.clone(),
            accessibility_assessed: self.accessibility_assessed.map(|day| day.to_string()),
            accessibility_shortcomings: self.accessibility_shortcomings.as_ref().map(ToString::to_string),
            mail: matches!(self.post(), Post::On(_)),
            passwords: self.passwords,
            resident_comments: self.resident_comments,
            single_sign_on: self.sso.is_on(),
            demo,
        }
    }

    /// When backups are made, if they are.
    pub fn backups(&self) -> Option<Plan> {
        let (every, kept) = (Duration::from_secs(u64::from(self.backup_hours) * 60 * 60), self.backups_kept);
        let kept = NonZeroUsize::new(kept)?;
        self.backup_folder.clone().map(|folder| Plan { folder, every, kept })
    }

    /// How mail is sent, if it is.
    pub fn post(&self) -> Post {
        Post::of(self.smtp_url.as_ref(), self.mail_from.as_ref(), self.public_url.as_ref())
    }

    /// # Errors
    /// When single sign-on is set up in part, or cannot be.
    pub fn options(&self) -> anyhow::Result<Options> {
        Ok(Options {
            sso: self.sso.single_sign_on(self.public_url.as_ref())?,
            proxies: self.trusted_proxies.clone().unwrap_or_default(),
            site: self.public_url.clone(),
            at_once: self.requests_at_once,
            entries_in_browser: self.entries_in_browser,
            rates: Rates {
                submissions: self.submissions_per_hour,
                sign_ins: self.sign_ins_per_hour,
                followings: self.followings_per_hour,
            },
            #[cfg(debug_assertions)]
            reload: self.reload,
            #[cfg(not(debug_assertions))]
            reload: false,
        })
    }
}

/// How the log is written: for people, or a JSON object on each line for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Add an account; the password is asked for.
    Add(UserAdd),
    /// List the accounts.
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Disable an account and sign it out everywhere.
    Disable {
        #[arg(long, value_parser = value::email)]
        email: Email,
        #[command(flatten)]
        database: Database,
    },
}

#[derive(Debug, Args)]
pub struct UserAdd {
    #[arg(long, value_parser = value::email)]
    pub email: Email,
    #[arg(long, value_parser = value::phrase)]
    pub name: Phrase,
    #[arg(long)]
    pub role: RoleName,
    /// Read the password from standard input instead of asking
    #[arg(long)]
    pub password_stdin: bool,
    #[command(flatten)]
    pub database: Database,
}

/// A manager of some units is made at `/people`, where the units are.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RoleName {
    Employee,
    Manager,
    Administrator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Employee => Self::Employee,
            RoleName::Manager => Self::Manager,
            RoleName::Administrator => Self::Administrator,
        }
    }
}

#[derive(Debug, Args)]
pub struct Backup {
    /// The new file; it must not exist
    pub file: PathBuf,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// A copy made by `backup`
    pub file: PathBuf,
    /// Replace the database where there is one
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub struct MigrateTo {
    /// The database at the server, such as postgres://fyrfalt@db.example.se/fyrfalt
    #[arg(value_name = "URL", value_parser = value::database)]
    pub to: Address,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub struct Check {
    /// A copy made by `backup`; the database itself unless one is named
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub struct Weed {
    /// Such as declined=24,senders=12,comments=6,files=6,mails=3: after how many months
    #[arg(long, env = "FYRFALT_WEEDING", value_name = "RULES", value_parser = value::weeding)]
    pub weeding: Rules,
    /// Say what would be removed, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub database: Database,
}

#[cfg(test)]
mod tests;
