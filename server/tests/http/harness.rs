//! A town with its own server and database, and the people who use it.

pub use crate::forms::*;
use domain::{
    access::{Role, RoleName, Units},
    person::PersonFacts,
};
use fyrfalt::{
    build, clock,
    db::{Address, Database, Store, accounts},
    layers::limits::Rates,
    listen, passwords,
    router::Options,
};
use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use serde_json::{Value, json};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::{
    net::TcpListener,
    num::NonZeroU32,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    sync::{OnceCell, oneshot},
    time::sleep,
};

pub const PASSWORD: &str = "ett långt lösenord";
pub const MANAGER: &str = "chef@example.se";
pub const OTHER_MANAGER: &str = "rektor@example.se";
pub const EMPLOYEE: &str = "larare@example.se";
/// Manages what belongs to [`OWN_UNIT`].
pub const UNIT_MANAGER: &str = "skolchef@example.se";
pub const OWN_UNIT: &str = "skola-familj";
pub const ADMINISTRATOR: &str = "admin@example.se";

/// Hashing is slow on purpose: once is enough.
static PASSWORD_HASH: OnceCell<String> = OnceCell::const_new();

/// Everybody whom some rule tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Resident,
    Employee,
    UnitManager,
    Manager,
    Administrator,
}

pub const EVERYBODY: [Who; 5] = [Who::Resident, Who::Employee, Who::UnitManager, Who::Manager, Who::Administrator];

impl Who {
    /// The role of the account; residents have none.
    pub const fn role(self) -> Option<RoleName> {
        match self {
            Self::Resident => None,
            Self::Employee => Some(RoleName::Employee),
            Self::UnitManager => Some(RoleName::UnitManager),
            Self::Manager => Some(RoleName::Manager),
            Self::Administrator => Some(RoleName::Administrator),
        }
    }

    /// Whether it is somebody who manages entries, at least those of [`OWN_UNIT`].
    pub const fn manages(self) -> bool {
        matches!(self, Self::UnitManager | Self::Manager | Self::Administrator)
    }
}

/// Waits until something is so, far longer than it takes.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !is_so().await {
        assert!(begun.elapsed() < Duration::from_secs(60), "not within a minute: {what}");
        sleep(Duration::from_millis(20)).await;
    }
}

/// A running server with an empty portfolio, and an account for each role, of managers two.
pub struct Town {
    pub url: String,
    pub store: Store,
    folder: TempDir,
    stop: Option<oneshot::Sender<()>>,
}

/// A further server over the database of a town.
pub struct Instance {
    pub url: String,
    pub store: Store,
    _stop: oneshot::Sender<()>,
}

/// Rates that no test reaches unless it means to.
pub fn generous() -> Options {
    let many = NonZeroU32::new(100_000).expect("not zero");
    Options { rates: Rates { submissions: many, sign_ins: many, followings: many }, ..Options::default() }
}

impl Town {
    pub async fn open() -> Self {
        Self::open_with(generous()).await
    }

    pub async fn open_with(options: Options) -> Self {
        Self::open_as(options, settings()).await
    }

    /// A town whose server sends mail.
    pub async fn open_with_mail() -> Self {
        Self::open_as(generous(), app::settings::Settings { mail: true, ..settings() }).await
    }

    pub async fn open_without_resident_comments() -> Self {
        Self::open_as(generous(), app::settings::Settings { resident_comments: false, ..settings() }).await
    }

    async fn open_as(options: Options, settings: app::settings::Settings) -> Self {
        // The cause of a failure is in the log alone.
        let _ = tracing_subscriber::fmt().with_test_writer().with_max_level(tracing::Level::WARN).try_init();
        let folder = TempDir::new().expect("a folder");
        let database = Database::open_or_make(new_address(folder.path()).await).await.expect("a database");
        for (email, name, role) in [
            (MANAGER, "Cilla Chef", Role::Manager),
            (OTHER_MANAGER, "Rune Rektor", Role::Manager),
            (EMPLOYEE, "Lena Lärare", Role::Employee),
            (UNIT_MANAGER, "Sara Skolchef", unit_manager()),
            (ADMINISTRATOR, "Adam Admin", Role::Administrator),
        ] {
            add_account(&database, email, name, role).await;
        }
        let store = Store::new(database, settings).await.expect("a store");
        let (url, stop) = start(&store, options).await;
        Self { url, store, folder, stop: Some(stop) }
    }

    /// Stops the server and starts it again over the same database.
    pub async fn restart(&mut self) {
        drop(self.stop.take());
        self.store.database().close().await;
        let database = Database::open_existing(self.address()).await.expect("the same database");
        self.store = Store::new(database, settings()).await.expect("a store");
        let (url, stop) = start(&self.store, generous()).await;
        (self.url, self.stop) = (url, Some(stop));
    }

