//! The program itself, as an administrator starts and stops it.

use crate::harness::{Answer, Browser, connect, good, new_key, queue, submission, until, with};
use fyrfalt::db::Address;
use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
};

pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fyrfalt"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("FYRFALT_")) {
        command.env_remove(name);
    }
    command.kill_on_drop(true).stdin(Stdio::null());
    command
}

pub async fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().await.expect("it runs")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A server in a process of its own.
pub struct Running {
    child: Child,
    pub url: String,
    said: String,
    /// Where its log lies.
    pub log: PathBuf,
}

impl Running {
    pub async fn start(database: &Path, more: &[&str]) -> Self {
        Self::start_as(program(), database, more).await
    }

    /// Starts the program in the environment that it was given.
    pub async fn start_as(mut program: Command, database: &Path, more: &[&str]) -> Self {
        let url = format!("sqlite:{}", database.display());
        let folder = database.ancestors().find(|folder| folder.is_dir()).expect("a folder");
        let log = folder.join("server.log");
        let mut child = program
            .args(["serve", "--addr", "127.0.0.1:0", "--database", &url])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).expect("a log"))
            .spawn()
            .expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut said = String::new();
        let mut next = async |patience| tokio::time::timeout(patience, lines.next_line()).await.ok()?.ok()?;
        let mut url = None;
        while url.is_none() {
            let Some(line) = next(Duration::from_secs(10)).await else { break };
            url = line.trim().strip_prefix("address").map(|address| address.trim().to_owned());
            said.push_str(&line);
        }
        let url = url.unwrap_or_else(|| panic!("no address in {said}"));
        // When it answers it has said all that it has to say.
        Browser::new(&url).get("/health").await.is(200);
        while let Some(line) = next(Duration::from_millis(100)).await {
            said.push_str(&line);
        }
        Self { child, url, said, log }
    }

    async fn terminate(&self) {
        let id = self.child.id().expect("it runs").to_string();
        Command::new("kill").args(["-TERM", &id]).status().await.expect("told to stop");
    }

    /// Stops it and gives its exit code.
    pub async fn stop(mut self) -> Option<i32> {
        self.terminate().await;
        let ended = tokio::time::timeout(Duration::from_secs(15), self.child.wait()).await;
        ended.expect("in time").expect("an end").code()
    }
}

