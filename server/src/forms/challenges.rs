//! Opening a challenge, and changing it.

use super::{
    Failed, Form, see_other,
    upload::{self, Upload},
};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::ChallengeBackend,
    posted::{ChallengeRefusal, Posted},
};
use axum::{
    Extension,
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    attachment::{MOST_MEGABYTES, NewFile},
    challenge::{ChallengeSaved, NewChallenge, RawChallenge},
    fault::{Fault, Field, Problem},
    taxonomy::Slug,
};

pub async fn open(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Failed> {
    save(&shared, &caller, None, request).await
}

pub async fn change(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, Failed> {
    save(&shared, &caller, Some(slug), request).await
}

/// Saves a new challenge, or the one at an address.
async fn save(shared: &Shared, caller: &Caller, at: Option<String>, request: Request) -> Result<Response, Failed> {
    let pass = match caller.visitor.challenges() {
        Ok(pass) => pass,
        Err(denied) => return upload::denied(request, shared, caller, denied).await,
    };
    let slug = match at.map(|slug| slug.parse::<Slug>()).transpose() {
        Ok(slug) => slug,
        Err(_) => return Ok(Form::unread(request).page(shared, caller, StatusCode::NOT_FOUND, None).await),
    };
    let (form, file) = match Upload::read(request).await {
        Ok(Upload { form, file }) => (form, file),
        Err((form, StatusCode::PAYLOAD_TOO_LARGE)) => {
            let fault = Fault::TooLarge { megabytes: MOST_MEGABYTES };
            let refusal = ChallengeRefusal::Invalid(vec![Problem { field: Field::File, fault }]);
            return Ok(again(shared, caller, form, StatusCode::PAYLOAD_TOO_LARGE, refusal).await);
        }
        Err((_, status)) => return Ok(status.into_response()),
    };
    let picture = match file {
        None => Ok(None),
        Some(file) => match upload::checked(file).await {
            Ok(file) if file.kind.is_picture() => Ok(Some(file)),
            Ok(_) => Err(Fault::NotAPicture),
            Err(fault) => Err(fault),
        },
    };
    let (new, picture) = match checked(raw(&form).check(), picture) {
        Ok(both) => both,
        Err(problems) => {
            let refusal = ChallengeRefusal::Invalid(problems);
            return Ok(again(shared, caller, form, StatusCode::UNPROCESSABLE_ENTITY, refusal).await);
        }
    };
    let saved = match &slug {
        None => shared.store.open_challenge(pass, &new, picture.as_ref()).await?,
        Some(slug) => shared.store.change_challenge(pass, slug, &new, picture.as_ref()).await?,
    };
    Ok(match saved {
        ChallengeSaved::Saved { slug, lacks_words: true } => {
            see_other(&format!("/challenges/{slug}/edit?done=describe"))
        }
        ChallengeSaved::Saved { slug, lacks_words: false } => see_other(&format!("/challenges/{slug}?done=saved")),
        ChallengeSaved::Overtaken(now) => {
            again(shared, caller, form, StatusCode::CONFLICT, ChallengeRefusal::Overtaken(now)).await
        }
        ChallengeSaved::Gone => form.page(shared, caller, StatusCode::NOT_FOUND, None).await,
    })
}

fn raw(form: &Form) -> RawChallenge {
    let text = |field: Field| form.get(field.name()).to_owned();
    RawChallenge {
        title: text(Field::Title),
        title_en: text(Field::TitleEnglish),
        question: text(Field::Question),
        opens: text(Field::Opens),
        closes: text(Field::Closes),
        description: text(Field::Description),
        result: text(Field::Result),
        version: text(Field::Version),
    }
}

fn checked(
    new: Result<NewChallenge, Vec<Problem>>,
    picture: Result<Option<NewFile>, Fault>,
) -> Result<(NewChallenge, Option<NewFile>), Vec<Problem>> {
    match (new, picture) {
        (Ok(new), Ok(picture)) => Ok((new, picture)),
        (new, picture) => {
            let of_picture = upload::wanting(picture.map(|picture| picture.is_some()));
            Err(new.err().into_iter().flatten().chain(of_picture).collect())
        }
    }
}

async fn again(
    shared: &Shared,
    caller: &Caller,
    form: Form,
    status: StatusCode,
    refusal: ChallengeRefusal,
) -> Response {
    let raw = raw(&form);
    form.again(shared, caller, status, Posted::Challenge { raw, refusal }).await
}
