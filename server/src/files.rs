//! What is done with a file that somebody sends before it is kept.
//!
//! Its content tells what it is. Pictures are decoded and written anew, which leaves behind everything that is not the
//! picture: where and when it was taken, thumbnails, whatever somebody may have hidden in it. PDFs are kept as they are
//! and only ever handed out to be saved.

use domain::attachment::FileKind;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    error::{LimitError, LimitErrorKind},
    imageops::FilterType,
};
use std::io::Cursor;
use tokio::sync::Semaphore;

/// The longest side of a picture that is kept, in pixels: enough for any screen that shows it beside text.
const LONGEST_SIDE: u32 = 1600;
/// The longest side of a picture that is taken, in pixels.
const LONGEST_SIDE_TAKEN: u32 = 16_000;
/// The most memory that decoding may take, in bytes: some 50 million pixels.
const MOST_MEMORY: u64 = 256 << 20;
/// How well photographs are kept, of JPEG's 1 to 100.
const QUALITY: u8 = 82;

/// Pictures are decoded one at a time: each may take much memory.
static ONE: Semaphore = Semaphore::const_new(1);

/// A file as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub kind: FileKind,
    pub pixels: Option<(u32, u32)>,
    pub bytes: Vec<u8>,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is none of the types that are taken, whatever its name says.
    OtherType,
    /// It is of a type that is taken, but cannot be read, or is larger unpacked than any picture needs to be.
    Unreadable,
}

/// Looks a file through, and makes of a picture what is kept of it.
///
/// # Errors
/// When it is not taken.
pub async fn prepare(bytes: Vec<u8>) -> Result<Prepared, Refused> {
    // The semaphore is never closed. The turn lasts as long as the work, also when whoever sent the file has gone.
    let turn = ONE.acquire().await;
    let prepared = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        prepare_now(bytes)
    })
    .await;
    // A decoder that gives up on a file in panic has not read it.
    prepared.unwrap_or(Err(Refused::Unreadable))
}

fn prepare_now(bytes: Vec<u8>) -> Result<Prepared, Refused> {
    match infer::get(&bytes).map(|found| found.mime_type()) {
        Some("application/pdf") if is_whole(&bytes) => Ok(Prepared { kind: FileKind::Pdf, pixels: None, bytes }),
        Some("application/pdf") => Err(Refused::Unreadable),
        Some("image/jpeg") if !has_end(&bytes) => Err(Refused::Unreadable),
        Some("image/jpeg") => picture(&bytes, ImageFormat::Jpeg),
        Some("image/png") => picture(&bytes, ImageFormat::Png),
        Some("image/webp") => picture(&bytes, ImageFormat::WebP),
        _ => Err(Refused::OtherType),
    }
}

/// Whether a PDF has its end, near which every reader begins.
fn is_whole(pdf: &[u8]) -> bool {
    let tail = &pdf[pdf.len().saturating_sub(2048)..];
    tail.windows(5).any(|bytes| bytes == b"%%EOF")
}

/// Whether a JPEG has its end: decoders make grey of what is missing.
fn has_end(jpeg: &[u8]) -> bool {
    jpeg.windows(2).any(|marker| marker == [0xff, 0xd9])
}

fn picture(bytes: &[u8], format: ImageFormat) -> Result<Prepared, Refused> {
    let picture = decode(bytes, format).map_err(|error| {
        tracing::info!(%error, "a picture could not be read");
        Refused::Unreadable
    })?;
    let picture = if picture.width().max(picture.height()) > LONGEST_SIDE {
        picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::CatmullRom)
    } else {
        picture
    };
    let mut kept = Vec::new();
    // Drawings keep their edges and what shines through; photographs would weigh several times as much.
    let kind = if format == ImageFormat::Png || is_translucent(&picture) { FileKind::Png } else { FileKind::Jpeg };
    let written = match kind {
        FileKind::Png => picture.write_with_encoder(PngEncoder::new(&mut kept)),
        _ => picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut kept, QUALITY)),
    };
    written.map_err(|_| Refused::Unreadable)?;
    Ok(Prepared { kind, pixels: Some((picture.width(), picture.height())), bytes: kept })
}

/// The picture, the way up that its camera says.
fn decode(bytes: &[u8], format: ImageFormat) -> image::ImageResult<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE_TAKEN);
    limits.max_image_height = Some(LONGEST_SIDE_TAKEN);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // The decoder itself counts only what it takes besides the picture.
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(ImageError::Limits(LimitError::from_kind(LimitErrorKind::InsufficientMemory)));
    }
    let way_up = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(way_up);
    Ok(picture)
}

fn is_translucent(picture: &DynamicImage) -> bool {
    picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    #[test]
    fn no_picture_takes_more_memory_than_there_is() {
        let mut png = Vec::new();
        RgbImage::new(1, 1).write_with_encoder(PngEncoder::new(&mut png)).expect("encoded");
        // A header that promises 15,000 by 15,000 pixels: within the longest side, but 675 MB unpacked.
        png[16..24].copy_from_slice(&[0, 0, 0x3a, 0x98, 0, 0, 0x3a, 0x98]);
        let mut crc = !0_u32;
        for byte in &png[12..29] {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        png[29..33].copy_from_slice(&(!crc).to_be_bytes());
        assert!(matches!(decode(&png, ImageFormat::Png), Err(ImageError::Limits(_))));
    }
}
