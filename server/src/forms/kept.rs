//! Forms of people whose session has ended while they wrote: kept until they have signed in again, and then theirs to send.
//!
//! Who may have it is told by a cookie that the answer to the form sets, so that nobody can be led to send a form that
//! somebody else wrote. It is kept in memory alone, and no longer than two hours.

use super::{Form, see_other};
use crate::{
    clock,
    context::Shared,
    layers::caller::Caller,
    pages,
    secret::{self, Hash},
};
use app::posted::Posted;
use axum::{
    Extension,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use domain::fault::Field;
use quick_cache::{Weighter, sync::Cache};
use std::sync::Arc;

/// The page where a kept form is sent from.
pub const PATH: &str = "/sign-in/resume";
/// How much is kept, in bytes.
const MOST_BYTES: u64 = 16 << 20;
/// How many forms that may be, roughly.
const FORMS: usize = 256;
/// How long a form is kept, in seconds.
const LONGEST: i64 = 2 * 60 * 60;

/// A form as it was posted.
struct Kept {
    path: String,
    pairs: Vec<(String, String)>,
    at: i64,
}

/// The forms kept.
pub struct KeptForms(Cache<Hash, Arc<Kept>, Weight>);

#[derive(Clone)]
struct Weight;

impl Weighter<Hash, Arc<Kept>> for Weight {
    fn weight(&self, _: &Hash, kept: &Arc<Kept>) -> u64 {
        let pairs: usize = kept.pairs.iter().map(|(name, value)| name.len() + value.len() + 64).sum();
        (pairs + kept.path.len() + 64) as u64
    }
}

impl Default for KeptForms {
    fn default() -> Self {
        Self(Cache::with_weighter(FORMS, MOST_BYTES, Weight))
    }
}

fn hash(token: &str) -> Hash {
    secret::hash("kept form", token)
}

/// Keeps a form whose sender's session has ended, and leads to sign in; none where there is nothing to keep.
pub fn keep(shared: &Shared, caller: &Caller, form: &Form) -> Option<Response> {
    let has_words = form
        .pairs()
        .any(|(name, value)| !matches!(name, "action" | "version" | "id" | "next" | "sure") && !value.is_empty());
    // A password is written nowhere, and shown to nobody.
    let has_password = form.pairs().any(|(name, _)| name.ends_with("password") || name == Field::Again.name());
    // Whoever never had a session has nothing to go on with.
    if caller.token.is_none() || !has_words || has_password {
        return None;
    }
    let token = secret::token().ok()?;
    let kept = Kept { path: form.path().to_owned(), pairs: form.pairs.clone(), at: clock::now() };
    shared.kept_forms.0.insert(hash(&token), Arc::new(kept));
    let cookie = caller.kept_form_cookie(token, LONGEST);
    Some((CookieJar::new().add(cookie), see_other(&format!("/sign-in?next={PATH}"))).into_response())
}

/// The page where whoever has signed in again sees what was written, and sends it.
pub async fn resume(State(shared): State<Shared>, Extension(caller): Extension<Caller>, request: Request) -> Response {
    if caller.visitor.account().is_none() {
        return super::sign_in_first(PATH);
    }
    let token = caller.kept_form_token(request.headers());
    let kept = token.and_then(|token| shared.kept_forms.0.get(&hash(&token)));
    let kept = kept.filter(|kept| clock::now() - kept.at < LONGEST);
    let posted = Posted::Kept { form: kept.map(|kept| (kept.path.clone(), kept.pairs.clone())) };
    pages::render(&shared, &caller, request, Some(posted)).await
}