#[tokio::test]
async fn an_unusable_setting_is_refused_in_one_line() {
    for (name, value, expected) in [
        ("FYRFALT_ADDR", "abc", "fyrfalt: FYRFALT_ADDR: 'abc' is not an address such as 127.0.0.1:3000\n"),
        (
            "FYRFALT_DATABASE_URL",
            "mysql://x",
            "fyrfalt: FYRFALT_DATABASE_URL: 'mysql://x' is not a database such as sqlite:fyrfalt.db or postgres://fyrfalt@db.example.se/fyrfalt\n",
        ),
        ("FYRFALT_DEMO", "perhaps", "fyrfalt: FYRFALT_DEMO: 'perhaps' is neither yes nor no\n"),
        ("FYRFALT_ADRESS", "127.0.0.1:1", "fyrfalt: there is no setting FYRFALT_ADRESS; see fyrfalt serve --help\n"),
        (
            "FYRFALT_COMPLAINT_URL",
            "javascript:alert(1)",
            "fyrfalt: FYRFALT_COMPLAINT_URL: 'javascript:alert(1)' is not an address such as https://www.example.se/felanmalan\n",
        ),
    ] {
        let output = program().env(name, value).arg("serve").output().await.expect("it runs");
        assert!(!output.status.success());
        assert_eq!(text(&output.stderr), expected);
        assert_eq!(text(&output.stdout), "");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_and_a_taken_port_are_refused_in_one_line() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("text.db");
    std::fs::write(&path, "Ingen databas.").expect("written");
    let output = run(&["serve", "--addr", "127.0.0.1:0", "--database", &format!("sqlite:{}", path.display())]).await;
    assert_eq!(text(&output.stderr), format!("fyrfalt: {} is not a Fyrfält database\n", path.display()));

    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let new = format!("sqlite:{}", folder.path().join("new.db").display());
    let output = run(&["serve", "--addr", &address, "--database", &new]).await;
    let said = text(&output.stderr);
    assert!(said.starts_with(&format!("fyrfalt: cannot listen at {address}")) && said.lines().count() == 1, "{said}");
}

#[tokio::test]
async fn a_request_under_way_is_finished_before_it_stops() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("town.db");
    let mut running = Running::start(&path, &[]).await;
    let address = running.url.strip_prefix("http://").expect("an address").to_owned();
    let body = submission(&good(), &new_key()).to_string();
    let (first, second) = body.split_at(body.len() / 2);
    let mut stream = TcpStream::connect(&address).await.expect("connected");
    let head = format!(
        "POST /api/submit HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{first}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("half is sent");
    tokio::time::sleep(Duration::from_millis(200)).await;

    running.terminate().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(TcpStream::connect(&address).await.is_err(), "nobody new is let in");
    assert!(running.child.try_wait().expect("asked").is_none(), "it waits");

    stream.write_all(second.as_bytes()).await.expect("the rest is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let ended =
        tokio::time::timeout(Duration::from_secs(3), running.child.wait()).await.expect("soon").expect("an end");
    assert_eq!(ended.code(), Some(0));
    let received: i64 = sqlx::query_scalar("SELECT count(*) FROM submission")
        .fetch_one(&mut connect(&Address::from(&*path)).await)
        .await
        .expect("a count");
    assert_eq!(received, 1);
}

#[tokio::test]
async fn the_log_holds_no_secrets_however_much_it_tells() {
    let folder = TempDir::new().expect("a folder");
    let running = Running::start(&folder.path().join("town.db"), &["--log", "trace"]).await;
    let browser = Browser::new(&running.url);
    let receipt = browser.call("submit", submission(&good(), &new_key())).await.is(200).json();
    let secret = receipt["secret"].as_str().expect("a secret").to_owned();
    browser.get(&format!("/receipt/{secret}")).await;
    browser.get("/portfolio?q=hemligt").await;
    browser.sign_in("anna@example.se", "ett hemligt ord").await.is(422);
    let log = running.log.clone();
    running.stop().await;
    let log = std::fs::read_to_string(log).expect("a log");
    assert!(log.contains("/receipt/{secret}"), "it tells what was asked for: {log}");
    for hidden in [secret.as_str(), "hemligt", "anna@example.se", "cykla längs vägen"] {
        assert!(!log.contains(hidden), "{hidden}: {log}");
    }
}

#[tokio::test]
async fn the_demo_fills_an_empty_database_and_offers_its_accounts() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("new/demo.db");
    for time in ["first", "second"] {
        let begun = Instant::now();
        let running = Running::start(&path, &["--demo"]).await;
        assert!(begun.elapsed() < Duration::from_secs(5), "{time}: {:?}", begun.elapsed());
        assert!(running.said.contains("chef@demo.fyrfalt.se") && running.said.contains("demo.db"), "{}", running.said);
        let browser = Browser::new(&running.url);
        browser.sign_in(app::settings::DEMO_ACCOUNTS[0].email, app::settings::DEMO_PASSWORD).await.is(303);
        let waiting = browser.call("queue", queue(&serde_json::json!({}))).await.is(200).json();
        assert_eq!(waiting["lines"].as_array().expect("a list").len(), 4);
        let published = browser.get("/api/v1/entries").await.is(200).json();
        let expected = fyrfalt::demo::entries().expect("the demo").len();
        assert_eq!(published["total"], expected);
        assert_eq!(running.stop().await, Some(0));
    }
    // Without --demo nobody signs in with a password that everybody knows.
    let running = Running::start(&path, &[]).await;
    let browser = Browser::new(&running.url);
    browser.sign_in(app::settings::DEMO_ACCOUNTS[0].email, app::settings::DEMO_PASSWORD).await.is(422);
    assert!(!running.said.contains("demo.fyrfalt.se"));
}

#[tokio::test]
async fn the_demo_leaves_a_database_with_entries_alone() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("town.db");
    let running = Running::start(&path, &[]).await;
    Browser::new(&running.url).call("submit", submission(&good(), &new_key())).await.is(200);
    assert_eq!(running.stop().await, Some(0));

    let running = Running::start(&path, &["--demo"]).await;
    assert!(running.said.contains("has entries of its own"), "{}", running.said);
    let browser = Browser::new(&running.url);
    browser.sign_in(app::settings::DEMO_ACCOUNTS[0].email, app::settings::DEMO_PASSWORD).await.is(422);
    assert!(!browser.get("/sign-in").await.body.contains(app::settings::DEMO_PASSWORD));
    running.stop().await;
    let mut sql = connect(&Address::from(&*path)).await;
    let (entries, accounts): (i64, i64) =
        sqlx::query_as("SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM account)")
            .fetch_one(&mut sql)
            .await
            .expect("counts");
    assert_eq!((entries, accounts), (1, 0));
}

