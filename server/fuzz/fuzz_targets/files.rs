//! Any bytes may come as a file: they are refused, or become a picture within its limits or the PDF that they are.

#![no_main]

use domain::attachment::FileKind;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};

// Alone, without the whole server, which would take the compiler an hour.
#[path = "../../src/files.rs"]
mod files;

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().max_blocking_threads(1).build().expect("a runtime"));

fuzz_target!(|bytes: &[u8]| {
    if let Ok(kept) = RUNTIME.block_on(files::prepare(bytes.to_vec())) {
        match kept.kind {
            FileKind::Pdf => assert_eq!(kept.bytes, bytes),
            FileKind::Jpeg | FileKind::Png => {
                let (width, height) = kept.pixels.expect("a picture has a size");
                assert!((1..=1600).contains(&width) && (1..=1600).contains(&height));
                assert!(image::load_from_memory(&kept.bytes).is_ok(), "what is kept can be shown");
            }
        }
    }
});
