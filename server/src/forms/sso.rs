//! Signing in where the municipality does: going there, and coming back.

use super::{Failed, next};
use crate::{
    clock,
    context::Shared,
    db::{
        self, or_outage, sessions,
        single_sign_on::{self, Entered},
    },
    layers::caller::Caller,
    sso::{BACK, Flow, Identity, SingleSignOn, SsoError},
};
use axum::{
    Extension,
    extract::{Query, State},
    http::{StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Deserialize;
use time::Duration;

/// How long somebody may take to sign in elsewhere.
const LASTS: Duration = Duration::minutes(10);

/// Where somebody was going.
#[derive(Deserialize)]
pub struct Going {
    #[serde(default)]
    next: String,
}

/// What the provider sends back.
#[derive(Deserialize)]
pub struct Back {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// Why nobody was signed in, as the sign-in page is told it in the address.
#[derive(Clone, Copy)]
enum Refusal {
    Unreachable,
    Untrusted,
    GaveUp,
    NoRole,
    EmailTaken,
    Disabled,
    Lacks,
}

impl Refusal {
    const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Untrusted => "untrusted",
            Self::GaveUp => "gave-up",
            Self::NoRole => "no-role",
            Self::EmailTaken => "email-taken",
            Self::Disabled => "disabled",
            Self::Lacks => "lacks",
        }
    }
}

impl From<SsoError> for Refusal {
    fn from(error: SsoError) -> Self {
        tracing::warn!(%error, "nobody was signed in");
        match error {
            SsoError::Unreachable(_) => Self::Unreachable,
            SsoError::Untrusted(_) => Self::Untrusted,
            SsoError::Lacks(_) => Self::Lacks,
        }
    }
}

/// `GET /sign-in/sso`: leads to the provider. It changes nothing but what this browser keeps, so a link may do it.
pub async fn go(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Query(going): Query<Going>,
) -> Response {
    let Some(sso) = &shared.sso else { return StatusCode::NOT_FOUND.into_response() };
    if shared.limits.sign_in(&caller.client.name).await.is_err() {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    match sso.begin(&going.next).await {
        Ok((address, flow)) => (CookieJar::new().add(keep(&caller, &flow)), lead(&address)).into_response(),
        Err(error) => refuse(&caller, error.into()),
    }
}

/// `GET /sign-in/sso/back`: comes back from the provider, and begins a session.
pub async fn back(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    jar: CookieJar,
    Query(back): Query<Back>,
) -> Result<Response, Failed> {
    let Some(sso) = &shared.sso else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let (identity, next) = match identify(sso, &caller, &jar, back).await {
        Ok(identified) => identified,
        Err(refusal) => return Ok(refuse(&caller, refusal)),
    };
    let refusal = match or_outage(enter(&shared, &caller, &identity).await)? {
        Ok(session) => {
            let next = next::local(&next).unwrap_or("/").to_owned();
            let jar = CookieJar::new().add(caller.cookie(session)).add(forget(&caller));
            return Ok((jar, lead(&next::header_safe(&next))).into_response());
        }
        Err(refusal) => refusal,
    };
    Ok(refuse(&caller, refusal))
}

async fn identify(
    sso: &SingleSignOn,
    caller: &Caller,
    jar: &CookieJar,
    back: Back,
) -> Result<(Identity, String), Refusal> {
    // Somebody who pressed "cancel" there.
    if back.error.is_some() {
        return Err(Refusal::GaveUp);
    }
    // Too late, twice, in another browser, or begun by somebody else.
    let flow = jar.get(cookie_name(caller)).and_then(|kept| read(kept.value()));
    let (Some(flow), Some(code), Some(state)) = (flow, back.code, back.state) else { return Err(Refusal::Untrusted) };
    let next = flow.next.clone();
    Ok((sso.finish(flow, &code, &state).await?, next))
}

async fn enter(shared: &Shared, caller: &Caller, identity: &Identity) -> db::Result<Result<String, Refusal>> {
    let now = clock::now();
    let mut tx = shared.store.database().begin().await?;
    let entered = match single_sign_on::enter(&mut tx, identity, now).await? {
        Entered::Account(id) => Ok(sessions::begin(&mut tx, id, caller.token.as_deref(), &caller.agent, now).await?),
        Entered::NoRole => Err(Refusal::NoRole),
        Entered::EmailTaken => Err(Refusal::EmailTaken),
        Entered::Disabled => Err(Refusal::Disabled),
    };
    tx.commit().await?;
    Ok(entered)
}

/// The cookie that holds a flow. With https its name makes browsers insist on where it came from.
const fn cookie_name(caller: &Caller) -> &'static str {
    if caller.client.https { "__Secure-fyrfalt_sso" } else { "fyrfalt_sso" }
}

fn keep(caller: &Caller, flow: &Flow) -> Cookie<'static> {
    let kept = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(flow).unwrap_or_default());
    cookie(caller, kept, LASTS)
}

fn forget(caller: &Caller) -> Cookie<'static> {
    cookie(caller, String::new(), Duration::ZERO)
}

fn cookie(caller: &Caller, value: String, lasts: Duration) -> Cookie<'static> {
    Cookie::build((cookie_name(caller), value))
        .path(BACK)
        .http_only(true)
        // The provider's page leads back here, which is another site's doing.
        .same_site(SameSite::Lax)
        .secure(caller.client.https)
        .max_age(lasts)
        .build()
}

fn read(kept: &str) -> Option<Flow> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(kept).ok()?).ok()
}

fn refuse(caller: &Caller, refusal: Refusal) -> Response {
    (CookieJar::new().add(forget(caller)), lead(&format!("/sign-in?sso={}", refusal.code()))).into_response()
}

fn lead(to: &str) -> Response {
    ([(CACHE_CONTROL, "no-store")], Redirect::to(to)).into_response()
}
