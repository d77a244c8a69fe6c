//! Where to go after signing in or choosing a language: only ever to a page of ours.

/// The address, if it is a path of ours; browsers read `//` and `/\` as another host.
pub fn local(next: &str) -> Option<&str> {
    let path = next.strip_prefix('/')?;
    let ours =
        !path.starts_with(['/', '\\']) && !next.chars().any(|c| c.is_control() || c == '\\') && next.len() < 2000;
    ours.then_some(next)
}

/// The address in the form that a header can carry.
pub fn header_safe(path: &str) -> String {
    path.chars().fold(String::with_capacity(path.len()), |mut safe, character| {
        if character.is_ascii_graphic() {
            safe.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                safe.push_str(&format!("%{byte:02X}"));
            }
        }
        safe
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_led_to() {
        for good in ["/", "/portfolio?facet=mission&q=v%C3%A4g", "/manage/2026-0001"] {
            assert_eq!(local(good), Some(good));
        }
        for bad in
            ["", "portfolio", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/\t/evil", "/a\\b"]
        {
            assert_eq!(local(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn other_letters_are_encoded() {
        assert_eq!(header_safe("/portfolio?q=väg och"), "/portfolio?q=v%C3%A4g%20och");
    }
}
