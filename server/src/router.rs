//! Every address that the server answers, grouped by who calls it.

use crate::{
    api, assets, attachments,
    context::{Parts, Shared},
    db::Store,
    forms, health, insights,
    layers::{
        self, MOST_BYTES,
        kept::KeptPages,
        limits::{Limits, Rates},
        proxies::Proxies,
    },
    mail::settings::SiteUrl,
    pages, picture, register, snapshot,
    sso::{BACK, SingleSignOn},
};
use app::{routes::App, shell::AssetLinks};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{Method, StatusCode},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, get, post},
};
use leptos_axum::{generate_route_list_with_exclusions_and_ssg_and_context, handle_server_fns_with_context};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;
use tower_http::limit::RequestBodyLimitLayer;

/// How a server is set up, apart from its store.
#[derive(Clone)]
pub struct Options {
    pub proxies: Proxies,
    /// Where people find the site; without it addresses for programs follow what they ask for.
    pub site: Option<SiteUrl>,
    /// How many requests that are not answered at once may be under way; more are turned away.
    pub at_once: usize,
    pub rates: Rates,
    /// Up to how many entries browsers get the portfolio to explore by themselves.
    pub entries_in_browser: usize,
    /// How people sign in where the municipality does, if they can.
    pub sso: Option<SingleSignOn>,
    /// Whether pages reload when the server has been rebuilt; for developing.
    pub reload: bool,
}

impl Options {
    /// What a browser has room and time for.
    pub const ENTRIES_IN_BROWSER: usize = 20_000;
    /// Far more than two cores get done in a second, few enough to have room in memory.
    pub const AT_ONCE: usize = 512;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            proxies: Proxies::default(),
            site: None,
            at_once: Self::AT_ONCE,
            rates: Rates::default(),
            entries_in_browser: Self::ENTRIES_IN_BROWSER,
            sso: None,
            reload: false,
        }
    }
}

/// The whole server over a store.
pub fn build(store: Store, options: Options) -> Router {
    let shared = Shared::new(Parts {
        limits: Limits::new(options.rates, store.database()),
        store,
        links: links(options.reload),
        pages: KeptPages::default(),
        turns: Arc::new(Semaphore::new(pages::RENDERED_AT_ONCE)),
        entries_in_browser: options.entries_in_browser,
        sso: options.sso,
        proxies: options.proxies,
        site: options.site,
        started: crate::clock::now(),
    });
    let answered = pages(&shared)
        .merge(forms(&shared))
        .merge(single_sign_on())
        .merge(server_functions(&shared))
        .merge(insights::router())
        .merge(attachments::router())
        .merge(register::router())
        .merge(programs())
        .merge(mail_programs())
        .fallback(not_found)
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer((RequestBodyLimitLayer::new(MOST_BYTES), DefaultBodyLimit::max(MOST_BYTES)))
        .merge(uploads(&shared))
        .layer(middleware::from_fn_with_state(shared.clone(), forms::kept::forget_sent))
        .layer(middleware::from_fn_with_state(shared.clone(), layers::caller::identify))
        .merge(machines())
        .merge(assets::router());
    layers::around(answered, &shared, options.at_once).merge(watchers()).with_state(shared)
}

fn links(reload: bool) -> AssetLinks {
    let assets::AssetLinks { css, js, wasm } = assets::links();
    AssetLinks { css, js, wasm, reload: reload.then(|| RELOAD.to_owned()) }
}

/// People reading: the app's own pages.
fn pages(shared: &Shared) -> Router<Shared> {
    paths(shared).iter().fold(Router::new(), |router, path| router.route(path, get(pages::page)))
}

/// People writing without scripts. Where the app has one route for several pages, the more telling address of a form
/// shows its page too.
fn forms(shared: &Shared) -> Router<Shared> {
    routes(shared, plain_forms())
}

/// The same for forms that carry a file, and so may be larger.
fn uploads(shared: &Shared) -> Router<Shared> {
    routes(shared, upload_forms())
        // They count for themselves, so that a file that is too large is told so on its own page.
        .layer(DefaultBodyLimit::disable())
}

fn routes(shared: &Shared, forms: impl IntoIterator<Item = (&'static str, MethodRouter<Shared>)>) -> Router<Shared> {
    let pages = paths(shared);
    let with_page = |path: &str, form: MethodRouter<Shared>| {
        let has_page = pages.iter().any(|page| page == path) || !is_page(pages, path);
        if has_page { form } else { form.get(pages::page) }
    };
    forms.into_iter().fold(Router::new(), |router, (path, form)| router.route(path, with_page(path, form)))
}

/// Whether one of the app's routes shows an address.
fn is_page(pages: &[String], path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    let shows = |page: &String| {
        let of_page: Vec<_> = page.split('/').collect();
        of_page.len() == parts.len()
            && of_page.iter().zip(&parts).all(|(page, part)| page == part || page.starts_with('{'))
    };
    pages.iter().any(shows)
}

/// The addresses of the app's pages. They are listed once, before anything is served: while leptos lists them, whatever
/// any page of the process asks for is never answered.
fn paths(shared: &Shared) -> &'static [String] {
    static PATHS: OnceLock<Vec<String>> = OnceLock::new();
    PATHS.get_or_init(|| {
        let context = shared.context(&layers::caller::Caller::default(), None);
        let (listed, _) = generate_route_list_with_exclusions_and_ssg_and_context(App, None, context);
        listed.iter().map(|page| page.path().to_owned()).collect()
    })
}

