//! What administrators do with accounts.

use super::{Failed, Form, see_other};
use crate::{
    clock,
    context::Shared,
    db::{self, or_outage, people},
    layers::caller::Caller,
};
use app::posted::Posted;
use axum::{
    Extension,
    extract::{Path, State},
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use domain::{
    access::AdministratorPass,
    fault::{Fault, Field, Problem},
    person::{PersonChanged, PersonFacts, RawPerson},
};

/// Adds a person, and shows the link by which the person chooses a password.
pub async fn add(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match caller.visitor.administrator() {
        Ok(pass) => pass,
        Err(denied) => return form.denied(&shared, &caller, denied).await,
    };
    let raw = RawPerson::from_pairs(form.pairs());
    let problems = match raw.check(shared.store.portfolio().taxonomies()) {
        Err(problems) => problems,
        Ok(facts) => match or_outage(add_one(&shared, pass, &facts).await)? {
            Some((_, token)) => {
                let posted = Posted::Link { path: format!("/password/{token}") };
                return Ok(form.again(&shared, &caller, StatusCode::OK, posted).await);
            }
            None => vec![Problem { field: Field::Email, fault: Fault::Taken }],
        },
    };
    let posted = Posted::Person { raw, problems };
    Ok(form.again(&shared, &caller, StatusCode::UNPROCESSABLE_ENTITY, posted).await)
}

async fn add_one(
    shared: &Shared,
    pass: AdministratorPass<'_>,
    facts: &PersonFacts,
) -> db::Result<Option<(i64, String)>> {
    let mut tx = shared.store.database().begin().await?;
    let added = people::add(&mut tx, pass, facts, clock::now()).await?;
    tx.commit().await?;
    Ok(added)
}

/// How an administrator's form ended.
enum Ending {
    Changed(PersonChanged),
    Invalid(Vec<Problem>),
    Link(String),
    File(Vec<u8>),
    Gone,
    /// The form names nothing that can be done: nobody's page sends that.
    Tampered,
}

/// Changes an account, or does something else with it: the button says what.
pub async fn change(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match caller.visitor.administrator() {
        Ok(pass) => pass,
        Err(denied) => return form.denied(&shared, &caller, denied).await,
    };
    let Ok(id) = id.parse::<i64>() else {
        return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    };
    let action = form.get("action").to_owned();
    let refused = |fault| match action.as_str() {
        "save" => Posted::Person {
            raw: RawPerson::from_pairs(form.pairs()),
            problems: vec![Problem { field: if fault == Fault::Taken { Field::Email } else { Field::Role }, fault }],
        },
        _ => Posted::Faults(vec![Problem { field: Field::Sure, fault }]),
    };
    let posted = match or_outage(carry_out(&shared, pass, id, &form).await)? {
        Ending::Changed(PersonChanged::Saved) => return Ok(see_other(&format!("/people/{id}?done={action}"))),
        Ending::Changed(PersonChanged::EmailTaken) => refused(Fault::Taken),
        Ending::Changed(PersonChanged::LastAdministrator) => refused(Fault::LastAdministrator),
        Ending::Invalid(problems) if action == "save" => {
            Posted::Person { raw: RawPerson::from_pairs(form.pairs()), problems }
        }
        Ending::Invalid(problems) => Posted::Faults(problems),
        Ending::Link(token) => {
            let posted = Posted::Link { path: format!("/password/{token}") };
            return Ok(form.again(&shared, &caller, StatusCode::OK, posted).await);
        }
        Ending::File(bytes) => return Ok(file(bytes, &format!("person-{id}"))),
        Ending::Changed(PersonChanged::Gone) | Ending::Gone => {
            return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
        }
        Ending::Tampered => return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
    };
    Ok(form.again(&shared, &caller, StatusCode::UNPROCESSABLE_ENTITY, posted).await)
}

async fn carry_out(shared: &Shared, pass: AdministratorPass<'_>, id: i64, form: &Form) -> db::Result<Ending> {
    let now = clock::now();
    let mut tx = shared.store.database().begin().await?;
    let ending = match form.get("action") {
        "save" => match RawPerson::from_pairs(form.pairs()).check(shared.store.portfolio().taxonomies()) {
            Ok(facts) => Ending::Changed(people::change(&mut tx, pass, id, &facts, now).await?),
            Err(problems) => Ending::Invalid(problems),
        },
        "link" => people::invite(&mut tx, pass, id, now).await?.map_or(Ending::Gone, Ending::Link),
        "sign-out" => Ending::Changed(people::end_sessions(&mut tx, pass, id, now).await?),
        "disable" => Ending::Changed(people::set_disabled(&mut tx, pass, id, true, now).await?),
        "enable" => Ending::Changed(people::set_disabled(&mut tx, pass, id, false, now).await?),
        "export" => match people::export(&mut tx, id, pass.account().id, now).await? {
            Some(kept) => Ending::File(pretty(&kept)),
            None => Ending::Gone,
        },
        "erase" if form.get(Field::Sure.name()) != "yes" => {
            Ending::Invalid(vec![Problem { field: Field::Sure, fault: Fault::NotConfirmed }])
        }
        "erase" => Ending::Changed(people::erase(&mut tx, pass, id, now).await?),
        _ => Ending::Tampered,
    };
    tx.commit().await?;
    if matches!(ending, Ending::Changed(PersonChanged::Saved)) && form.get("action") == "erase" {
        // A name that the person chose to publish is gone from the pages too.
        shared.store.refresh().await?;
    }
    Ok(ending)
}

/// What is kept of a person, as people read JSON.
pub fn pretty(kept: &serde_json::Value) -> Vec<u8> {
    serde_json::to_vec_pretty(kept).unwrap_or_default()
}

/// What is kept of a person, to be saved.
pub fn file(bytes: Vec<u8>, name: &str) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.json\"")),
    ];
    (headers, bytes).into_response()
}
