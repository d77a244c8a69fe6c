//! Choosing the language: remembered for a year.

use super::{Form, next, see_other};
use crate::layers::{caller::Caller, language};
use axum::{
    Extension,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use domain::language::Language;
use time::Duration;

pub async fn choose(Extension(caller): Extension<Caller>, form: Form) -> Response {
    let Ok(language) = form.get("language").parse::<Language>() else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let cookie = Cookie::build((language::COOKIE, language.name()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(caller.client.https)
        .max_age(Duration::days(365))
        .build();
    let back = next::header_safe(next::local(form.get("next")).unwrap_or("/"));
    (CookieJar::new().add(cookie), see_other(&back)).into_response()
}
