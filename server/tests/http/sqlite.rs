//! The database in a file of SQLite: how safe it is, what is refused in its place, and how it is copied.

use crate::{filing, harness::*, signing_in};
use fyrfalt::{
    db::{
        Address, Database, Store,
        backup::{self, BackupError},
        checking::{self, CheckError},
        open::OpenError,
    },
    keeper::{self, Plan},
};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Row};
use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

#[tokio::test]
async fn the_file_is_as_safe_as_promised() {
    let town = Town::open().await;
    let mut sql = town.sql().await;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut sql).await.expect("a mode");
    assert_eq!(mode, "wal");
    // Of the server's own connections, not of this one.
    for suffix in ["", "-wal", "-shm"] {
        let file = std::fs::metadata(format!("{}{suffix}", town.file().display())).expect("a file");
        assert_eq!(file.permissions().mode() & 0o077, 0, "{suffix}: nobody else may read it");
    }
    // Submissions sync for themselves; whatever else is written does not depend on that.
    town.visitor().call("submit", submission(&good(), &new_key())).await.is(200);
    let mut tx = town.store.database().begin().await.expect("a transaction");
    for (pragma, expected) in [("synchronous", 2), ("foreign_keys", 1)] {
        let value: i64 =
            sqlx::query_scalar(AssertSqlSafe(format!("PRAGMA {pragma}"))).fetch_one(&mut *tx).await.expect("a value");
        assert_eq!(value, expected, "{pragma}");
    }
}

#[tokio::test]
async fn what_the_log_may_not_keep_is_in_the_file_before_it_is_acknowledged() {
    let town = Town::open().await;
    let resident = town.visitor();
    let receipt = async || resident.call("submit", submission(&good(), &new_key())).await.is(200).json();
    receipt().await;

    // A start would not find it.
    let log = format!("{}-wal", town.file().display());
    std::fs::rename(&log, format!("{log}.aside")).expect("moved");
    let acknowledged = receipt().await;
    let copy = copy_name(&town);
    std::fs::copy(town.file(), &copy).expect("the file alone");
    let mut sql = connect(&Address::from(&*copy)).await;
    let kept: Vec<String> = sqlx::query_scalar("SELECT reference FROM submission ORDER BY reference")
        .fetch_all(&mut sql)
        .await
        .expect("a list");
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert_eq!(acknowledged["reference"], *kept[1]);
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("a file")
}

#[tokio::test]
async fn words_are_checked_without_a_table_of_them_for_each_row() {
    let town = Town::open().await;
    town.submitted("Säkrare väg till skolan").await;
    let mut sql = town.sql().await;
    for table in ["entry", "submission", "change", "entry_unit", "entry_goal"] {
        let columns: i64 = sqlx::query_scalar("SELECT count(*) FROM pragma_table_info($1)")
            .bind(table)
            .fetch_one(&mut sql)
            .await
            .expect("a count");
        let nothing = vec!["NULL"; usize::try_from(columns).expect("a count")].join(", ");
        let explain = format!("EXPLAIN INSERT INTO {table} VALUES ({nothing}), ({nothing})");
        let steps = sqlx::query(AssertSqlSafe(explain)).fetch_all(&mut sql).await.expect("steps");
        let steps: Vec<String> = steps.iter().map(|step| step.get("opcode")).collect();
        assert!(steps.iter().any(|step| step == "Insert" || step == "IdxInsert"), "{table}: {steps:?}");
        assert!(!steps.iter().any(|step| step == "OpenEphemeral"), "{table}: {steps:?}");
    }
    for (table, column) in [
        ("entry", "origin"),
        ("entry", "priority"),
        ("entry", "stage"),
        ("entry", "decision"),
        ("submission", "naming"),
    ] {
        let update = format!("UPDATE {table} SET {column} = 'något annat'");
        let refused = sqlx::query(AssertSqlSafe(update)).execute(&mut sql).await.expect_err(column);
        let rule = format!("CHECK constraint failed: {column} = '");
        assert!(refused.to_string().contains(&rule), "{column}: {refused}");
    }
}

