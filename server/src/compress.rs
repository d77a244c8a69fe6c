//! Compressing once what is sent many times.

use axum::body::Bytes;
use brotli::enc::BrotliEncoderParams;

/// Bytes compressed by brotli; `quality` is 0 (quick) to 11 (small).
pub fn brotli(bytes: &[u8], quality: i32) -> Bytes {
    let parameters = BrotliEncoderParams { quality, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::with_capacity(bytes.len() / 3);
    // Neither reading nor writing memory can fail.
    let _ = brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters);
    compressed.into()
}
