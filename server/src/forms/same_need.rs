//! "Jag har samma behov". A resident's browser gets a cookie that nobody can guess, the first time it says so: by that
//! it is known again, and by nothing else.

use super::{Failed, Form, see_other, with_wait};
use crate::{context::Shared, layers::caller::Caller, secret};
use app::{
    backend::{NeedBackend, Outage},
    posted::Posted,
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use domain::{
    reference::Reference,
    same_need::{self, Sharing},
};

pub async fn share(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let Ok(reference) = reference.parse::<Reference>() else {
        return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    };
    let Ok(sharing) = form.get("action").parse::<Sharing>() else {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    let mut who = caller.sharer();
    let mut jar = CookieJar::new();
    if sharing == Sharing::Share {
        if who.account.is_none()
            && let Err(seconds) = shared.limits.same_need(&caller.client.name, reference).await
        {
            let status = StatusCode::TOO_MANY_REQUESTS;
            return Ok(with_wait(form.again(&shared, &caller, status, Posted::SameNeed { seconds }).await, seconds));
        }
        if who.account.is_none() && who.browser.is_none() {
            let token = secret::token().map_err(|_| Outage)?;
            who.browser = Some(Caller::browser_hash(&token));
            jar = jar.add(caller.browser_cookie(token));
        }
    }
    Ok(match shared.store.share_need(reference, who, sharing).await? {
        same_need::Shared::Saved | same_need::Shared::AsBefore | same_need::Shared::Closed => {
            (jar, see_other(&format!("/portfolio/{reference}#same-need"))).into_response()
        }
        same_need::Shared::Gone => form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await,
    })
}
