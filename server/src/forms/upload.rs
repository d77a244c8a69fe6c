//! Forms that carry a file. They are read only for those who may send them, and count for themselves: a file that is
//! too large is read to its end and dropped, so that its sender hears why on the form's own page.

use super::{Carried, Failed, Form, kept};
use crate::{
    context::Shared,
    files::{self, Refused},
    layers::caller::Caller,
};
use axum::{
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field as MultipartField, MultipartError},
    },
    http::StatusCode,
    response::Response,
};
use domain::{
    access::Denied,
    attachment::{self, MOST_MEGABYTES, NewFile, file_name},
    fault::{Fault, Field, Problem},
};

/// How many parts a form with a file has at most, which is several times what ours have.
const MOST_PARTS: usize = 32;
/// The most that a text may weigh, in bytes.
const MOST_TEXT: usize = 32 * 1024;
/// How much more of a file is read and thrown away: a browser that is cut off while it sends only tells that the
/// connection broke.
const MOST_DRAINED: usize = 10 * attachment::MOST_BYTES;

/// A posted form that may carry a file.
pub struct Upload {
    pub form: Form,
    pub file: Option<Sent>,
}

/// A file as it was sent.
pub struct Sent {
    name: String,
    /// None of a file that was too large.
    bytes: Option<Vec<u8>>,
}

impl Upload {
    /// Reads the form.
    ///
    /// # Errors
    /// The form as far as it was read, so that its page can be shown, and what is wrong with it.
    pub async fn read(request: Request) -> Result<Self, (Form, StatusCode)> {
        let (parts, body) = request.into_parts();
        let mut form = Form { parts: parts.clone(), pairs: Vec::new(), upload: Some(Carried::Nothing) };
        let mut file = None;
        let Ok(mut multipart) = Multipart::from_request(Request::from_parts(parts, body), &()).await else {
            return Err((form, StatusCode::UNSUPPORTED_MEDIA_TYPE));
        };
        for _ in 0..MOST_PARTS {
            match read_part(&mut multipart).await {
                Ok(Some(Part::Text(name, value))) => form.pairs.push((name, value)),
                // Browsers send an empty file where none was chosen.
                Ok(Some(Part::File(sent))) if sent.bytes.as_ref().is_some_and(Vec::is_empty) => {}
                Ok(Some(Part::File(sent))) => {
                    form.upload = Some(Carried::AFile);
                    file = file.or(Some(sent));
                }
                Ok(None) => return Ok(Self { form, file }),
                Err(error) => return Err((form, error.status())),
            }
        }
        Err((form, StatusCode::BAD_REQUEST))
    }
}

impl Form {
    /// The form of whoever may not send it: its body stays unread.
    pub fn unread(request: Request) -> Self {
        Self { parts: request.into_parts().0, pairs: Vec::new(), upload: None }
    }
}

/// Answers whoever may not send a form with a file. It is read only where it is to be kept for its sender.
pub async fn denied(request: Request, shared: &Shared, caller: &Caller, denied: Denied) -> Result<Response, Failed> {
    let form = match denied {
        Denied::SignInFirst if kept::owner(shared, caller).await?.is_some() => match Upload::read(request).await {
            Ok(Upload { form, .. }) | Err((form, _)) => form,
        },
        _ => Form::unread(request),
    };
    form.denied(shared, caller, denied).await
}

/// Looks a file through, without the words that go with it.
///
/// # Errors
/// What is wrong with it.
pub async fn checked(file: Sent) -> Result<NewFile, Fault> {
    let Sent { name, bytes: Some(bytes) } = file else { return Err(Fault::TooLarge { megabytes: MOST_MEGABYTES }) };
    let prepared = files::prepare(bytes).await.map_err(|refused| match refused {
        Refused::OtherType => Fault::OtherType,
        Refused::Unreadable => Fault::Unreadable,
    })?;
    Ok(NewFile {
        name: file_name(&name, prepared.kind),
        kind: prepared.kind,
        pixels: prepared.pixels,
        description: None,
        bytes: prepared.bytes,
    })
}

/// What is said of the file in a form that comes back to its sender: what is wrong with it, or that it has to be chosen
/// again where there was one.
pub fn wanting(file: Result<bool, Fault>) -> Option<Problem> {
    let fault = match file {
        Ok(false) => return None,
        Ok(true) => Fault::ChooseAgain,
        Err(fault) => fault,
    };
    Some(Problem { field: Field::File, fault })
}

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