#[tokio::test]
async fn a_database_from_the_future_is_refused_untouched() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("future.db");
    Database::open_or_make(Address::from(&*path)).await.expect("a database").close().await;
    let mut sql = connect(&Address::from(&*path)).await;
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (99990101, 'future', 1, x'00', 0)")
        .execute(&mut sql)
        .await
        .expect("from the future");
    sql.close().await.expect("closed");
    let before = bytes(&path);
    for _ in 0..2 {
        let refused = Database::open_or_make(Address::from(&*path)).await.expect_err("must be refused");
        assert!(matches!(refused, OpenError::Newer(_, 99_990_101, _)), "{refused}");
    }
    assert_eq!(bytes(&path), before);
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
}

#[tokio::test]
async fn what_is_not_ours_is_refused_untouched() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let text = folder.path().join("text.db");
    std::fs::write(&text, "Det här är ingen databas, utan en text som är lång nog för att kunna vara en, kanske.")
        .expect("written");
    let other = folder.path().join("other.db");
    std::fs::File::create(&other).expect("a file");
    let mut sql = connect(&Address::from(&*other)).await;
    sqlx::query("CREATE TABLE recipe (name TEXT)").execute(&mut sql).await.expect("a table");
    sql.close().await.expect("closed");
    for path in [text, other, folder.path().to_owned()] {
        let before = path.is_file().then(|| bytes(&path));
        let refused = Database::open_or_make(Address::from(&*path)).await.expect_err("must be refused");
        assert!(matches!(refused, OpenError::NotOurs(_)), "{refused}");
        assert_eq!(path.is_file().then(|| bytes(&path)), before);
    }
}

#[tokio::test]
async fn an_empty_file_and_a_missing_folder_are_begun_afresh() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let empty = folder.path().join("empty.db");
    std::fs::File::create(&empty).expect("a file");
    Database::open_or_make(Address::from(&*empty)).await.expect("a database").close().await;
    Database::open_or_make(Address::from(&*folder.path().join("a/b/new.db"))).await.expect("a database").close().await;
    let missing =
        Database::open_existing(Address::from(&*folder.path().join("missing.db"))).await.expect_err("must be refused");
    assert!(matches!(missing, OpenError::Missing(_)));
}

fn copy_name(town: &Town) -> PathBuf {
    town.folder().join("copy.db")
}

#[tokio::test]
async fn a_copy_made_while_serving_has_all_that_was_there() {
    let town = Town::open().await;
    town.published("Säkrare väg till skolan").await;
    let writing = (0..20).map(|_| {
        let browser = town.visitor();
        tokio::spawn(async move { browser.call("submit", submission(&good(), &new_key())).await.is(200) })
    });
    let writing: Vec<_> = writing.collect();
    let copy = copy_name(&town);
    backup::copy_out(&town.file(), &copy).await.expect("copied");
    for written in writing {
        written.await.expect("received");
    }
    assert_eq!(std::fs::metadata(&copy).expect("a file").permissions().mode() & 0o077, 0);
    let mut sql = connect(&Address::from(&*copy)).await;
    let (entries, submissions): (i64, i64) =
        sqlx::query_as("SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM submission)")
            .fetch_one(&mut sql)
            .await
            .expect("counts");
    assert!(entries >= 1 && entries == submissions, "{entries} {submissions}");
    let well: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut sql).await.expect("checked");
    assert_eq!(well, "ok");
    sql.close().await.expect("closed");

    let refused = backup::copy_out(&town.file(), &copy).await.expect_err("must be refused");
    assert!(matches!(refused, BackupError::Exists(_)), "{refused}");
    let names: Vec<_> =
        std::fs::read_dir(town.folder()).expect("a folder").map(|file| file.expect("a file").file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{names:?}");
}

