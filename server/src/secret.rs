//! Tokens that nobody can guess, and the hashes by which they are kept.

use sha2::{Digest, Sha256};

/// A SHA-256 hash. It suffices for secrets of 128 bits and more, which cannot be tried out; passwords take argon2.
pub type Hash = [u8; 32];

/// The hash of some text, for a purpose: hashes for different purposes have nothing in common.
pub fn hash(purpose: &str, text: &str) -> Hash {
    hash_bytes(purpose, text.as_bytes())
}

/// The hash of bytes that are no secret, to name them by; otherwise as [`hash`].
pub fn hash_bytes(purpose: &str, bytes: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(purpose);
    hasher.update([0]);
    hasher.update(bytes);
    hasher.finalize().into()
}

/// A new token of 256 bits, as 64 letters and digits.
///
/// # Errors
/// When the machine has no randomness to give.
pub fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// Bytes as letters and digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes that [`hex`] wrote; none where it did not write the text.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.then(|| {
        let pairs = (0..text.len()).step_by(2).map(|start| &text[start..start + 2]);
        pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_of_256_bits_of_a_token_is_as_often_set_as_not() {
        const COUNT: usize = 2000;
        let mut tokens: Vec<_> = (0..COUNT).map(|_| token().expect("randomness")).collect();
        let mut set = [0; 256];
        for token in &tokens {
            let bytes = from_hex(token).expect("64 digits");
            for (bit, count) in set.iter_mut().enumerate() {
                *count += usize::from(bytes[bit / 8] >> (bit % 8) & 1);
            }
        }
        // Eight deviations of a fair coin: it happens to none of the 256 in some 10^12 runs.
        for (bit, count) in set.iter().enumerate() {
            assert!(count.abs_diff(COUNT / 2) < 180, "bit {bit} is set {count} times");
        }
        tokens.sort_unstable();
        tokens.dedup();
        assert_eq!(tokens.len(), COUNT, "none comes twice");
    }

    #[test]
    fn what_was_written_is_read_back() {
        let hash = hash("test", "text");
        assert_eq!(from_hex(&hex(&hash)), Some(hash.to_vec()));
        for wrong in ["", "zz", &"g".repeat(64), &"å".repeat(32), &"a".repeat(66)] {
            assert_eq!(from_hex(wrong), None, "{wrong}");
        }
    }
}
