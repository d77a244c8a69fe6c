//! Several hundred people at once who hand in, move dots and take steps, until they are told to stop.

use crate::{
    client::{Person, Told},
    ledger::{Count, Ledger},
    report::Outcome,
    stored,
};
use serde_json::Value;
use sqlx::AnyConnection;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const SENDERS: usize = 300;
const PLACERS: usize = 16;
const MOVERS: usize = 16;

/// Who is there, in words.
pub fn people() -> String {
    format!("{SENDERS} who hand in, {PLACERS} who move dots, {MOVERS} who take steps")
}

static KEYS: AtomicU64 = AtomicU64::new(0);

/// A key that no form had before, in any run.
pub fn new_key() -> String {
    format!("faults-{:016x}-{:08}", fastrand::u64(..), KEYS.fetch_add(1, Ordering::Relaxed))
}

/// What the crowd remembers, shared by all of it.
pub type Shared = Arc<Mutex<Ledger>>;

/// Runs something on what is remembered.
pub fn with<T>(ledger: &Shared, run: impl FnOnce(&mut Ledger) -> T) -> T {
    run(&mut ledger.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
}

/// The longest that the crowd takes for what is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until something can be said of what is remembered.
pub async fn until(ledger: &Shared, what: &str, is_so: impl Fn(&Ledger) -> bool) -> anyhow::Result<()> {
    let begun = Instant::now();
    while !with(ledger, |ledger| is_so(ledger)) {
        anyhow::ensure!(begun.elapsed() < PATIENCE, "it is not so that {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// Begins to remember, before anybody has done anything.
pub async fn remember(conn: &mut AnyConnection) -> anyhow::Result<Shared> {
    let brought = stored::submissions(conn).await?.into_keys().collect();
    Ok(Arc::new(Mutex::new(Ledger { brought, ..Ledger::default() })))
}

/// Notes how the entries stand that the crowd will work on: some for dots, others for steps.
pub async fn prepare(conn: &mut AnyConnection, ledger: &Shared) -> anyhow::Result<()> {
    let entries = stored::published(&mut *conn).await?;
    anyhow::ensure!(entries.len() >= PLACERS + MOVERS, "the demo has too few entries");
    for (number, reference) in entries.into_iter().take(PLACERS + MOVERS).enumerate() {
        let (.., placed, moves) = stored::entry(&mut *conn, &reference).await?;
        with(ledger, |ledger| match number < PLACERS {
            true => ledger.placed.insert(reference, Count { before: placed, ..Count::default() }),
            false => ledger.moved.insert(reference, Count { before: moves, ..Count::default() }),
        });
    }
    Ok(())
}

/// The crowd at work.
pub struct Crowd {
    stop: Arc<AtomicBool>,
    people: JoinSet<()>,
}

impl Crowd {
    pub fn begin(url: &str, manager: &Person, ledger: &Shared) -> anyhow::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut people = JoinSet::new();
        for _ in 0..SENDERS {
            people.spawn(send(Person::new(url)?, Arc::clone(ledger), Arc::clone(&stop)));
        }
        let (placed, moved): (Vec<_>, Vec<_>) =
            with(ledger, |ledger| (ledger.placed.keys().cloned().collect(), ledger.moved.keys().cloned().collect()));
        for reference in placed {
            people.spawn(place(manager.clone(), reference, Arc::clone(ledger), Arc::clone(&stop)));
        }
        for reference in moved {
            people.spawn(step(manager.clone(), reference, Arc::clone(ledger), Arc::clone(&stop)));
        }
        Ok(Self { stop, people })
    }

    /// Waits until everybody has heard, or heard nothing, of what was asked last.
    pub async fn end(mut self) {
        self.stop.store(true, Ordering::Relaxed);
        while self.people.join_next().await.is_some() {}
    }
}

/// Hands in forms one after another. One that nobody knows of is sent again with the same key, as a browser does.
async fn send(person: Person, ledger: Shared, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::Relaxed) {
        let key = new_key();
        with(&ledger, |ledger| ledger.open.insert(key.clone()));
        receive(&ledger, &key, person.submit(&key).await);
        tokio::time::sleep(Duration::from_millis(fastrand::u64(100..600))).await;
    }
}

/// Notes what became of a form.
pub fn receive(ledger: &Shared, key: &str, told: Told) {
    with(ledger, |ledger| match told {
        Told::Done(receipt) => match receipt["reference"].as_str() {
            Some(reference) => ledger.receive(key, reference),
            None => ledger.mute.push(format!("a receipt without a reference: {receipt}")),
        },
        Told::Refused(_) => ledger.refused += 1,
        Told::Unknown => {}
        Told::Mute(said) => ledger.mute.push(said),
    });
}

async fn place(person: Person, reference: String, ledger: Shared, stop: Arc<AtomicBool>) {
    let mut seen = 0;
    while !stop.load(Ordering::Relaxed) {
        let x = f64::from(fastrand::i32(-40..=40)) / 100.0;
        let y = f64::from(fastrand::i32(-40..=40)) / 100.0;
        let told = person.place(&reference, (x, y), seen).await;
        if let Told::Done(placed) = &told {
            seen = placed["saved"]["count"].as_i64().or(placed["conflict"]["count"].as_i64()).unwrap_or(seen);
        }
        note(
            &ledger,
            told,
            |ledger| ledger.placed.get_mut(&reference),
            |placed| placed["saved"].is_object().then_some((x, y)),
        );
        breathe().await;
    }
}

async fn step(person: Person, reference: String, ledger: Shared, stop: Arc<AtomicBool>) {
    let mut action = "pause";
    while !stop.load(Ordering::Relaxed) {
        if let Some(version) = person.version(&reference).await {
            let told = person.act(&reference, action, version).await;
            // Where it is not known whether the entry rests, the other step is tried next.
            action = if action == "pause" { "reopen" } else { "pause" };
            note(&ledger, told, |ledger| ledger.moved.get_mut(&reference), |_| Some((0.0, 0.0)));
        }
        breathe().await;
    }
}

/// Notes what became of a placing or a step; `done` says where the dot lies, where it was done.
fn note(
    ledger: &Shared,
    told: Told,
    count: impl FnOnce(&mut Ledger) -> Option<&mut Count>,
    done: impl FnOnce(&Value) -> Option<(f64, f64)>,
) {
    with(ledger, |ledger| match told {
        Told::Done(value) => {
            if let (Some(count), Some(at)) = (count(ledger), done(&value)) {
                count.acknowledged += 1;
                count.at = Some(at);
            }
        }
        Told::Refused(status) => {
            ledger.refused += 1;
            // Where the program itself failed, nobody knows what it had done.
            if status.is_server_error()
                && let Some(count) = count(ledger)
            {
                count.unknown += 1;
            }
        }
        Told::Unknown => {
            if let Some(count) = count(ledger) {
                count.unknown += 1;
            }
        }
        Told::Mute(said) => ledger.mute.push(said),
    });
}

async fn breathe() {
    tokio::time::sleep(Duration::from_millis(fastrand::u64(1..20))).await;
}

/// Compares what the crowd remembers with what is stored, while it rests.
pub async fn compare(conn: &mut AnyConnection, ledger: &Shared, outcome: &mut Outcome) -> anyhow::Result<()> {
    let now = with(ledger, std::mem::take);
    let compared = now.compare(conn, outcome).await;
    with(ledger, |ledger| *ledger = now);
    compared
}

/// Sends again what nobody knows of, until all of it is acknowledged.
pub async fn settle(url: &str, ledger: &Shared) -> anyhow::Result<usize> {
    let open: Vec<String> = with(ledger, |ledger| ledger.open.iter().cloned().collect());
    let person = Person::new(url)?;
    for key in &open {
        receive(ledger, key, person.submit(key).await);
    }
    let left = with(ledger, |ledger| ledger.open.len());
    anyhow::ensure!(left == 0, "{left} forms are not taken when they are sent again");
    Ok(open.len())
}
