//! What comes back from a copy: also from one that was made while people wrote, and by the drill of the documentation.

use crate::{
    filing,
    harness::*,
    program::{Running, add_user, run, text},
};
use fyrfalt::db::{Address, backup, checking};
use serde_json::Value;
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;

/// What a copy brings back: everything but sessions.
async fn kept(path: &Path) -> Vec<String> {
    content(&mut connect(&Address::from(path)).await, &["session"]).await
}

/// Puts a copy in an empty place and gives that.
async fn restored(copy: &Path, folder: &Path) -> PathBuf {
    let empty = folder.join("new/place/town.db");
    std::fs::create_dir_all(empty.parent().expect("a folder")).expect("made");
    backup::put_in_place(copy, &empty).await.expect("restored");
    empty
}

/// A PDF like no other, of so many bytes and some more.
fn pdf(bytes: usize, number: usize) -> Vec<u8> {
    format!("%PDF-1.4\n%{number}{}\n%%EOF\n", "x".repeat(bytes)).into_bytes()
}

#[tokio::test]
async fn what_is_restored_into_an_empty_place_equals_what_was_there() {
    let town = Town::open().await;
    let (entry, manager) = (town.published("Säkrare väg till skolan").await, town.manager().await);
    filing::add(&manager, &entry, "vagen.jpg", filing::jpeg(80, 60), "En mörk väg.").await.is(303);
    manager.act(&entry, "pause", &[("reason", "Vi väntar på besked.")]).await.is(303);
    for number in 0..5 {
        town.submitted(&format!("Förslag {number}")).await;
    }
    let copy = town.folder().join("copy.db");
    backup::copy_out(&town.file(), &copy).await.expect("copied");
    let empty = restored(&copy, town.folder()).await;
    assert_eq!(kept(&empty).await, kept(&town.file()).await);
    let found = checking::check(&Address::from(&*empty)).await.expect("checked");
    assert_eq!((found.entries, found.files, found.faults), (6, 1, Vec::new()));
}

/// What the server has said that it has.
#[derive(Clone, Debug)]
enum Acknowledged {
    Entry(String),
    /// A file beside the entry.
    File(String),
}

/// People who hand things in, each with a file, one thing after the other.
#[derive(Clone, Default)]
struct Load {
    acknowledged: Arc<Mutex<Vec<Acknowledged>>>,
    ends: Arc<AtomicBool>,
}

impl Load {
    fn so_far(&self) -> Vec<Acknowledged> {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, what: Acknowledged) {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    async fn go_on(self, browser: Browser, writer: usize) {
        let mut number = writer * 10_000;
        while !self.ends.load(Ordering::Relaxed) {
            number += 1;
            let receipt = browser.call("submit", submission(&good(), &new_key())).await.is(200).json();
            let [reference, secret] =
                ["reference", "secret"].map(|name| receipt[name].as_str().expect(name).to_owned());
            self.note(Acknowledged::Entry(reference.clone()));
            let file = Some(("plan.pdf", pdf(2000, number)));
            filing::send(&browser, &format!("/receipt/{secret}/files"), &[("action", "add")], file).await.is(303);
            self.note(Acknowledged::File(reference));
        }
    }
}

async fn list(path: &Path, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(&mut connect(&Address::from(path)).await).await.expect("a list")
}

#[tokio::test]
async fn a_copy_made_under_load_brings_back_all_that_was_acknowledged_before_it_began() {
    let town = Town::open().await;
    let (entry, manager) = (town.published("Säkrare väg till skolan").await, town.manager().await);
    // So large that copying takes longer than handing in.
    for number in 0..2 {
        filing::add(&manager, &entry, "plan.pdf", pdf(4_000_000, number), "").await.is(303);
    }
    let load = Load::default();
    let writers: Vec<_> = (0..6).map(|writer| tokio::spawn(load.clone().go_on(town.visitor(), writer))).collect();
    until("they write", async || load.so_far().len() >= 30).await;
    let copy = town.folder().join("copy.db");
    let before = load.so_far();
    backup::copy_out(&town.file(), &copy).await.expect("copied");
    let meanwhile = load.so_far().len() - before.len();
    // One more entry at least comes after the copy.
    let all = load.so_far().len();
    let is_entry = |what: &Acknowledged| matches!(what, Acknowledged::Entry(_));
    until("they go on", async || load.so_far()[all..].iter().any(is_entry)).await;
    load.ends.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.expect("all was acknowledged");
    }
    assert!(before.len() >= 30 && meanwhile > 0, "{} before, {meanwhile} meanwhile", before.len());

