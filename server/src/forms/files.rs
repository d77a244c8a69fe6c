//! Files beside entries: sent by managers and by whoever handed an entry in. Who asks is known before the file is read.

use super::{Failed, Form, see_other, with_wait};
use crate::{
    context::Shared,
    files::{self, Refused},
    layers::caller::Caller,
};
use app::{
    backend::{FileActed, FileBackend, ReceptionBackend},
    posted::Posted,
};
use axum::{
    Extension,
    extract::{
        FromRequest, Multipart, Path, Request, State,
        multipart::{Field as MultipartField, MultipartError},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    access::EntryPass,
    attachment::{self, Description, FileAct, FileAdded, FileState, MOST_MEGABYTES, NewFile, file_name},
    fault::{Fault, Field, Problem},
};

/// How many parts a form with a file has at most, which is several times what ours have.
const MOST_PARTS: usize = 16;

/// A file as it was sent.
struct Sent {
    name: String,
    /// None of a file that was too large.
    bytes: Option<Vec<u8>>,
}

/// A posted form that may carry a file.
struct Upload {
    form: Form,
    file: Option<Sent>,
}

impl Upload {
    /// Reads the form. What is wrong with it comes with the form as far as it was read, so that its page can be shown.
    async fn read(request: Request) -> Result<Self, (Form, StatusCode)> {
        let (parts, body) = request.into_parts();
        let mut form = Form { parts: parts.clone(), pairs: Vec::new() };
        let mut file = None;
        let Ok(mut multipart) = Multipart::from_request(Request::from_parts(parts, body), &()).await else {
            return Err((form, StatusCode::UNSUPPORTED_MEDIA_TYPE));
        };
        for _ in 0..MOST_PARTS {
            match read_part(&mut multipart).await {
                Ok(Some(Part::Text(name, value))) => form.pairs.push((name, value)),
                // Browsers send an empty file where none was chosen.
                Ok(Some(Part::File(sent))) if sent.bytes.as_ref().is_some_and(Vec::is_empty) => {}
                Ok(Some(Part::File(sent))) => file = file.or(Some(sent)),
                Ok(None) => return Ok(Self { form, file }),
                Err(error) => return Err((form, error.status())),
            }
        }
        Err((form, StatusCode::BAD_REQUEST))
    }
}

/// The most that a text may weigh, in bytes.
const MOST_TEXT: usize = 16 * 1024;
/// How much more is read and thrown away, so that the sender's browser hears why: one that is cut off while it sends only
/// tells that the connection broke.
const MOST_DRAINED: usize = 10 * attachment::MOST_BYTES;

/// Why a part was not read.
enum Unread {
    Multipart(MultipartError),
    NotText,
    TooLarge,
}

impl From<MultipartError> for Unread {
    fn from(error: MultipartError) -> Self {
        Self::Multipart(error)
    }
}

impl Unread {
    fn status(&self) -> StatusCode {
        match self {
            Self::Multipart(error) => error.status(),
            Self::NotText => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }
}

enum Part {
    Text(String, String),
    File(Sent),
}

/// What is in a part, up to a limit; what is beyond it is read and dropped.
async fn read_bytes(field: &mut MultipartField<'_>, most: usize) -> Result<Option<Vec<u8>>, Unread> {
    let (mut bytes, mut seen) = (Vec::new(), 0_usize);
    while let Some(chunk) = field.chunk().await? {
        seen += chunk.len();
        if seen > MOST_DRAINED {
            return Err(Unread::TooLarge);
        }
        if seen <= most {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((seen <= most).then_some(bytes))
}

async fn read_part(multipart: &mut Multipart) -> Result<Option<Part>, Unread> {
    let Some(mut field) = multipart.next_field().await? else { return Ok(None) };
    let name = field.name().unwrap_or_default().to_owned();
    Ok(Some(match field.file_name().map(str::to_owned) {
        Some(file) => Part::File(Sent { name: file, bytes: read_bytes(&mut field, attachment::MOST_BYTES).await? }),
        // What is not UTF-8 is refused, not mended, as in other forms.
        None => {
            let bytes = read_bytes(&mut field, MOST_TEXT).await?.ok_or(Unread::TooLarge)?;
            Part::Text(name, String::from_utf8(bytes).map_err(|_| Unread::NotText)?)
        }
    }))
}

/// What a manager does with the files of an entry.
pub async fn manage(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, Failed> {
    let pass = match super::entry_pass(&shared, &caller, &reference).await {
        Ok(pass) => pass,
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
    if let Err(seconds) = shared.limits.submission(&caller.client.name) {
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

impl Form {
    /// The form of whoever may not send it: its body stays unread.
    fn unread(request: Request) -> Self {
        Self { parts: request.into_parts().0, pairs: Vec::new() }
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
    let prepared = match file {
        None => Err(Fault::Missing),
        Some(Sent { bytes: None, .. }) => Err(Fault::TooLarge { megabytes: MOST_MEGABYTES }),
        Some(Sent { name, bytes: Some(bytes) }) => match files::prepare(bytes).await {
            Ok(prepared) => Ok((name, prepared)),
            Err(Refused::OtherType) => Err(Fault::OtherType),
            Err(Refused::Unreadable) => Err(Fault::Unreadable),
        },
    };
    match (prepared, description) {
        (Ok((name, prepared)), Ok(description)) => Ok(NewFile {
            name: file_name(&name, prepared.kind),
            kind: prepared.kind,
            pixels: prepared.pixels,
            description,
            bytes: prepared.bytes,
        }),
        (prepared, description) => Err(prepared
            .err()
            .map(|fault| Problem { field: Field::File, fault })
            .into_iter()
            .chain(description.err())
            .collect()),
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
