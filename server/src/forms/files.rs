//! Files beside entries: sent by managers and by whoever handed an entry in. Who asks is known before the file is read.

use super::{
    Failed, Form, see_other,
    upload::{self, Sent, Upload},
    with_wait,
};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::{FileActed, FileBackend, NoPass, ReceptionBackend},
    posted::Posted,
};
use axum::{
    Extension,
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    access::EntryPass,
    attachment::{self, Description, FileAct, FileAdded, FileState, MOST_MEGABYTES, NewFile},
    fault::{Fault, Field, Problem},
};

/// What a manager does with the files of an entry.
pub async fn manage(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, Failed> {
    let pass = match super::entry_pass(&shared, &caller, &reference).await {
        Ok(pass) => pass,
        Err(NoPass::Denied(denied)) => return upload::denied(request, &shared, &caller, denied).await,
        Err(why) => return Form::unread(request).no_pass(&shared, &caller, why).await,
    };
    let Upload { form, file } = match Upload::read(request).await {
        Ok(upload) => upload,
        Err((form, status)) => return Ok(unread(&shared, &caller, form, status).await),
    };
    match form.get("action") {
        "add" => {
            let new = match new_file(&form, file).await {
                Ok(new) => new,
                Err(problems) => return Ok(again(&shared, &caller, form, problems).await),
            };
            match shared.store.add_file(pass, &new).await? {
                FileAdded::Saved { state: FileState::Shown, .. } => Ok(done(form.path(), "shown")),
                FileAdded::Saved { .. } => Ok(done(form.path(), "describe")),
                other => Ok(not_added(&shared, &caller, form, &other).await),
            }
        }
        act => match act.parse() {
            Ok(act) => self::act(&shared, &caller, pass, act, form).await,
            Err(_) => Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
        },
    }
}

async fn act(
    shared: &Shared,
    caller: &Caller,
    pass: EntryPass<'_>,
    act: FileAct,
    form: Form,
) -> Result<Response, Failed> {
    let description = match attachment::description(form.get(Field::Description.name())) {
        Ok(description) => description,
        Err(fault) => return Ok(again(shared, caller, form, vec![described(fault)]).await),
    };
    match shared.store.act_on_file(pass, form.get("id"), act, description.as_ref()).await? {
        // What is as it shall be already is left.
        FileActed::Saved | FileActed::AsBefore => Ok(done(form.path(), act.name())),
        FileActed::Undescribed => Ok(again(shared, caller, form, vec![described(Fault::Missing)]).await),
    }
}

/// What whoever handed something in attaches to it. Whoever has the secret in the address may.
pub async fn send(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(secret): Path<String>,
    request: Request,
) -> Result<Response, Failed> {
    if shared.store.status(&secret).await?.is_none() {
        return Ok(Form::unread(request).page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    }
    if let Err(seconds) = shared.limits.submission(&caller.client.name).await {
        let form = Form::unread(request);
        let posted =
            Posted::File { id: String::new(), description: String::new(), problems: Vec::new(), wait: Some(seconds) };
        let page = form.again(&shared, &caller, StatusCode::TOO_MANY_REQUESTS, posted).await;
        return Ok(with_wait(page, seconds));
    }
    let Upload { form, file } = match Upload::read(request).await {
        Ok(upload) => upload,
        Err((form, status)) => return Ok(unread(&shared, &caller, form, status).await),
    };
    let back = format!("/receipt/{secret}");
    if form.get("action") == FileAct::Describe.name() {
        return Ok(match Description::parse(form.get(Field::Description.name())) {
            Err(fault) => again(&shared, &caller, form, vec![described(fault)]).await,
            Ok(description) => match shared.store.describe_sent(&secret, form.get("id"), &description).await? {
                true => done(&back, "described"),
                false => not_added(&shared, &caller, form, &FileAdded::Gone).await,
            },
        });
    }
    let new = match new_file(&form, file).await {
        Ok(new) => new,
        Err(problems) => return Ok(again(&shared, &caller, form, problems).await),
    };
    let lacks_words = new.kind.is_picture() && new.description.is_none();
    match shared.store.send_file(&secret, &new).await? {
        FileAdded::Saved { .. } => Ok(done(&back, if lacks_words { "describe" } else { "attached" })),
        other => Ok(not_added(&shared, &caller, form, &other).await),
    }
}

fn done(path: &str, what: &str) -> Response {
    see_other(&format!("{path}?done={what}#files"))
}

const fn described(fault: Fault) -> Problem {
    Problem { field: Field::Description, fault }
}

/// What is to be kept of the file in a form, or everything that is wrong with it.
async fn new_file(form: &Form, file: Option<Sent>) -> Result<NewFile, Vec<Problem>> {
    let description = attachment::description(form.get(Field::Description.name())).map_err(described);
    let file = match file {
        None => Err(Fault::Missing),
        Some(file) => upload::checked(file).await,
    };
    match (file, description) {
        (Ok(file), Ok(description)) => Ok(NewFile { description, ..file }),
        (file, description) => {
            let of_file = upload::wanting(file.map(|_| true));
            Err(of_file.into_iter().chain(description.err()).collect())
        }
    }
}

/// Shows the page again with what is wrong.
async fn again(shared: &Shared, caller: &Caller, form: Form, problems: Vec<Problem>) -> Response {
    let is_too_large = problems.iter().any(|problem| matches!(problem.fault, Fault::TooLarge { .. }));
    let status = if is_too_large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::UNPROCESSABLE_ENTITY };
    let posted = Posted::File {
        id: form.get("id").to_owned(),
        description: form.get(Field::Description.name()).to_owned(),
        problems,
        wait: None,
    };
    form.again(shared, caller, status, posted).await
}

/// Answers a form that could not be read to its end.
async fn unread(shared: &Shared, caller: &Caller, form: Form, status: StatusCode) -> Response {
    if status != StatusCode::PAYLOAD_TOO_LARGE {
        return status.into_response();
    }
    let too_large = Problem { field: Field::File, fault: Fault::TooLarge { megabytes: MOST_MEGABYTES } };
    again(shared, caller, form, vec![too_large]).await
}

async fn not_added(shared: &Shared, caller: &Caller, form: Form, why: &FileAdded) -> Response {
    match why {
        FileAdded::TooMany { most } => {
            let problem = Problem { field: Field::File, fault: Fault::TooManyFiles { max: *most } };
            again(shared, caller, form, vec![problem]).await
        }
        FileAdded::Gone | FileAdded::Saved { .. } => form.page(shared, caller, StatusCode::NOT_FOUND, None).await,
    }
}