    /// Another instance: a server of its own over the same database. What the instances tell each other is another
    /// matter.
    pub async fn instance(&self, options: Options) -> Instance {
        let database = Database::open_existing(self.address()).await.expect("the same database");
        let store = Store::new(database, settings()).await.expect("a store");
        let (url, stop) = start(&store, options).await;
        Instance { url, store, _stop: stop }
    }

    pub fn address(&self) -> Address {
        self.store.database().address().clone()
    }

    /// The file, in tests that are about files.
    pub fn file(&self) -> PathBuf {
        self.address().file().expect("a file").to_owned()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A connection of one's own to the database, past all of Fyrfält's code.
    pub async fn sql(&self) -> AnyConnection {
        connect(&self.address()).await
    }

    /// Takes a rule away that stands in the way of a test.
    pub async fn drop_trigger(&self, name: &str, table: &str) {
        let on = if self.address().file().is_some() { String::new() } else { format!(" ON {table}") };
        let statement = AssertSqlSafe(format!("DROP TRIGGER {name}{on}"));
        sqlx::query(statement).execute(&mut self.sql().await).await.expect("dropped");
    }

    /// Makes a table refuse rows that are new, or to be deleted, as a database does that is in trouble, until the trigger
    /// `stop` is dropped.
    pub async fn refuse(&self, event: &str, table: &str, condition: &str) {
        let what = if self.address().file().is_some() {
            format!("WHEN {condition} BEGIN SELECT raise(ABORT, 'stopped'); END")
        } else {
            format!("FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse('stopped')")
        };
        let statement = AssertSqlSafe(format!("CREATE TRIGGER stop BEFORE {event} ON {table} {what}"));
        sqlx::query(statement).execute(&mut self.sql().await).await.expect("a trigger");
    }

    /// A browser whose owner has not signed in.
    pub fn visitor(&self) -> Browser {
        Browser::new(&self.url)
    }

    pub async fn browser(&self, who: Who) -> Browser {
        match who {
            Who::Resident => self.visitor(),
            Who::Employee => self.signed_in(EMPLOYEE).await,
            Who::UnitManager => self.signed_in(UNIT_MANAGER).await,
            Who::Manager => self.manager().await,
            Who::Administrator => self.administrator().await,
        }
    }

    pub async fn administrator(&self) -> Browser {
        self.signed_in(ADMINISTRATOR).await
    }

    pub async fn manager(&self) -> Browser {
        self.signed_in(MANAGER).await
    }

    pub async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.visitor();
        let answer = browser.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 303, "{email} signs in: {}", answer.body);
        browser
    }

    /// Hands in something good with a title, and gives its reference.
    pub async fn submitted(&self, title: &str) -> String {
        let receipt = self.visitor().call("submit", submission(&with(&good(), &[("title", title)]), &new_key())).await;
        receipt.json()["reference"].as_str().unwrap_or_else(|| panic!("{}", receipt.body)).to_owned()
    }

    /// Hands in something good with a title, publishes it, and gives its reference.
    pub async fn published(&self, title: &str) -> String {
        let reference = self.submitted(title).await;
        let answer = self.manager().await.publish(&reference).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        reference
    }
}

pub async fn add_account(database: &Database, email: &str, name: &str, role: Role) {
    let hash = PASSWORD_HASH.get_or_init(|| async { passwords::hash(PASSWORD.to_owned()).await.expect("a hash") });
    let person = PersonFacts { email: email.parse().expect("an address"), name: name.parse().expect("a name"), role };
    let mut tx = database.begin().await.expect("a transaction");
    let added = accounts::add(&mut tx, &person, hash.await, None, clock::now()).await.expect("added");
    assert!(added.is_some());
    tx.commit().await.expect("committed");
}

/// The role of [`UNIT_MANAGER`].
fn unit_manager() -> Role {
    Role::UnitManager(Units::new([OWN_UNIT.parse().expect("a slug")]).expect("a unit"))
}

pub fn settings() -> app::settings::Settings {
    app::settings::Settings {
        municipality: "Provkommun".to_owned(),
        contact: "fraga@example.se".to_owned(),
        fault_report: None,
        complaint: None,
        citizens_initiative: None,
        accessibility_assessed: None,
        accessibility_shortcomings: None,
        mail: false,
        passwords: true,
        resident_comments: true,
        single_sign_on: false,
        demo: false,
    }
}

pub async fn start(store: &Store, options: Options) -> (String, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (stop, stopped) = oneshot::channel();
    let router = build(store.clone(), options);
    tokio::spawn(listen::until(listener, router, async move {
        let _ = stopped.await;
    }));
    (url, stop)
}