/// People writing without scripts, and signing in: each form has the address of its page.
pub fn plain_forms() -> [(&'static str, MethodRouter<Shared>); 24] {
    [
        ("/submit", post(forms::submit::send)),
        ("/sign-in", post(forms::sign_in::sign_in)),
        ("/sign-out", post(forms::sign_in::sign_out)),
        ("/language", post(forms::language::choose)),
        ("/portfolio/{reference}/edit", post(forms::edit::edit)),
        ("/portfolio/{reference}/assign", post(forms::assign::assign)),
        ("/portfolio/{reference}/relations", post(forms::relate::relate)),
        ("/portfolio/{reference}/comments", post(forms::comment::comment)),
        ("/portfolio/{reference}/same-need", post(forms::same_need::share)),
        ("/portfolio/{reference}/history", post(forms::restore::restore)),
        ("/portfolio/{reference}/{action}", post(forms::act::act)),
        ("/follow", post(forms::follow::follow)),
        ("/following/{token}", post(forms::follow::press)),
        ("/receipt/{secret}", post(forms::receipt::act)),
        ("/manage/outbox", post(forms::outbox::send_again)),
        ("/compass/{reference}", post(forms::place::place)),
        ("/manage/{reference}", post(forms::manage::decide)),
        ("/insights/target", post(forms::target::set)),
        ("/people/new", post(forms::people::add)),
        ("/people/{id}", post(forms::people::change)),
        ("/account", post(forms::account::change)),
        ("/password", post(forms::password::ask)),
        ("/password/{token}", post(forms::link::choose_password)),
        ("/start/{token}", post(forms::link::first_administrator)),
    ]
}

/// People sending files.
pub fn upload_forms() -> [(&'static str, MethodRouter<Shared>); 4] {
    [
        ("/challenges/new", post(forms::challenges::open)),
        ("/challenges/{slug}/edit", post(forms::challenges::change)),
        ("/portfolio/{reference}/files", post(forms::files::manage)),
        ("/receipt/{secret}/files", post(forms::files::send)),
    ]
}

/// People signing in where the municipality does: they are led there and back; and what they had written when their
/// session ended.
fn single_sign_on() -> Router<Shared> {
    Router::new()
        .route("/sign-in/sso", get(forms::sso::go))
        .route(BACK, get(forms::sso::back))
        .route(forms::kept::PATH, get(forms::kept::resume).post(forms::kept::leave))
}

/// The app's own pages in the browser.
fn server_functions(shared: &Shared) -> Router<Shared> {
    let known = leptos::server_fn::axum::server_fn_paths();
    known.filter(|(_, method)| *method == Method::POST).fold(Router::new(), |router, (path, _)| {
        let answer = post(server_function);
        router.route(
            path,
            if path == "/api/submit" {
                answer.layer(middleware::from_fn_with_state(shared.clone(), layers::limits::submissions))
            } else {
                answer
            },
        )
    })
}

/// Mail programs, which stop mail with one click.
fn mail_programs() -> Router<Shared> {
    Router::new().route("/unsubscribe/{token}", get(forms::follow::unsubscribe_page).post(forms::follow::unsubscribe))
}

/// Other people's programs, and pictures for their pages.
fn programs() -> Router<Shared> {
    Router::new()
        .route(api::PATH, get(api::entries))
        .route(api::DESCRIPTION, get(api::described))
        .route("/compass.svg", get(picture::svg))
        .route("/compass.png", get(picture::png))
}

/// Whatever watches over the server. It passes no layer: it is answered however many others ask.
fn watchers() -> Router<Shared> {
    Router::new().route("/health", get(health::health)).route("/ready", get(health::ready))
}

/// The browsers' own copy of the portfolio: nobody needs to be known for it.
fn machines() -> Router<Shared> {
    Router::new().route("/snapshot", get(snapshot::newest)).route("/snapshot/{name}", get(snapshot::named))
}

async fn server_function(
    State(shared): State<Shared>,
    Extension(caller): Extension<layers::caller::Caller>,
    request: Request,
) -> Response {
    handle_server_fns_with_context(shared.context(&caller, None), request).await.into_response()
}

/// The app's own page for an address that it does not have. A slash too many is taken off first.
async fn not_found(shared: State<Shared>, caller: Extension<layers::caller::Caller>, request: Request) -> Response {
    if request.uri().path_and_query().is_none() {
        // As a proxy is asked, by the name of a host: leptos takes it for granted that there is a path.
        return StatusCode::BAD_REQUEST.into_response();
    }
    let path = request.uri().path();
    if let Some(path) = path.strip_suffix('/').and_then(forms::next::local) {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        return Redirect::permanent(&forms::next::header_safe(&format!("{path}{query}"))).into_response();
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if is_file || path.starts_with("/api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = pages::page(shared, caller, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Reloads the page when another server answers than the one that made it.
const RELOAD: &str = "\
    { let first; setInterval(async () => { try { \
    const { started } = await (await fetch('/health')).json(); \
    first ??= started; if (started !== first) location.reload(); \
    } catch {} }, 500) }";
