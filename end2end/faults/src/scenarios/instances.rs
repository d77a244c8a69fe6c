//! Three instances on PostgreSQL behind a load balancer: instances are ended at once while several hundred people use
//! them, and so is PostgreSQL.

use crate::{
    balancer::Balancer,
    client::{Person, Told},
    crowd::{self, Crowd, Shared},
    postgres::Postgres,
    report::Outcome,
    server::{Plan, Server},
    stored,
};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const INSTANCES: usize = 3;
/// How often an instance is ended, and every how many times PostgreSQL is too.
const TIMES: usize = 30;
const POSTGRES_EVERY: usize = 6;
/// How long PostgreSQL is away then, at least.
const AWAY: Duration = Duration::from_secs(2);
/// How often it is measured when others read what was written.
const WRITES: usize = 100;
/// The longest that may take.
const HEARD: Duration = Duration::from_secs(1);

pub async fn run(program: &Path, folder: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let postgres = Postgres::start(folder).await?;
    let mut plans = Vec::new();
    for _ in 0..INSTANCES {
        plans.push(Plan::over(program, postgres.url()).await?);
    }
    let mut servers = start_together(&plans).await?;
    let balancer = Balancer::before(plans.iter().map(|plan| plan.port).collect()).await?;
    let manager = Person::manager(&balancer.url()).await?;
    measure(&plans, &manager, &postgres, outcome).await?;

    let mut conn = stored::open(&postgres.url()).await?;
    let ledger = crowd::remember(&mut conn).await?;
    crowd::prepare(&mut conn, &ledger).await?;
    drop(conn);
    let (mut sent_again, mut restarts) = (0, 0);
    for time in 1..=TIMES {
        let crowd = Crowd::begin(&balancer.url(), &manager, &ledger)?;
        tokio::time::sleep(Duration::from_millis(fastrand::u64(300..1500))).await;
        let one = fastrand::usize(..INSTANCES);
        servers.remove(one).kill().await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        if time % POSTGRES_EVERY == 0 {
            postgres.break_off(AWAY).await?;
            restarts += 1;
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        servers.insert(one, plans[one].start().await?);
        crowd.end().await;
        let mut conn = stored::open(&postgres.url()).await?;
        sent_again += crowd::settle(&balancer.url(), &ledger).await?;
        crowd::compare(&mut conn, &ledger, outcome).await?;
        if !outcome.broken.is_empty() {
            break;
        }
    }
    let faults = plans[0].faults().await?;
    outcome.must(faults.is_empty(), faults.join("; "));
    let last = crowd::with(&ledger, std::mem::take);
    outcome.saw("instances on one PostgreSQL, behind a load balancer", INSTANCES);
    outcome.saw("an instance ended by SIGKILL, times", TIMES);
    outcome.saw("PostgreSQL ended at once and started again, times", restarts);
    last.tell(sent_again, outcome);
    without(&plans[0], &postgres, outcome).await
}

/// All of them at once, on a database that is still empty.
async fn start_together(plans: &[Plan]) -> anyhow::Result<Vec<Server>> {
    let starts: Vec<_> = plans.iter().cloned().map(|plan| tokio::spawn(async move { plan.start().await })).collect();
    let mut servers = Vec::new();
    for start in starts {
        servers.push(start.await??);
    }
    Ok(servers)
}

/// Moves a dot on one instance, and sees when each of the others shows it.
async fn measure(plans: &[Plan], manager: &Person, postgres: &Postgres, outcome: &mut Outcome) -> anyhow::Result<()> {
    let entries = stored::published(&mut stored::open(&postgres.url()).await?).await?;
    let reference = entries.first().expect("the demo has entries");
    let mut took = Vec::new();
    let (mut seen, others) = (0, &plans[1..]);
    for number in 0..WRITES {
        let x = f64::from(u32::try_from(number)? + 1) / 1000.0;
        let told = manager.at(&plans[0].url()).place(reference, (x, 0.0), seen).await;
        let Told::Done(placed) = told else { anyhow::bail!("the dot is not moved: {told:?}") };
        seen = placed["saved"]["count"].as_i64().unwrap_or(seen);
        let begun = Instant::now();
        for plan in others {
            while manager.at(&plan.url()).x_of(reference).await != Some(x) {
                anyhow::ensure!(begun.elapsed() < 10 * HEARD, "{} never shows what was written", plan.url());
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    let (half, longest) = (took[took.len() / 2], took[took.len() - 1]);
    outcome.must(longest < HEARD, format!("what was written was read on the others only after {longest:?}"));
    let shown = format!("{} ms, {} ms", half.as_millis(), longest.as_millis());
    outcome.saw("a write is read on both others after (half of 100, all)", shown);
    Ok(())
}

/// What people are told while PostgreSQL is away for longer.
async fn without(plan: &Plan, postgres: &Postgres, outcome: &mut Outcome) -> anyhow::Result<()> {
    let person = Person::new(&plan.url())?;
    let (key, ledger) = (crowd::new_key(), Shared::default());
    crowd::with(&ledger, |ledger| ledger.open.insert(key.clone()));
    let begun = Instant::now();
    let asked = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let told = person.submit(&key).await;
        (told, begun.elapsed() - Duration::from_millis(500), person.reads("/portfolio").await)
    };
    let (broken, (told, after, reads)) = tokio::join!(postgres.break_off(Duration::from_secs(15)), asked);
    broken?;
    outcome.must(matches!(told, Told::Refused(_)), format!("a sender is told {told:?} while PostgreSQL is away"));
    outcome.must(reads, "pages are not read while PostgreSQL is away");
    outcome.saw(
        "while PostgreSQL is away a sender is told that it is our fault after",
        format!("{:.1} s", after.as_secs_f64()),
    );
    outcome.saw("pages of the portfolio are read meanwhile", if reads { "yes" } else { "no" });
    let begun = Instant::now();
    while crowd::settle(&plan.url(), &ledger).await.is_err() {
        anyhow::ensure!(begun.elapsed() < Duration::from_secs(30), "it does not come back with PostgreSQL");
    }
    outcome.saw("taken when PostgreSQL is back, with the same key", 1);
    Ok(())
}