pub async fn add_user(database: &str, email: &str, password: &str) -> Output {
    let arguments = [
        "user",
        "add",
        "--email",
        email,
        "--name",
        "Cilla Chef",
        "--role",
        "manager",
        "--password-stdin",
        "--database",
        database,
    ];
    let mut child = program()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("its input");
    // What is refused for another reason never reads it.
    let _ = stdin.write_all(format!("{password}\n").as_bytes()).await;
    drop(stdin);
    child.wait_with_output().await.expect("it ends")
}

#[tokio::test]
async fn accounts_are_added_listed_and_disabled_while_the_server_runs() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("town.db");
    let url = format!("sqlite:{}", path.display());
    let running = Running::start(&path, &[]).await;
    let password = "ett långt lösenord";
    let added = add_user(&url, "Chef@Example.se", password).await;
    assert!(added.status.success(), "{}", text(&added.stderr));
    for (email, password, complaint) in [
        ("chef@example.se", password, "has an account already"),
        ("ny@example.se", "kort", "it needs 12 to 200"),
        ("ny@example.se", &*"x".repeat(201), "it needs 12 to 200"),
        ("ingen adress", password, "is not an e-mail address"),
    ] {
        let refused = add_user(&url, email, password).await;
        let said = text(&refused.stderr);
        assert!(!refused.status.success() && said.contains(complaint) && said.lines().count() == 1, "{said}");
    }
    let browser = Browser::new(&running.url);
    assert_eq!(browser.sign_in("chef@example.se", password).await.leads_to(), "/compass");

    let listed = text(&run(&["user", "list", "--database", &url]).await.stdout);
    assert!(
        listed.contains("chef@example.se") && listed.contains("manager") && !listed.contains("disabled"),
        "{listed}"
    );
    let disabled = run(&["user", "disable", "--email", "chef@example.se", "--database", &url]).await;
    assert!(disabled.status.success());
    assert!(!browser.is_signed_in().await);
    assert!(text(&run(&["user", "list", "--database", &url]).await.stdout).contains("disabled"));
    assert!(!run(&["user", "disable", "--email", "chef@example.se", "--database", &url]).await.status.success());
    assert!(!run(&["user", "list", "--database", "sqlite:/nowhere/at/all.db"]).await.status.success());
}

