//! Running the server: open the store, listen, and stop without cutting anybody off.

use crate::{
    assets, build, clock,
    config::{self, LogFormat},
    db::{self, Address, Database, Store, links},
    demo, instances, keeper,
    listen::{self, GRACE},
    mail::{Post, Postman},
    metrics, settler, weeder,
};
use anyhow::{Context, bail};
use app::settings::{DEMO_ACCOUNTS, DEMO_PASSWORD};
use sd_notify::NotifyState;
use std::{
    future::Future,
    io::{self, IsTerminal},
    net::SocketAddr,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tracing::Level;
use tracing_subscriber::{Layer, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

/// `fyrfalt serve`.
pub async fn run(serve: &config::Serve) -> anyhow::Result<()> {
    begin_log(serve.log, serve.log_format);
    // A start that fails does not wait for this thread; one that gets on waits for it when it builds the router.
    std::thread::spawn(assets::unpack);
    let database = Database::open_or_make(serve.database.address.clone()).await?;
    let show = demo::prepare(&database, serve.demo).await?;
    let store = Store::new(database, serve.settings(show.is_demo())).await.context("the portfolio cannot be read")?;
    let listener = listen::listener(serve.addr).with_context(|| format!("cannot listen at {}", serve.addr))?;
    let stop = stop_signal()?;
    // Where nobody signs in by a password, the administrator comes by a rule of single sign-on.
    let first = if store.settings().passwords { first_administrator(store.database()).await } else { Ok(None) };
    let first = first.context("the accounts cannot be read")?;
    let options = serve.options().context("single sign-on cannot be set up")?;
    let post = serve.post();
    announce(&store, listener.local_addr()?, &show, &post, first.as_deref());
    if let Some(address) = serve.metrics_addr {
        watch_over(address, &store).await?;
    }
    let (stop_work, work_stopped) = watch::channel(false);
    let rules = serve.weeding.clone().unwrap_or_default();
    store.weed_by(rules).await.context("the rules of weeding cannot be noted")?;
    let weeder = tokio::spawn(weeder::work(store.clone(), work_stopped.clone()));
    let settler = tokio::spawn(settler::work(store.clone(), work_stopped.clone()));
    let keeper = match (serve.backups(), store.database().address().file()) {
        (None, _) => None,
        (Some(plan), Some(file)) => Some(tokio::spawn(keeper::work(file.to_owned(), plan, work_stopped.clone()))),
        (Some(_), None) => {
            bail!("--backup-folder is for a database in a file; a server's is backed up by its own tools")
        }
    };
    let others = tokio::spawn(instances::work(store.clone(), work_stopped.clone()));
    let mut mail = tokio::spawn(Postman::new(store.clone(), post).work(work_stopped));
    let router = build(store.clone(), options);
    // Whoever started us, systemd for one, is told when we are ready and when we stop; nobody need listen.
    let _ = sd_notify::notify(&[NotifyState::Ready]);
    listen::until(listener, router, stop).await?;
    let _ = sd_notify::notify(&[NotifyState::Stopping]);
    stop_work.send_replace(true);
    // A mail that is cut off here is sent again after the next start.
    if tokio::time::timeout(GRACE / 2, &mut mail).await.is_err() {
        mail.abort();
    }
    // The duty is for another instance now.
    others.abort();
    // Each rule is one transaction, done or not.
    weeder.abort();
    // Closing the database does the same.
    settler.abort();
    // A copy appears whole or not at all.
    if let Some(keeper) = keeper {
        keeper.abort();
    }
    // What was cut off may still hold the database, which is safe to leave as it is.
    let _ = tokio::time::timeout(GRACE / 4, store.database().close()).await;
    Ok(())
}

/// Logs to standard error. Libraries tell no more than what happens: in their details stand addresses, and in those the
/// secrets of receipts. The one that serves our files tells of each of them, which nobody needs to know.
fn begin_log(level: Level, format: LogFormat) {
    let terminal = io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(terminal).with_target(false);
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).boxed(),
    };
    let levels = Targets::new()
        .with_default(level.min(Level::INFO))
        .with_target("memory_serve", level.min(Level::WARN))
        .with_target("fyrfalt", level);
    tracing_subscriber::registry().with(lines).with(levels).init();
}

/// Answers at an address of its own whoever watches over the server.
async fn watch_over(address: SocketAddr, store: &Store) -> anyhow::Result<()> {
    let numbers = metrics::begin(store.clone())?;
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen at {address}"))?;
    println!("  metrics   http://{}/metrics", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, numbers).await });
    Ok(())
}

/// Comes true when somebody asks the program to stop. It listens from the moment it is made, so that none is missed.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    })
}

/// The token of the link to make the first administrator, where there is nobody who administers.
async fn first_administrator(database: &Database) -> db::Result<Option<String>> {
    let mut tx = database.begin().await?;
    let token = links::first_administrator(&mut tx, clock::now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Says where the server is and where the data lies.
fn announce(store: &Store, address: SocketAddr, show: &demo::Show, post: &Post, first: Option<&str>) {
    let place = match store.database().address() {
        Address::Sqlite(path) => std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string(),
        server @ Address::Postgres(_) => server.to_string(),
    };
    println!("Fyrfält {}", env!("CARGO_PKG_VERSION"));
    println!("  address   http://{address}");
    println!("  data      {place}");
    match post {
        Post::On(mail) => {
            println!("  mail      through {}, from {}, with links to {}", mail.relay, mail.from, mail.site)
        }
        Post::Off(missing) => println!("  mail      off, waits in the outbox: {} not set", missing.join(", ")),
    }
    match show {
        demo::Show::Demo => {
            for account in DEMO_ACCOUNTS {
                println!("  sign in   {} ({}), password {DEMO_PASSWORD}", account.email, account.role);
            }
        }
        demo::Show::NotFilled => println!("  demo      not filled in: this database has entries of its own"),
        demo::Show::No => {}
    }
    if let Some(token) = first {
        println!("  first     http://{address}/start/{token}");
        println!("            makes the administrator: works once, for three days; a new one comes with each start");
    }
}
