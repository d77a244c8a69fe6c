//! The network breaks between a request and its answer.

use crate::{
    client::{Person, Told},
    crowd,
    report::Outcome,
    server::Plan,
    stored,
};
use std::path::Path;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const TIMES: usize = 200;

pub async fn run(program: &Path, folder: &Path, outcome: &mut Outcome) -> anyhow::Result<()> {
    let plan = Plan::new(program, folder).await?;
    let _server = plan.start().await?;
    let door = TcpListener::bind("127.0.0.1:0").await?;
    let broken = format!("http://{}", door.local_addr()?);
    let port = plan.port;
    let breaking = tokio::spawn(async move {
        while let Ok((from, _)) = door.accept().await {
            tokio::spawn(cut(from, port));
        }
    });
    let mut conn = stored::open(&plan.database).await?;
    let ledger = crowd::remember(&mut conn).await?;
    for _ in 0..TIMES {
        let key = crowd::new_key();
        crowd::with(&ledger, |ledger| ledger.open.insert(key.clone()));
        let told = Person::new(&broken)?.submit(&key).await;
        outcome.must(told == Told::Unknown, format!("an answer came through a broken network: {told:?}"));
    }
    breaking.abort();
    let there = stored::submissions(&mut conn).await?;
    let arrived = crowd::with(&ledger, |ledger| {
        ledger.open.iter().filter(|key| there.contains_key(&stored::receipt_hash(key))).count()
    });
    let again = crowd::settle(&plan.url(), &ledger).await?;
    crowd::with(&ledger, std::mem::take).compare(&mut conn, outcome).await?;
    outcome.must(arrived > 0, "no request arrived before the network broke");
    outcome.saw("requests whose answer never came", TIMES);
    outcome.saw("of these, received all the same", arrived);
    outcome.saw("acknowledged when sent again with the same key, each once", again);
    Ok(())
}

/// Hands a request on, and hangs up: at once, or when the answer begins.
async fn cut(mut from: TcpStream, port: u16) {
    let Ok(mut to) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    let mut request = vec![0; 16 * 1024];
    let Ok(length) = from.read(&mut request).await else { return };
    if to.write_all(&request[..length]).await.is_err() || fastrand::bool() {
        return;
    }
    // The body may come apart from the head.
    if let Ok(Ok(more)) = tokio::time::timeout(std::time::Duration::from_millis(5), from.read(&mut request)).await {
        let _ = to.write_all(&request[..more]).await;
    }
    let _ = to.read(&mut request).await;
}
