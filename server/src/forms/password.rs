//! New passwords: asking for a mail with a link to choose one, and what forms say is chosen.

use super::{Failed, Form, see_other, with_wait};
use crate::{
    clock,
    context::Shared,
    db::{self, Store, accounts, or_outage, outbox},
    layers::caller::Caller,
    passwords,
};
use app::posted::Posted;
use axum::{Extension, extract::State, http::StatusCode, response::Response};
use domain::{
    fault::{Field, Problem},
    language::Language,
    letter::{Letter, LetterKind},
    password::Password,
    text::Email,
};

/// How many such mails an account gets in an hour: nobody's mailbox is filled by somebody else.
const MOST_AN_HOUR: i64 = 3;

/// The new password of a form, where whoever knows `about` its owner, and the municipality, does not guess it.
///
/// # Errors
/// Everything that is wrong at once.
pub fn chosen(shared: &Shared, form: &Form, about: &[&str]) -> Result<Password, Vec<Problem>> {
    let about: Vec<&str> = about.iter().copied().chain([&*shared.store.settings().municipality]).collect();
    passwords::choose(form.get(Field::Password.name()), form.get(Field::Again.name()), &about)
}

/// The answer is the same, and comes as fast, whether the address has an account or not.
pub async fn ask(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    let settings = shared.store.settings();
    if !settings.mail || !settings.passwords {
        return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    }
    if let Err(seconds) = shared.limits.sign_in(&caller.client.name).await {
        let page = form.again(&shared, &caller, StatusCode::TOO_MANY_REQUESTS, Posted::Wait { seconds }).await;
        return Ok(with_wait(page, seconds));
    }
    let written = form.get(Field::Email.name()).to_owned();
    match Email::parse(&written) {
        Err(fault) => {
            let posted = Posted::ForgottenPassword { email: written, fault };
            Ok(form.again(&shared, &caller, StatusCode::UNPROCESSABLE_ENTITY, posted).await)
        }
        Ok(email) => {
            let (store, language) = (shared.store.clone(), caller.language);
            tokio::spawn(async move { or_outage(mail_link(&store, &email, language, clock::now()).await) });
            Ok(see_other("/password?done=1"))
        }
    }
}

async fn mail_link(store: &Store, email: &Email, language: Language, at: i64) -> db::Result<()> {
    // Whoever signs in where the municipality does has no password here to forget.
    let known = accounts::known(store.database(), email).await?.filter(|known| !known.signs_in_elsewhere);
    let Some(known) = known else { return Ok(()) };
    let mut tx = store.database().begin().await?;
    let before = outbox::queued_since(&mut tx, email, LetterKind::Reset.name(), at - 60 * 60).await?;
    if before < MOST_AN_HOUR {
        outbox::address(&mut tx, email).await?;
        let to = outbox::Receiver { email: email.to_string(), language, following: None };
        outbox::queue(&mut tx, &to, &Letter::Reset { account: known.id }, at).await?;
        tx.commit().await?;
        store.ring();
    }
    Ok(())
}
