//! How much one client may ask for: so many submissions and sign-ins an hour, and no request without end.

use super::caller::Caller;
use crate::{
    db::{Database, rates},
    metrics, secret,
};
use app::api::ApiError;
use axum::{
    BoxError, Extension, Json,
    extract::{Request, State},
    http::{Method, StatusCode, header::RETRY_AFTER},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::reference::Reference;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use std::{num::NonZeroU32, time::Duration};
use tokio::time::timeout;

/// How often a client may do what costs the municipality work, in an hour. All of them may come at once, as when a
/// whole workshop sends its ideas from one town hall.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    pub submissions: NonZeroU32,
    pub sign_ins: NonZeroU32,
    /// Asking to follow something, and for mails to confirm an address with.
    pub followings: NonZeroU32,
}

impl Rates {
    pub const SUBMISSIONS: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
    pub const SIGN_INS: NonZeroU32 = NonZeroU32::new(120).expect("not zero");
    pub const FOLLOWINGS: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
}

impl Default for Rates {
    fn default() -> Self {
        Self { submissions: Self::SUBMISSIONS, sign_ins: Self::SIGN_INS, followings: Self::FOLLOWINGS }
    }
}

/// What each client has used of its rates. Alone an instance starts afresh with each start; with others it counts in
/// the database.
pub struct Limits {
    submissions: Limiter,
    sign_ins: Limiter,
    followings: Limiter,
    same_needs: Limiter,
    shared: Option<Database>,
}

/// How many new residents of one client may say that they have the need of one entry, in a day: more than a household
/// is, fewer than make a difference where hundreds say so.
const SAME_NEEDS: NonZeroU32 = NonZeroU32::new(10).expect("not zero");

/// How many seconds a client must wait.
pub type Wait = u32;

impl Limits {
    pub fn new(rates: Rates, database: &Database) -> Self {
        let same_needs = Quota::with_period(Duration::from_secs(24 * 60 * 60) / SAME_NEEDS.get())
            .map_or(Quota::per_hour(SAME_NEEDS), |quota| quota.allow_burst(SAME_NEEDS));
        Self {
            submissions: Limiter::new("submission", Quota::per_hour(rates.submissions)),
            sign_ins: Limiter::new("sign-in", Quota::per_hour(rates.sign_ins)),
            followings: Limiter::new("following", Quota::per_hour(rates.followings)),
            same_needs: Limiter::new("same need", same_needs),
            shared: database.is_shared().then(|| database.clone()),
        }
    }

    /// Counts a submission.
    ///
    /// # Errors
    /// How long to wait, where the client has none left.
    pub async fn submission(&self, client: &str) -> Result<(), Wait> {
        self.submissions.take(client, self.shared.as_ref()).await
    }

    /// Counts a try to sign in.
    ///
    /// # Errors
    /// How long to wait, where the client has none left.
    pub async fn sign_in(&self, client: &str) -> Result<(), Wait> {
        self.sign_ins.take(client, self.shared.as_ref()).await
    }

    /// Counts a resident who has the same need as others, for one entry and, as any wish, for the client.
    ///
    /// # Errors
    /// How long to wait, where the client has none left.
    pub async fn same_need(&self, client: &str, entry: Reference) -> Result<(), Wait> {
        self.following(client).await?;
        self.same_needs.take(&format!("{client} {entry}"), self.shared.as_ref()).await
    }

    /// Counts a wish to follow something.
    ///
    /// # Errors
    /// How long to wait, where the client has none left.
    pub async fn following(&self, client: &str) -> Result<(), Wait> {
        self.followings.take(client, self.shared.as_ref()).await
    }
}

/// How many clients to remember before forgetting those who have been quiet.
const REMEMBERED: usize = 10_000;

/// How long counting together may take.
const SHARED: Duration = Duration::from_secs(1);

/// One of the rates.
struct Limiter {
    name: &'static str,
    quota: Quota,
    here: RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock>,
}

impl Limiter {
    fn new(name: &'static str, quota: Quota) -> Self {
        Self { name, quota, here: RateLimiter::keyed(quota) }
    }

    /// Takes one, counted where all instances see it. While that cannot be, each counts by itself.
    async fn take(&self, client: &str, shared: Option<&Database>) -> Result<(), Wait> {
        let Some(database) = shared else { return self.take_here(client) };
        let subject = secret::hash("fyrfalt rate", &format!("{} {client}", self.name));
        let error = match timeout(SHARED, rates::take(database, subject, self.quota)).await {
            Ok(Ok(taken)) => return taken.map_err(in_seconds),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the database is away".to_owned(),
        };
        tracing::error!(error, "rates are counted by this instance alone");
        self.take_here(client)
    }

    fn take_here(&self, client: &str) -> Result<(), Wait> {
        if self.here.len() > REMEMBERED {
            self.here.retain_recent();
        }
        self.here
            .check_key(&client.to_owned())
            .map_err(|not_until| in_seconds(not_until.wait_time_from(self.here.clock().now())))
    }
}

fn in_seconds(wait: Duration) -> Wait {
    Wait::try_from(wait.as_secs() + 1).unwrap_or(Wait::MAX)
}

/// Holds the server function that receives submissions to the rate of the plain form.
pub async fn submissions(
    State(shared): State<crate::context::Shared>,
    Extension(caller): Extension<Caller>,
    request: Request,
    next: Next,
) -> Response {
    match shared.limits.submission(&caller.client.name).await {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let headers = [(RETRY_AFTER, wait.to_string())];
            (StatusCode::TOO_MANY_REQUESTS, headers, Json(ApiError::TooMany)).into_response()
        }
    }
}

/// How long a form may take to come, and a request to be answered.
pub const LONGEST: Duration = Duration::from_secs(30);
/// The same where a file comes with it, over a telephone's network.
const LONGEST_UPLOAD: Duration = Duration::from_secs(5 * 60);

/// Gives up on a request that takes too long.
pub async fn time(request: Request, next: Next) -> Response {
    let longest = if is_upload(&request) { LONGEST_UPLOAD } else { LONGEST };
    within(longest, next.run(request)).await.unwrap_or_else(IntoResponse::into_response)
}

/// Whether a file may come with a request.
pub fn is_upload(request: &Request) -> bool {
    let path = request.uri().path();
    request.method() == Method::POST && (path.ends_with("/files") || path.starts_with("/challenges/"))
}

/// Waits for something for so long.
///
/// # Errors
/// What to answer when that was not enough.
pub async fn within<T>(longest: Duration, work: impl Future<Output = T>) -> Result<T, StatusCode> {
    timeout(longest, work).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

/// How soon whoever is turned away may try again, in seconds.
const SOON: u32 = 2;

/// Answers for a request that there was no room for.
pub async fn turned_away(_: BoxError) -> Response {
    come_again()
}

/// Asks a client to come again soon.
pub fn come_again() -> Response {
    metrics::shed();
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, SOON.to_string())]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_dawdles_over_a_body_is_let_go() {
        let never = within(Duration::from_millis(20), std::future::pending::<()>()).await;
        assert_eq!(never, Err(StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!(within(LONGEST, async { "soon" }).await, Ok("soon"));
    }

    #[test]
    fn each_client_has_its_own_rate() {
        let limiter = Limiter::new("test", Quota::per_hour(NonZeroU32::new(2).expect("not zero")));
        assert_eq!([(); 2].map(|()| limiter.take_here("a")), [Ok(()); 2]);
        let wait = limiter.take_here("a").expect_err("the third is one too many");
        assert!((1700..=1801).contains(&wait), "{wait}");
        assert_eq!(limiter.take_here("b"), Ok(()));
    }
}
