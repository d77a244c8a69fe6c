//! Any bytes may come as the body of a form: they are refused, or read, and read the same when written again.

#![no_main]

use libfuzzer_sys::fuzz_target;

// Alone, without the whole server, which would take the compiler an hour.
#[path = "../../src/forms/urlencoded.rs"]
mod urlencoded;

fuzz_target!(|body: &[u8]| {
    let Some(fields) = urlencoded::read(body) else { return };
    let written: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", urlencoded::write(name), urlencoded::write(value)))
        .collect();
    let again = urlencoded::read(written.join("&").as_bytes());
    // A pair without name and value is written as "=", and is one when read.
    assert_eq!(again.as_ref(), Some(&fields));
});