#[tokio::test]
async fn a_copy_is_put_in_place_whole_and_signs_everybody_out() {
    let mut town = Town::open().await;
    town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let copy = copy_name(&town);
    backup::copy_out(&town.file(), &copy).await.expect("copied");
    town.published("Kom till efteråt").await;

    let in_use = backup::put_in_place(&copy, &town.file()).await.expect_err("must be refused");
    assert!(matches!(in_use, BackupError::InUse(_)), "{in_use}");
    town.visitor().get("/health").await.is(200);

    town.store.database().close().await;
    backup::put_in_place(&copy, &town.file()).await.expect("put in place");
    town.restart().await;
    let answer = town.visitor().get("/api/v1/entries").await.json();
    assert_eq!((&answer["total"], &answer["entries"][0]["title"]), (&json!(1), &json!("Säkrare väg till skolan")));
    assert!(!manager.moved_to(&town.url).is_signed_in().await);
}

#[tokio::test]
async fn what_is_no_copy_of_ours_is_not_put_in_place() {
    let town = Town::open().await;
    let copy = copy_name(&town);
    backup::copy_out(&town.file(), &copy).await.expect("copied");
    town.store.database().close().await;
    let before = bytes(&town.file());

    let half = town.folder().join("half.db");
    let whole = bytes(&copy);
    std::fs::write(&half, &whole[..whole.len() / 2]).expect("written");
    let text = town.folder().join("text.db");
    std::fs::write(&text, "Ingen databas.").expect("written");
    for wrong in [half, text, town.folder().join("missing.db")] {
        let refused = backup::put_in_place(&wrong, &town.file()).await.expect_err("must be refused");
        assert!(!refused.to_string().contains('\n'), "{refused}");
        assert_eq!(bytes(&town.file()), before, "{}", wrong.display());
    }
}

#[tokio::test]
async fn what_is_wrong_in_a_database_is_found() {
    for (harm, told) in [
        ("UPDATE entry SET title_sv = 'Något helt annat'", "its log leads to something else"),
        ("UPDATE entry SET summary_sv = 'kort'", "entry"),
        ("UPDATE reference_counter SET latest = 0", "its number can be given once more"),
        ("DROP TRIGGER file_is_only_decided_on; UPDATE file SET size = size + 1", "bytes of"),
        ("DELETE FROM file_content", "it has 0 bytes"),
        ("DELETE FROM board", "belongs to no row of board"),
        ("DROP TRIGGER change_is_only_weeded; DELETE FROM change", "it has no log"),
    ] {
        let town = Town::open().await;
        let (entry, manager) = (town.published("Säkrare väg till skolan").await, town.manager().await);
        filing::add(&manager, &entry, "plan.pdf", b"%PDF-1.4\n%%EOF\n".to_vec(), "").await.is(303);
        let path = town.file();
        assert_eq!(checking::check(&Address::from(&*path)).await.expect("checked").faults, Vec::<String>::new());
        let mut sql = town.sql().await;
        let past_the_rules = "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF";
        for statement in [past_the_rules, harm].iter().flat_map(|part| part.split(';')) {
            sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut sql).await.expect(harm);
        }
        let faults = checking::check(&Address::from(&*path)).await.expect("checked").faults;
        assert!(faults.iter().any(|fault| fault.contains(told)), "{harm}: {faults:?}");
    }
}

#[tokio::test]
async fn a_file_that_is_broken_or_older_is_told_so() {
    let town = Town::open().await;
    town.published("Säkrare väg till skolan").await;
    let copy = copy_name(&town);
    backup::copy_out(&town.file(), &copy).await.expect("copied");
    let mut sql = connect(&Address::from(&*copy)).await;
    let root =
        "SELECT (rootpage - 1) * page_size, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'change'";
    let (start, length): (i64, i64) = sqlx::query_as(root).fetch_one(&mut sql).await.expect("a page");
    sql.close().await.expect("closed");
    let mut whole = bytes(&copy);
    let [start, end] = [start, start + length].map(|place| usize::try_from(place).expect("in the file"));
    whole[start..end].fill(0xaa);
    let broken = town.folder().join("broken.db");
    std::fs::write(&broken, &whole).expect("written");
    assert!(!checking::check(&Address::from(&*broken)).await.expect("looked through").faults.is_empty());
    let mut sql = connect(&Address::from(&*copy)).await;
    sqlx::query("DELETE FROM _sqlx_migrations WHERE version > 10").execute(&mut sql).await.expect("older");
    sql.close().await.expect("closed");
    assert!(matches!(checking::check(&Address::from(&*copy)).await, Err(CheckError::Older(_, 10, _))));
    assert!(matches!(
        checking::check(&Address::from(&*town.folder().join("no.db"))).await,
        Err(CheckError::Missing(_))
    ));
}

