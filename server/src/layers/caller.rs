//! Who asks: the visitor behind the session cookie, the language to answer in, and the client that sends.

use super::{language, proxies::Proxies};
use crate::{
    clock,
    context::Shared,
    db::{or_outage, sessions},
    secret::{self, Hash},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, StatusCode, header::USER_AGENT},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use domain::{access::Visitor, language::Language, same_need::Sharer};
use std::net::{IpAddr, SocketAddr};
use time::Duration;

/// Whoever asks.
#[derive(Clone, Default)]
pub struct Caller {
    pub visitor: Visitor,
    pub language: Language,
    /// The token of the browser's session, whether it still lasts or not.
    pub token: Option<String>,
    /// What the browser says of itself; empty where it says nothing.
    pub agent: String,
    pub client: Client,
    /// The hash of the token by which a browser is known that has said it has the same need.
    pub browser: Option<Hash>,
}

/// The client that sends a request.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// What limits count by: an address, or the network of one where a household has a whole network of them.
    pub name: String,
    pub https: bool,
}

impl Client {
    /// The client of a request. What is said of it counts as far back as trusted proxies say it.
    pub fn of(request: &Request, proxies: &Proxies) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let Some(proxy) = peer.filter(|peer| proxies.trust(*peer)) else {
            return Self { name: name(peer), https: false };
        };
        let mut client = proxy;
        for said in said_backwards(request.headers(), "x-forwarded-for") {
            let Ok(address) = said.parse() else { break };
            client = address;
            if !proxies.trust(address) {
                break;
            }
        }
        let https = said_backwards(request.headers(), "x-forwarded-proto").next() == Some("https");
        Self { name: name(Some(client)), https }
    }

    /// Whether a request comes from a proxy that is trusted.
    pub fn is_proxy(request: &Request, proxies: &Proxies) -> bool {
        request.extensions().get::<ConnectInfo<SocketAddr>>().is_some_and(|info| proxies.trust(info.0.ip()))
    }
}

/// The words of a header that each proxy adds to, the last and most trustworthy first.
fn said_backwards<'headers>(headers: &'headers HeaderMap, header: &str) -> impl Iterator<Item = &'headers str> {
    let lines = headers.get_all(header).iter().rev().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.rsplit(',')).map(str::trim)
}

fn name(address: Option<IpAddr>) -> String {
    match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        None => "unknown".to_owned(),
    }
}

/// The cookie that holds a session's token.
const SESSION: &str = "fyrfalt_session";
/// The cookie of a browser that has said it has the same need as others.
const BROWSER: &str = "fyrfalt_browser";
/// The cookie of a browser whose form is kept until its owner has signed in again.
const KEPT_FORM: &str = "fyrfalt_form";

/// The full name of a cookie. With https it makes browsers insist on where it came from.
fn cookie_name(name: &str, https: bool) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}

/// What a cookie of ours holds.
fn cookie(headers: &HeaderMap, name: &str, https: bool) -> Option<String> {
    CookieJar::from_headers(headers).get(&cookie_name(name, https)).map(|cookie| cookie.value().to_owned())
}

/// The token by which a browser is known that has said it has the same need.
pub fn browser_token(headers: &HeaderMap, https: bool) -> Option<String> {
    cookie(headers, BROWSER, https).filter(|token| secret::from_hex(token).is_some())
}

/// The token of the session that a browser says it has.
pub fn token(headers: &HeaderMap, https: bool) -> Option<String> {
    cookie(headers, SESSION, https).filter(|token| !token.is_empty())
}

