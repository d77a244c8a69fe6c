//! Files beside entries, handed out to whoever may see them.

use crate::{context::Shared, forms::Failed, layers::caller::Caller, secret};
use app::backend::{Backend, ChallengeBackend, FileBackend, NoPass, entry_pass};
use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{attachment::FileKind, challenge::Period, taxonomy::Slug};

pub fn router() -> Router<Shared> {
    Router::new().route("/files/{id}", get(file)).route("/challenges/{slug}/picture", get(picture))
}

/// The picture of a challenge.
async fn picture(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let Ok(slug) = slug.parse::<Slug>() else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let found = shared.store.challenge_picture(&slug).await?;
    let Some((challenge, kind, bytes)) = found.filter(|(challenge, ..)| {
        challenge.period(shared.store.today()) != Period::Coming || caller.visitor.challenges().is_ok()
    }) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let is_public = challenge.period(shared.store.today()) != Period::Coming;
    let tag = is_public.then(|| tag(&format!("{slug} {}", challenge.version)));
    hand_out(&headers, tag, kind, &format!("{slug}.{}", kind.extension()), bytes)
}

/// A browser that shows a file shows nothing but the file.
const NOTHING_BUT_ITSELF: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

async fn file(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let Some(file) = shared.store.file(&id).await? else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    if !file.is_public {
        match entry_pass(&shared.store, &caller.visitor, file.entry).await {
            Ok(_) => {}
            Err(NoPass::Outage) => return Err(Failed),
            // Whether there is such a file is nobody else's business.
            Err(_) => return Ok(StatusCode::NOT_FOUND.into_response()),
        }
    }
    // A file stays as it came, so that its name tells of what is in it.
    hand_out(&headers, file.is_public.then(|| tag(&id)), file.kind, &file.name, file.bytes)
}

/// A mark by which a browser knows again what it has.
fn tag(of: &str) -> String {
    format!("\"{}\"", secret::hex(&secret::hash("file", of)[..8]))
}

/// Answers with a file. What has a tag may stay in the browser; what has none is for few, and stays nowhere.
fn hand_out(
    headers: &HeaderMap,
    tag: Option<String>,
    kind: FileKind,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Response, Failed> {
    let known = headers.get(IF_NONE_MATCH).map(HeaderValue::as_bytes);
    let mut answer = if known.is_some() && known == tag.as_deref().map(str::as_bytes) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        // Only pictures are shown; everything else is for the reader's own programs.
        let way = if kind.is_picture() { "inline" } else { "attachment" };
        let ascii: String = name.chars().map(|letter| if letter.is_ascii() { letter } else { '_' }).collect();
        let name = crate::forms::urlencoded::write(name);
        let disposition = format!("{way}; filename=\"{ascii}\"; filename*=UTF-8''{name}");
        let disposition = HeaderValue::try_from(disposition).map_err(|_| Failed)?;
        let kind = HeaderValue::from_static(kind.name());
        ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
    };
    let answered = answer.headers_mut();
    answered.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING_BUT_ITSELF));
    // Asked for anew each time, for it may have been taken away.
    let keeping = if tag.is_some() { "private, no-cache" } else { "no-store" };
    answered.insert(CACHE_CONTROL, HeaderValue::from_static(keeping));
    if let Some(tag) = tag {
        answered.insert(ETAG, HeaderValue::try_from(tag).map_err(|_| Failed)?);
    }
    Ok(answer)
}