#[tokio::test]
async fn a_backup_is_made_while_serving_and_restored_when_not() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("town.db");
    let url = format!("sqlite:{}", path.display());
    let copy: PathBuf = folder.path().join("copy.db");
    let copy = copy.to_str().expect("a name");
    let running = Running::start(&path, &["--demo"]).await;
    let made = run(&["backup", copy, "--database", &url]).await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    let again = run(&["backup", copy, "--database", &url]).await;
    assert!(!again.status.success() && text(&again.stderr).contains("exists"), "{}", text(&again.stderr));

    for (more, complaint) in [(&[][..], "--force replaces it"), (&["--force"], "is in use")] {
        let mut arguments = vec!["restore", copy, "--database", &url];
        arguments.extend(more);
        let refused = run(&arguments).await;
        let said = text(&refused.stderr);
        assert!(!refused.status.success() && said.contains(complaint) && said.lines().count() == 1, "{said}");
    }
    assert_eq!(Answer::of(Browser::new(&running.url).request(reqwest::Method::GET, "/health")).await.status, 200);
    running.stop().await;
    std::fs::remove_file(&path).expect("lost");
    let restored = run(&["restore", copy, "--database", &url]).await;
    assert!(restored.status.success(), "{}", text(&restored.stderr));
    let running = Running::start(&path, &[]).await;
    let expected = fyrfalt::demo::entries().expect("the demo").len();
    assert_eq!(Browser::new(&running.url).get("/api/v1/entries").await.json()["total"], expected);
}

#[tokio::test]
async fn weeding_is_tried_before_it_is_done() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("town.db");
    let url = format!("sqlite:{}", path.display());
    let running = Running::start(&path, &[]).await;
    let sent = submission(&with(&good(), &[("title", "Något att avböja")]), &new_key());
    let reference =
        Browser::new(&running.url).call("submit", sent).await.json()["reference"].as_str().map(str::to_owned);
    let reference = reference.expect("a reference");
    running.stop().await;
    let mut sql = connect(&Address::from(&*path)).await;
    let decline = "UPDATE entry SET decision = 'declined', decided_at = 0, decline_reason = 'Det görs redan.'";
    sqlx::query(decline).execute(&mut sql).await.expect("declined in 1970");
    drop(sql);
    let weed = |more: &'static [&'static str]| {
        let arguments = [&["weed", "--weeding", "declined=12", "--database", &url], more].concat();
        async move { run(&arguments).await }
    };
    for _ in 0..2 {
        let tried = text(&weed(&["--dry-run"]).await.stdout);
        assert!(
            tried.contains(&format!("declined  {reference}  arrived ")) && tried.contains("nothing was changed"),
            "{tried}"
        );
        assert!(!tried.contains("Något att avböja"), "what is weeded is not told");
    }
    let done = text(&weed(&[]).await.stdout);
    assert!(done.contains(&reference) && done.contains("1 weeded by declined=12"), "{done}");
    assert!(text(&weed(&[]).await.stdout).contains("Nothing is due"));
    let wrong = run(&["weed", "--weeding", "published=1", "--database", &url]).await;
    assert!(!wrong.status.success() && text(&wrong.stderr).lines().count() == 1, "{}", text(&wrong.stderr));

    // The server does the same by itself, once its rules have stood for a day.
    let mut sql = connect(&Address::from(&*path)).await;
    let entries = "SELECT count(*) FROM entry";
    assert_eq!(sqlx::query_scalar::<_, i64>(entries).fetch_one(&mut sql).await.expect("a count"), 0);
    let running = Running::start(&path, &["--weeding", "declined=12"]).await;
    let sent = submission(&with(&good(), &[("title", "Ännu något att avböja")]), &new_key());
    Browser::new(&running.url).call("submit", sent).await.is(200);
    running.stop().await;
    sqlx::query(decline).execute(&mut sql).await.expect("declined in 1970");
    let running = Running::start(&path, &["--weeding", "declined=12"]).await;
    Browser::new(&running.url).get("/portfolio").await.is(200);
    running.stop().await;
    assert_eq!(sqlx::query_scalar::<_, i64>(entries).fetch_one(&mut sql).await.expect("a count"), 1, "not yet");
    let earlier = "INSERT INTO weeding_rules (set_at, rules) VALUES (0, 'declined=12')";
    sqlx::query(earlier).execute(&mut sql).await.expect("set long ago");
    let running = Running::start(&path, &["--weeding", "declined=12"]).await;
    until("nothing is left", async || {
        sqlx::query_scalar::<_, i64>(entries).fetch_one(&mut sql).await.expect("a count") == 0
    })
    .await;
    running.stop().await;
}

