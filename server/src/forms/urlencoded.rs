//! Reading `application/x-www-form-urlencoded` strictly: what is not UTF-8 is refused, not mended, so that a text is
//! never stored otherwise than it was written.

/// The fields of a body; none where it is malformed.
pub fn read(body: &[u8]) -> Option<Vec<(String, String)>> {
    body.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            Some((decode(name)?, decode(value)?))
        })
        .collect()
}

fn decode(encoded: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter().copied();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex_digit(rest.next()?)? << 4 | hex_digit(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A value as it may stand in a query string.
pub fn write(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len()), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(body: &str) -> Option<Vec<(String, String)>> {
        read(body.as_bytes())
    }

    #[test]
    fn fields_are_read_in_order() {
        let read = pairs("title=En+b%C3%A4nk&goals=4&goals=11&empty=&bare").expect("well-formed");
        let read: Vec<_> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, [("title", "En bänk"), ("goals", "4"), ("goals", "11"), ("empty", ""), ("bare", "")]);
        assert_eq!(pairs(""), Some(vec![]));
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for wrong in ["a=%", "a=%4", "a=%zz", "a=%ff", "%C3=a"] {
            assert_eq!(pairs(wrong), None, "{wrong}");
        }
        assert_eq!(read(b"a=\xff"), None);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let value = "/manage/2026-0001?a=b&c=å \n";
        assert_eq!(pairs(&format!("next={}", write(value))), Some(vec![("next".to_owned(), value.to_owned())]));
    }

    proptest! {
        #[test]
        fn any_text_survives_a_query(value in any::<String>()) {
            prop_assert_eq!(pairs(&format!("v={}", write(&value))), Some(vec![("v".to_owned(), value)]));
        }

        #[test]
        fn any_bytes_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(&body);
        }
    }
}
