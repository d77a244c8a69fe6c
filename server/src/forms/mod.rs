//! Plain HTML forms, each posted to the address of its page. What is accepted leads on by a redirect; what is not is
//! shown again on the same page, as it was written, with what is wrong with it ([`Posted`]).

pub mod account;
pub mod act;
pub mod assign;
pub mod challenges;
pub mod comment;
pub mod edit;
pub mod files;
pub mod follow;
pub mod kept;
pub mod language;
pub mod link;
pub mod manage;
pub mod next;
pub mod outbox;
pub mod password;
pub mod people;
pub mod place;
pub mod receipt;
pub mod relate;
pub mod restore;
pub mod same_need;
pub mod sign_in;
pub mod sso;
pub mod submit;
pub mod target;
mod upload;
pub mod urlencoded;

use crate::{
    context::Shared,
    layers::{MOST_BYTES, caller::Caller},
    pages,
};
use app::{
    backend::{self, NoPass, Outage},
    posted::Posted,
};
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, Request},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER},
        request::Parts,
    },
    response::{IntoResponse, Redirect, Response},
};
use domain::access::{Denied, EntryPass};

/// A posted form: its fields, and the request it came with.
pub struct Form {
    parts: Parts,
    pairs: Vec<(String, String)>,
    /// What it carried beside its fields, where it may carry a file.
    upload: Option<Carried>,
}

/// Whether a form that may carry a file did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carried {
    Nothing,
    AFile,
}

impl<S: Sync> FromRequest<S> for Form {
    /// Bare: the layers put it into words.
    type Rejection = StatusCode;

    async fn from_request(request: Request, _: &S) -> Result<Self, StatusCode> {
        let (parts, body) = request.into_parts();
        let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        let body = to_bytes(body, MOST_BYTES).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        let pairs = urlencoded::read(&body).ok_or(StatusCode::BAD_REQUEST)?;
        Ok(Self { parts, pairs, upload: None })
    }
}

impl Form {
    /// The fields in the order of the form.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A field with one value; empty where it is absent.
    pub fn get(&self, name: &str) -> &str {
        self.pairs().find_map(|(field, value)| (field == name).then_some(value)).unwrap_or_default()
    }

    /// The address that the form was posted to.
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// Shows the page again with what was posted to it.
    pub async fn again(self, shared: &Shared, caller: &Caller, status: StatusCode, posted: Posted) -> Response {
        self.page(shared, caller, status, Some(posted)).await
    }

    /// Shows the page at the form's address with a status of ours.
    pub async fn page(self, shared: &Shared, caller: &Caller, status: StatusCode, posted: Option<Posted>) -> Response {
        let request = Request::from_parts(self.parts, Body::empty());
        let mut response = pages::render(shared, caller, request, posted).await;
        *response.status_mut() = status;
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// Answers whoever gets no pass for an entry.
    ///
    /// # Errors
    /// When the store could not tell.
    pub async fn no_pass(self, shared: &Shared, caller: &Caller, why: NoPass) -> Result<Response, Failed> {
        match why {
            NoPass::Denied(denied) => self.denied(shared, caller, denied).await,
            NoPass::Gone => Ok(self.page(shared, caller, StatusCode::NOT_FOUND, None).await),
            NoPass::Outage => Err(Failed),
        }
    }

    /// Answers whoever may not do this: sign in first, or not at all.
    ///
    /// # Errors
    /// When the store could not tell.
    pub async fn denied(self, shared: &Shared, caller: &Caller, denied: Denied) -> Result<Response, Failed> {
        Ok(match denied {
            Denied::SignInFirst => match kept::keep(shared, caller, &self).await? {
                Some(kept) => kept,
                None => sign_in_first(self.path()),
            },
            Denied::NotAllowed | Denied::OtherUnits => self.page(shared, caller, StatusCode::FORBIDDEN, None).await,
        })
    }
}

/// The pass of whoever answers for the entry that an address names.
///
/// # Errors
/// Where the visitor may not, or there is no such entry.
pub async fn entry_pass<'caller>(
    shared: &Shared,
    caller: &'caller Caller,
    reference: &str,
) -> Result<EntryPass<'caller>, NoPass> {
    // Whoever manages nothing is not told whether it names one.
    caller.visitor.manager()?;
    let reference = reference.parse().map_err(|_| NoPass::Gone)?;
    backend::entry_pass(&shared.store, &caller.visitor, reference).await
}

/// Leads whoever must sign in first to where that is done, and back to a page of ours.
fn sign_in_first(next: &str) -> Response {
    see_other(&format!("/sign-in?next={}", urlencoded::write(next)))
}

/// Leads on to another page, so that reloading it does not send the form again.
pub fn see_other(to: &str) -> Response {
    ([(CACHE_CONTROL, "no-store")], Redirect::to(to)).into_response()
}

/// Tells clients how long to wait.
fn with_wait(mut response: Response, seconds: u32) -> Response {
    response.headers_mut().insert(RETRY_AFTER, seconds.into());
    response
}

/// What a form answers when the store fails; the layers put it into words.
pub struct Failed;

impl From<Outage> for Failed {
    fn from(_: Outage) -> Self {
        Self
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
