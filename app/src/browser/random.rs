//! Randomness.

/// A name that nobody else makes or can guess: 32 letters and digits. Empty where there is no randomness to be had:
/// the server takes no form with such a key, for the secret of its receipt could be guessed.
pub fn random_key() -> String {
    let mut bytes = [0; 16];
    if fill(&mut bytes) { bytes.iter().map(|byte| format!("{byte:02x}")).collect() } else { String::new() }
}

/// From the machine.
#[cfg(feature = "ssr")]
fn fill(bytes: &mut [u8]) -> bool {
    getrandom::fill(bytes).is_ok()
}

/// From the browser; unlike `randomUUID`, this works without https too.
#[cfg(not(feature = "ssr"))]
fn fill(bytes: &mut [u8]) -> bool {
    let crypto = leptos::tachys::dom::window().crypto();
    crypto.is_ok_and(|crypto| crypto.get_random_values_with_u8_array(bytes).is_ok())
}