/// A connection of one's own to a database.
pub async fn connect(address: &Address) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let url = match address {
        Address::Sqlite(path) => format!("sqlite://{}", path.display()),
        Address::Postgres(url) => url.to_string(),
    };
    AnyConnection::connect(&url).await.expect("a connection")
}

/// The PostgreSQL server to test on; SQLite where none is named.
fn server() -> Option<String> {
    std::env::var("TEST_POSTGRES").ok()
}

/// Where a new database is to be: in a folder, or at the server that is tested on.
pub async fn new_address(folder: &Path) -> Address {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let Some(server) = server() else { return Address::from(&*folder.join("town.db")) };
    let at = |name: &str| format!("{server}/{name}").parse().expect("an address");
    // Copying is quicker than making the tables each time.
    let make_template = async || {
        let name = format!("template_{}", std::process::id());
        execute(&server, &format!("CREATE DATABASE {name}")).await;
        Database::open_or_make(at(&name)).await.expect("a database").close().await;
        name
    };
    let template = TEMPLATE.get_or_init(make_template).await;
    let name = format!("town_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    execute(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    at(&name)
}

async fn execute(server: &str, statement: &str) {
    let mut sql = connect(&format!("{server}/postgres").parse().expect("an address")).await;
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut sql).await.expect("done");
}

/// Every row of every table as text, apart from those of the tables named.
pub async fn content(sql: &mut AnyConnection, apart_from: &[&str]) -> Vec<String> {
    let is_sqlite = sql.backend_name() == "SQLite";
    let tables = if is_sqlite {
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    } else {
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    };
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut *sql).await.expect("tables");
    let mut rows = Vec::new();
    for table in tables.into_iter().filter(|name| name != "_sqlx_migrations" && !apart_from.contains(&name.as_str())) {
        let row = if is_sqlite {
            let columns = "SELECT 'quote(' || name || ')' FROM pragma_table_info($1)";
            let columns: Vec<String> =
                sqlx::query_scalar(columns).bind(&table).fetch_all(&mut *sql).await.expect("columns");
            columns.join(" || ' ' || ")
        } else {
            format!("to_jsonb({table})::text")
        };
        let all = AssertSqlSafe(format!("SELECT '{table}: ' || {row} FROM {table}"));
        rows.extend(sqlx::query_scalar::<_, String>(all).fetch_all(&mut *sql).await.expect("rows"));
    }
    rows
}

/// A browser: it keeps its cookies, and says where it is led instead of going there.
pub struct Browser {
    client: Client,
    url: String,
}

impl Browser {
    pub fn new(url: &str) -> Self {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().expect("a client");
        Self { client, url: url.to_owned() }
    }

    /// The same browser at a server's new address; its cookies know the host, not the port.
    pub fn moved_to(self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).header("accept", "text/html")).await
    }

    /// Posts a form as a browser does from our own page.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request =
            self.request(Method::POST, path).header("sec-fetch-site", "same-origin").header("accept", "text/html");
        Answer::of(request.form(fields)).await
    }

    /// Calls a server function.
    pub async fn call(&self, function: &str, arguments: Value) -> Answer {
        let request = self.request(Method::POST, &format!("/api/{function}")).header("accept", "application/json");
        Answer::of(request.json(&arguments)).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("email", email), ("password", password)]).await
    }

    /// Whether the server knows whose browser it is.
    pub async fn is_signed_in(&self) -> bool {
        self.call("own_account", json!({})).await.status != 401
    }

    /// What a manager reads of a submission.
    pub async fn received(&self, reference: &str) -> Value {
        let answer = self.call("received", json!({ "reference": reference })).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// Publishes a submission as it stands.
    pub async fn publish(&self, reference: &str) -> Answer {
        let received = self.received(reference).await;
        self.decide(reference, "publish", &revision(&received), &[]).await
    }

    /// Answers a submission as it stands.
    pub async fn answer(&self, reference: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let version = self.received(reference).await["version"].to_string();
        let fields: Vec<_> = fields.iter().copied().chain([("version", &*version), ("action", action)]).collect();
        self.post(&format!("/manage/{reference}"), &fields).await
    }

    /// Posts a manager's form: an edit, with some fields written over.
    pub async fn decide(&self, reference: &str, action: &str, edit: &Fields, changes: &[(&str, &str)]) -> Answer {
        let fields = with(edit, changes);
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("action", action));
        self.post(&format!("/manage/{reference}"), &fields).await
    }
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.expect("text") }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.body);
        self.header("location")
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Fails with the body where the status is another.
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }
}