/// What the log of a server says, each line a JSON object.
pub fn log_lines(running: &Running) -> Vec<serde_json::Value> {
    let log = std::fs::read_to_string(&running.log).expect("a log");
    log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}"))).collect()
}

#[tokio::test]
async fn the_log_and_the_numbers_tell_of_requests_and_of_nobody() {
    let folder = TempDir::new().expect("a folder");
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let options = ["--demo", "--log", "debug", "--log-format", "json", "--metrics-addr", &free.to_string()];
    let running = Running::start(&folder.path().join("town.db"), &options).await;
    let browser = Browser::new(&running.url);
    browser.sign_in("hemlig@example.se", "Hemligt lösenord 1").await.is(422);
    browser.get("/receipt/hemligkod").await.is(404);
    let id = browser.get("/portfolio?q=hemligsökning").await.is(200).header("x-request-id").to_owned();
    let told = log_lines(&running);
    let of_it = told.iter().find(|line| line["span"]["id"] == *id).unwrap_or_else(|| panic!("{id} in {told:?}"));
    assert_eq!((&of_it["span"]["route"], &of_it["status"]), (&"/portfolio".into(), &200.into()));
    for line in &told {
        assert!(!line.to_string().to_lowercase().contains("hemlig"), "{line}");
    }
    let numbers = Browser::new(&format!("http://{free}")).get("/metrics").await.is(200).body;
    for expected in [
        "fyrfalt_http_request_duration_seconds_count{method=\"GET\",route=\"/portfolio\",status=\"200\"} 1",
        "fyrfalt_mails{state=\"waiting\"} ",
        "process_resident_memory_bytes ",
    ] {
        assert!(numbers.contains(expected), "{expected} in {numbers}");
    }
    assert!(!numbers.contains("fyrfalt_published_entries 0") && numbers.contains("fyrfalt_published_entries "));
    browser.get("/metrics").await.is(404);
    running.stop().await;
}

#[tokio::test]
async fn a_restart_drops_no_request_where_the_socket_is_held_for_it() {
    use std::os::{fd::AsRawFd, unix::process::CommandExt};
    let folder = TempDir::new().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("town.db").display());
    let socket = std::net::TcpListener::bind("127.0.0.1:0").expect("a socket");
    let address = format!("http://{}", socket.local_addr().expect("an address"));
    // As systemd does it: the socket is the fourth open file, and said so in the environment.
    let start = || {
        let (mut shell, descriptor) = (std::process::Command::new("bash"), socket.as_raw_fd());
        let script = format!("exec 3<&{descriptor}; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" serve --database \"$1\"");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_fyrfalt"), &url]).stdout(Stdio::null()).stderr(Stdio::null());
        shell.process_group(0);
        shell
    };
    let keep = rustix::io::fcntl_setfd(&socket, rustix::io::FdFlags::empty());
    keep.expect("the socket is handed on");
    let mut first = Command::from(start()).kill_on_drop(true).spawn().expect("it starts");
    Browser::new(&address).get("/ready").await.is(200);
    let asking = tokio::spawn({
        let address = address.clone();
        async move {
            let mut answered = 0;
            let end = Instant::now() + Duration::from_secs(4);
            while Instant::now() < end {
                // A new connection each time.
                Browser::new(&address).get("/about").await.is(200);
                answered += 1;
            }
            answered
        }
    });
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let id = first.id().expect("it runs").to_string();
        Command::new("kill").args(["-TERM", &id]).status().await.expect("told to stop");
        assert!(first.wait().await.expect("an end").success());
        first = Command::from(start()).kill_on_drop(true).spawn().expect("it starts again");
    }
    assert!(asking.await.expect("every request was answered") > 10);
}