#[tokio::test]
async fn a_copy_that_is_not_sound_stands_beside_the_backups_and_is_none() {
    let town = Town::open().await;
    town.published("Säkrare väg till skolan").await;
    let folder = town.folder().join("backups");
    let kept = std::num::NonZeroUsize::new(2).expect("not zero");
    let plan = Plan { folder: folder.clone(), every: std::time::Duration::from_secs(3600), kept };
    let back_up = async |hour: i64| keeper::back_up(&town.file(), &plan, 1_795_000_000 + hour * 3600).await;
    back_up(0).await.expect("backed up");
    let broken = "DROP TRIGGER change_is_only_weeded; DELETE FROM change";
    sqlx::raw_sql(broken).execute(&mut town.sql().await).await.expect("broken");
    for hour in 1..4 {
        let refused = back_up(hour).await.expect_err("it is not sound");
        assert!(refused.to_string().contains("fyrfalt-unsound.db is not sound"), "{refused}");
    }
    let files = std::fs::read_dir(&folder).expect("a folder");
    let mut names: Vec<_> = files.map(|file| file.expect("a file").file_name()).collect();
    names.sort();
    assert_eq!(names, ["fyrfalt-2026-11-18T110640Z.db", "fyrfalt-unsound.db"]);
}

#[tokio::test]
async fn backups_by_themselves_keep_so_many_and_nothing_else_goes() {
    let town = Town::open().await;
    town.published("Säkrare väg till skolan").await;
    let folder = town.folder().join("backups");
    let plan = Plan {
        folder: folder.clone(),
        every: std::time::Duration::from_secs(3600),
        kept: std::num::NonZeroUsize::new(2).expect("not zero"),
    };
    std::fs::create_dir(&folder).expect("a folder");
    for foreign in ["fyrfalt-2020-01-01.db", "anteckningar.txt"] {
        std::fs::write(folder.join(foreign), "inte vår").expect("written");
    }
    for hour in 0..4 {
        keeper::back_up(&town.file(), &plan, 1_795_000_000 + hour * 3600).await.expect("backed up");
    }
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|file| file.expect("a file").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    let kept = ["fyrfalt-2026-11-18T130640Z.db", "fyrfalt-2026-11-18T140640Z.db"];
    assert_eq!(names, ["anteckningar.txt", "fyrfalt-2020-01-01.db", kept[0], kept[1]]);
    assert_eq!(
        checking::check(&Address::from(&*folder.join(kept[1]))).await.expect("checked").faults,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_disk_that_was_full_takes_writes_again_once_it_has_room() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let (manager, mut sql) = (town.manager().await, town.sql().await);
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut sql).await.expect("a count");
    // To SQLite a file that may not grow is a full disk.
    let mut tx = town.store.database().begin().await.expect("a transaction");
    let full = AssertSqlSafe(format!("PRAGMA max_page_count = {}", pages + 2));
    sqlx::query(full).execute(&mut *tx).await.expect("full");
    tx.commit().await.expect("committed");
    let key = new_key();
    let large = vec![b' '; 100_000];
    let pdf = [b"%PDF-1.4\n".as_slice(), &large, b"%%EOF\n"].concat();
    filing::add(&manager, &entry, "plan.pdf", pdf.clone(), "").await.is(500);
    town.visitor().get("/portfolio").await.is(200);
    // The connection that failed is let go, and with it what stands for the full disk.
    town.visitor().call("submit", submission(&good(), &key)).await.is(200);
    filing::add(&manager, &entry, "plan.pdf", pdf, "").await.is(303);
    assert_eq!(checking::check(&Address::from(&*town.file())).await.expect("checked").faults, Vec::<String>::new());
}