impl Caller {
    /// The cookie for a new session.
    pub fn cookie(&self, token: String) -> Cookie<'static> {
        self.build(SESSION, token, sessions::AT_MOST)
    }

    /// The cookie that makes a browser forget its session.
    pub fn no_cookie(&self) -> Cookie<'static> {
        self.build(SESSION, String::new(), 0)
    }

    /// The cookie by which the browser is known for a year as one that has said it has the same need.
    pub fn browser_cookie(&self, token: String) -> Cookie<'static> {
        self.build(BROWSER, token, 365 * 24 * 60 * 60)
    }

    /// The cookie by which a browser gets back the form that it posted when its session had ended.
    pub fn kept_form_cookie(&self, token: String, seconds: i64) -> Cookie<'static> {
        self.build(KEPT_FORM, token, seconds)
    }

    /// The token of that form, where the browser has one.
    pub fn kept_form_token(&self, headers: &HeaderMap) -> Option<String> {
        cookie(headers, KEPT_FORM, self.client.https)
    }

    /// What is kept of the token of such a browser.
    pub fn browser_hash(token: &str) -> Hash {
        secret::hash("browser", token)
    }

    /// Whoever asks, as one who may have the same need as others.
    pub fn sharer(&self) -> Sharer {
        Sharer { account: self.visitor.account().map(|account| account.id), browser: self.browser }
    }

    fn build(&self, name: &str, value: String, seconds: i64) -> Cookie<'static> {
        Cookie::build((cookie_name(name, self.client.https), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.client.https)
            .max_age(Duration::seconds(seconds))
            .build()
    }
}

/// Finds out who asks and puts it beside the request.
pub async fn identify(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let client = Client::of(&request, &shared.proxies);
    let token = token(request.headers(), client.https);
    let account = match &token {
        Some(token) => or_outage(sessions::account(shared.store.database(), token, clock::now()).await),
        None => Ok(None),
    };
    // A store that cannot say who asks is an outage: to take its silence for "a resident" would hide it.
    let Ok(account) = account else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let visitor = account.map_or(Visitor::Resident, Visitor::SignedIn);
    let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned();
    let browser = browser_token(request.headers(), client.https).map(|token| Caller::browser_hash(&token));
    let caller = Caller { visitor, language: language::of(request.headers()), token, agent, client, browser };
    let path = request.uri().path().to_owned();
    request.extensions_mut().insert(caller.clone());
    let mut response = next.run(request).await;
    super::security::personal(&caller, &path, response.headers_mut());
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn client(forwarded: &[&str], proxies: &str) -> Client {
        let peer: SocketAddr = "10.0.0.7:4000".parse().expect("address");
        let proxies = proxies.parse().expect("proxies");
        let mut request = Request::builder().extension(ConnectInfo(peer)).header("x-forwarded-proto", "https");
        for hop in forwarded {
            request = request.header("x-forwarded-for", *hop);
        }
        Client::of(&request.body(Body::empty()).expect("request"), &proxies)
    }

    #[test]
    fn only_what_trusted_proxies_say_counts() {
        const PROXY: &str = "10.0.0.7";
        assert_eq!(client(&["192.0.2.1"], "").name, "10.0.0.7");
        assert_eq!(client(&["192.0.2.1"], "10.0.0.8").name, "10.0.0.7", "the peer is no proxy of ours");
        assert_eq!(client(&["198.51.100.9, 192.0.2.1"], PROXY).name, "192.0.2.1");
        assert_eq!(client(&["198.51.100.9", "192.0.2.1"], PROXY).name, "192.0.2.1");
        assert_eq!(client(&["198.51.100.9, 10.0.3.3"], "10.0.0.0/16").name, "198.51.100.9", "two proxies of ours");
        assert_eq!(client(&["198.51.100.9, 10.0.3.3"], PROXY).name, "10.0.3.3");
        assert_eq!(client(&["198.51.100.9, nonsense"], PROXY).name, "10.0.0.7");
        assert!(client(&[], PROXY).https && !client(&[], "").https);
    }

    #[test]
    fn a_household_is_one_client() {
        let name = |address: &str| client(&[address], "10.0.0.7").name;
        assert_eq!(name("2001:db8:1:2:3:4:5:6"), name("2001:db8:1:2::1"));
        assert_eq!(name("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
