//! Why a server function did not answer, in codes that the pages put into words.

use domain::{access::Denied, fault::Problem, reference::Reference};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// Why a server function did not answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    #[error("denied: {0}")]
    Denied(Denied),
    #[error("there is no such thing")]
    NotFound,
    /// It was merged into another entry, which goes on for both.
    #[error("merged into {0}")]
    Merged(Reference),
    #[error("the answers have faults")]
    Invalid(Vec<Problem>),
    /// The same form was received before with other content.
    #[error("received before as {0}")]
    SentBefore(Reference),
    /// Too much was asked in a short time.
    #[error("too many requests")]
    TooMany,
    /// What was sent could not be read.
    #[error("the request could not be read")]
    Unreadable,
    /// The server could not be reached, or answered with something else than an answer.
    #[error("no answer")]
    Unreachable,
    #[error("the server failed")]
    Broken,
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => refused(Self::Unreadable),
            // On the server only reading a request's body ends here; in the browser, reading the answer.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => refused(Self::Unreadable),
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Unreachable
            }
            _ => Self::Broken,
        }
    }
}

#[cfg(feature = "ssr")]
use server::refuse as refused;

#[cfg(not(feature = "ssr"))]
const fn refused(error: ApiError) -> ApiError {
    error
}

#[cfg(feature = "ssr")]
pub(crate) use server::{backend, entry_pass, refuse, sharer, visitor};

#[cfg(feature = "ssr")]
mod server {
    use super::ApiError;
    use crate::backend::{self, NoPass, Outage, SharedBackend};
    use axum::http::StatusCode;
    use domain::{
        access::{Denied, EntryPass, Visitor},
        reference::Reference,
        same_need::Sharer,
    };
    use leptos::prelude::*;
    use leptos_axum::ResponseOptions;

    impl ApiError {
        const fn status(&self) -> StatusCode {
            match self {
                Self::Denied(Denied::SignInFirst) => StatusCode::UNAUTHORIZED,
                Self::Denied(Denied::NotAllowed | Denied::OtherUnits) => StatusCode::FORBIDDEN,
                Self::NotFound => StatusCode::NOT_FOUND,
                Self::Merged(_) => StatusCode::GONE,
                Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Self::SentBefore(_) => StatusCode::CONFLICT,
                Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
                Self::Unreadable => StatusCode::BAD_REQUEST,
                Self::Unreachable | Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            }
        }
    }

    /// Gives the response the status that belongs to the error, whether a page or a program asked.
    pub(crate) fn refuse(error: ApiError) -> ApiError {
        if let Some(options) = use_context::<ResponseOptions>() {
            options.set_status(error.status());
        }
        error
    }

    impl From<Outage> for ApiError {
        fn from(_: Outage) -> Self {
            refuse(Self::Broken)
        }
    }

    impl From<Denied> for ApiError {
        fn from(denied: Denied) -> Self {
            refuse(Self::Denied(denied))
        }
    }

    /// The backend of this request.
    pub(crate) fn backend() -> Result<SharedBackend, ApiError> {
        use_context().ok_or_else(|| refuse(ApiError::Broken))
    }

    impl From<NoPass> for ApiError {
        fn from(why: NoPass) -> Self {
            match why {
                NoPass::Denied(denied) => denied.into(),
                NoPass::Gone => refuse(Self::NotFound),
                NoPass::Outage => refuse(Self::Broken),
            }
        }
    }

    /// The pass of whoever answers for an entry.
    pub(crate) async fn entry_pass<'visitor>(
        backend: &SharedBackend,
        visitor: &'visitor Visitor,
        reference: Reference,
    ) -> Result<EntryPass<'visitor>, ApiError> {
        Ok(backend::entry_pass(&**backend, visitor, reference).await?)
    }

    /// Whoever asks; a resident, where nobody is known.
    pub(crate) fn visitor() -> Visitor {
        use_context().unwrap_or_default()
    }

    /// Whoever asks, as one who may have the same need as others.
    pub(crate) fn sharer() -> Sharer {
        use_context().unwrap_or_default()
    }
}