#[tokio::test]
async fn files_are_part_of_the_backup() {
    let town = Town::open().await;
    let entry = town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    filing::add(&manager, &entry, "plan.pdf", filing::PDF.to_vec(), "").await.is(303);
    let id = filing::files(&manager, &entry).await[0]["id"].as_str().expect("an id").to_owned();
    let copy = town.folder().join("copy.db");
    backup::copy_out(&town.file(), &copy).await.expect("a backup");
    let database = Database::open_existing(Address::from(&*copy)).await.expect("the copy");
    let store = Store::new(database, town.store.settings().clone()).await.expect("a store");
    let kept = app::backend::FileBackend::file(&store, &id).await.expect("an answer").expect("the file");
    assert_eq!((&*kept.bytes, kept.is_public), (filing::PDF, true));
}

#[tokio::test]
async fn no_token_can_be_read_from_the_file() {
    let mut town = Town::open().await;
    let token = signing_in::token(&town.visitor().sign_in(MANAGER, PASSWORD).await);
    let person = [("name", "Nils Ny"), ("email", "nils@tomelilla.se"), ("role", "employee")];
    let invited = town.administrator().await.post("/people/new", &person).await.is(200);
    let (_, link) = invited.body.split_once("href=\"/password/").expect("a link");
    let link: String = link.chars().take_while(char::is_ascii_hexdigit).collect();
    let key = new_key();
    let receipt = town.visitor().call("submit", submission(&good(), &key)).await.is(200).json();
    let secret = receipt["secret"].as_str().expect("a secret");
    town.restart().await;
    assert!(signing_in::knows(&town, &token).await, "a restart signs nobody out");
    for path in [format!("/password/{link}"), format!("/receipt/{secret}")] {
        town.visitor().get(&path).await.is(200);
    }
    assert!(can_be_read(&town, "nils@tomelilla.se"), "what is in the file is found");
    for (name, token, bits) in [("session", &*token, 256), ("link", &link, 256), ("receipt", secret, 128)] {
        assert_eq!(token.len() * 4, bits, "{name}");
        // Neither as it stands in an address nor as the number that it is.
        let (pairs, _) = token.as_bytes().as_chunks::<2>();
        let number = pairs.iter().map(|[high, low]| {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            digit(*high).expect("a digit") << 4 | digit(*low).expect("a digit")
        });
        assert!(!can_be_read(&town, token) && !can_be_read(&town, number.collect::<Vec<_>>()), "{name}");
    }
    // What a receipt's secret is made of would do as well.
    assert!(!can_be_read(&town, &key));
}

#[tokio::test]
async fn what_was_erased_can_be_read_in_no_file_once_the_log_is_emptied() {
    const NAME: &str = "Ebba Efterlyst";
    let town = Town::open().await;
    let administrator = town.administrator().await;
    let person = [("name", NAME), ("email", "ebba@tomelilla.se"), ("role", "employee")];
    administrator.post("/people/new", &person).await.is(200);
    let settle = async || town.store.database().settle().await.expect("settled");
    settle().await;
    assert!(can_be_read(&town, NAME));
    let sql = "SELECT id FROM account WHERE name = $1";
    let id: i64 = sqlx::query_scalar(sql).bind(NAME).fetch_one(&mut town.sql().await).await.expect("an account");
    administrator.post(&format!("/people/{id}"), &[("action", "erase"), ("sure", "yes")]).await.is(303);
    assert!(can_be_read(&town, NAME), "it is still in the file until then");
    settle().await;
    assert!(!can_be_read(&town, NAME));
    let log = std::fs::metadata(format!("{}-wal", town.file().display())).expect("a log");
    assert_eq!(log.len(), 0);
    // Nothing is amiss with what is written next.
    town.visitor().call("submit", submission(&good(), &new_key())).await.is(200);
}

/// Whether a text stands in the file or in its log, by whatever means.
fn can_be_read(town: &Town, text: impl AsRef<[u8]>) -> bool {
    let text = text.as_ref();
    let files = ["", "-wal"].map(|suffix| std::fs::read(format!("{}{suffix}", town.file().display())));
    files.into_iter().flatten().any(|bytes| bytes.windows(text.len()).any(|window| window == text))
}