    let empty = restored(&copy, town.folder()).await;
    let found = checking::check(&Address::from(&*empty)).await.expect("checked");
    assert_eq!(found.faults, Vec::<String>::new());
    const ENTRIES: &str = "SELECT reference FROM submission ORDER BY reference";
    const FILES: &str = "SELECT entry FROM file JOIN file_content ON file_content.file = file.id";
    let (entries, files) = (list(&empty, ENTRIES).await, list(&empty, FILES).await);
    for acknowledged in &before {
        let (reference, is_there) = match acknowledged {
            Acknowledged::Entry(reference) => (reference, entries.contains(reference)),
            Acknowledged::File(reference) => (reference, files.contains(reference)),
        };
        assert!(is_there, "{acknowledged:?} of {reference} is lost");
    }
    assert_eq!((found.entries, found.files), (entries.len(), files.len()));
    // It is of one moment: numbers are given in turn, and there is none without those before it. What came later is
    // not in it, and what is in it is what the server has, byte by byte.
    let all = list(&town.file(), ENTRIES).await;
    assert_eq!(entries, all[..entries.len()]);
    assert!(entries.len() < all.len(), "the load went on after the copy");
    let there: HashSet<_> = kept(&town.file()).await.into_iter().collect();
    let others: Vec<_> = kept(&empty).await.into_iter().filter(|row| !there.contains(row)).collect();
    assert!(matches!(&*others, [latest] if latest.starts_with("reference_counter: ")), "{others:#?}");
}

#[tokio::test]
async fn the_drill_of_the_documentation_ends_with_a_site_that_shows_what_was_there() {
    const EMAIL: &str = "chef@example.se";
    const PASSWORD: &str = "ett långt lösenord";
    let folder = TempDir::new().expect("a folder");
    let (path, backups) = (folder.path().join("town.db"), folder.path().join("backups"));
    let url = |path: &Path| format!("sqlite:{}", path.display());
    let running = Running::start(&path, &[]).await;
    assert!(add_user(&url(&path), EMAIL, PASSWORD).await.status.success());
    let manager = Browser::new(&running.url);
    manager.sign_in(EMAIL, PASSWORD).await.is(303);
    let receipt = manager.call("submit", submission(&good(), &new_key())).await.is(200).json();
    let entry = receipt["reference"].as_str().expect("a reference").to_owned();
    manager.publish(&entry).await.is(303);
    filing::add(&manager, &entry, "vagen.jpg", filing::jpeg(80, 60), "En mörk väg.").await.is(303);
    running.stop().await;

    // The copy that the server makes by itself, and what it shows while that lies there.
    let running = Running::start(&path, &["--backup-folder", backups.to_str().expect("a name")]).await;
    let copy = tokio::time::timeout(Duration::from_secs(20), first_copy(&backups)).await.expect("a backup by itself");
    let before = shown(&running.url, &entry, EMAIL, PASSWORD).await;
    let copy = copy.to_str().expect("a name");

    let checked = run(&["check", copy]).await;
    let said = text(&checked.stdout);
    assert!(checked.status.success() && said.trim_end().ends_with("1 entries, 1 files, 0 faults"), "{said}");
    let drill = folder.path().join("drill/fyrfalt.db");
    let restored = run(&["restore", copy, "--database", &url(&drill)]).await;
    assert!(restored.status.success(), "{}", text(&restored.stderr));
    let drilled = Running::start(&drill, &[]).await;
    assert_eq!(shown(&drilled.url, &entry, EMAIL, PASSWORD).await, before);
    assert!(!manager.moved_to(&drilled.url).is_signed_in().await, "restoring signs everybody out");
    running.stop().await;
    drilled.stop().await;

    // A copy that has lost something ends the drill at its first step.
    let mut sql = connect(&Address::from(Path::new(copy))).await;
    for statement in ["PRAGMA foreign_keys = OFF", "DELETE FROM file_content"] {
        sqlx::query(statement).execute(&mut sql).await.expect(statement);
    }
    drop(sql);
    let checked = run(&["check", copy]).await;
    assert!(!checked.status.success() && text(&checked.stdout).contains("1 faults"), "{}", text(&checked.stdout));
}

/// The first copy in a folder for backups, once it is there.
async fn first_copy(folder: &Path) -> PathBuf {
    loop {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
        let mut copies = files.filter(|file| file.extension().is_some_and(|ending| ending == "db"));
        if let Some(copy) = copies.next() {
            return copy;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What the drill looks at: the entry's page, its picture, and its log.
async fn shown(site: &str, entry: &str, email: &str, password: &str) -> (Value, Vec<u8>, String) {
    let browser = Browser::new(site);
    let page = browser.get(&format!("/portfolio/{entry}")).await.is(200).body;
    assert!(page.contains("Säkrare väg till skolan"), "{page}");
    let (_, picture) = page.split_once("src=\"/files/").expect("a picture");
    let picture: String = picture.chars().take_while(char::is_ascii_hexdigit).collect();
    let request = browser.request(reqwest::Method::GET, &format!("/files/{picture}"));
    let response = request.send().await.expect("an answer");
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"image/jpeg".parse().expect("a value"))
    );
    let picture = response.bytes().await.expect("bytes").to_vec();
    browser.sign_in(email, password).await.is(303);
    let log = browser.call("log", serde_json::json!({ "reference": entry })).await.is(200).body;
    browser.get(&format!("/portfolio/{entry}/history")).await.is(200);
    (browser.received(entry).await, picture, log)
}
