//! Having a mail tried again that did not arrive.

use super::{Failed, Form, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::backend::MailBackend;
use axum::{
    Extension,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

pub async fn send_again(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match caller.visitor.whole() {
        Ok(pass) => pass,
        Err(denied) => return form.denied(&shared, &caller, denied).await,
    };
    let Ok(id) = form.get("id").parse() else { return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()) };
    let page: u32 = form.get("page").parse().unwrap_or(1);
    let done = if shared.store.send_again(pass, id).await? { "again" } else { "gone" };
    Ok(see_other(&format!("/manage/outbox?page={page}&done={done}")))
}
