//! The words of a text: how they are told apart, folded and brought to their stems.

use std::{borrow::Cow, ops::Range};
use waken_snowball::{
    SnowballEnv,
    algorithms::{english_stemmer, swedish_stemmer},
};

/// Calls `found` with each word of a text: where it stands, in bytes, and its letters, folded.
///
/// Folding is lower case, with the accents of borrowed words taken off; å, ä and ö are letters of their own and stay,
/// also where they come as a letter and a combining mark, as from a Mac's file names.
pub fn each_word(text: &str, mut found: impl FnMut(Range<usize>, &str)) {
    let mut word = String::with_capacity(32);
    let mut start = 0;
    for (at, character) in text.char_indices() {
        if character.is_alphanumeric() {
            if word.is_empty() {
                start = at;
            }
            push_folded(&mut word, character);
        } else if is_mark(character) && !word.is_empty() {
            combine(&mut word, character);
        } else {
            end_word(&mut word, start..at, &mut found);
        }
    }
    end_word(&mut word, start..text.len(), &mut found);
}

fn end_word(word: &mut String, at: Range<usize>, found: &mut impl FnMut(Range<usize>, &str)) {
    if !word.is_empty() {
        found(at, word);
        word.clear();
    }
}

fn push_folded(word: &mut String, character: char) {
    if character.is_ascii() {
        word.push(character.to_ascii_lowercase());
        return;
    }
    for lower in character.to_lowercase() {
        word.push(match lower {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'á' | 'à' | 'â' | 'ã' => 'a',
            'ü' | 'ú' | 'ù' | 'û' => 'u',
            'í' | 'ï' | 'ì' | 'î' => 'i',
            'ó' | 'ô' | 'ò' | 'õ' => 'o',
            'ç' => 'c',
            'ñ' => 'n',
            'æ' => 'ä',
            'ø' => 'ö',
            other => other,
        });
    }
}

/// Combining accents, and what is only seen where a line is broken.
const fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// Puts a combining mark on the letter before it, where that makes a Swedish letter.
fn combine(word: &mut String, mark: char) {
    let whole = match (word.chars().next_back(), mark) {
        (Some('a'), '\u{30a}') => 'å',
        (Some('a'), '\u{308}') => 'ä',
        (Some('o'), '\u{308}') => 'ö',
        _ => return,
    };
    word.pop();
    word.push(whole);
}

/// A word written without the dots and rings of å, ä and ö; none where it has none.
pub fn bare(word: &str) -> Option<String> {
    word.contains(['å', 'ä', 'ö']).then(|| {
        word.chars()
            .map(|letter| match letter {
                'å' | 'ä' => 'a',
                'ö' => 'o',
                other => other,
            })
            .collect()
    })
}

/// The stem of a folded Swedish word: Snowball's rules and those of [`mend`] until they change nothing more, so that
/// all forms of a noun meet: "skolan" and "skola", "cyklar", "cykeln" and "cykel", "lekplatser" and "lekplats".
pub fn swedish_stem(word: &str) -> Cow<'_, str> {
    let mut stem = mend(snowball(word, swedish_stemmer::stem));
    loop {
        let shorter = mend(snowball(&stem, swedish_stemmer::stem));
        if shorter.len() >= stem.len() {
            return stem;
        }
        stem = Cow::Owned(shorter.into_owned());
    }
}

/// What Snowball leaves of Swedish nouns: the `an` and `n` of the definite form are taken off, and the `e` that falls
/// away before other endings is put back.
fn mend(stem: Cow<'_, str>) -> Cow<'_, str> {
    let mut ending = stem.chars().rev();
    match (ending.next(), ending.next(), ending.next()) {
        (Some('n'), Some('a'), Some(before)) if is_definite(&stem, before) => {
            Cow::Owned(stem[..stem.len() - 2].to_owned())
        }
        (Some('n'), Some('l' | 'r'), Some('e')) => Cow::Owned(stem[..stem.len() - 1].to_owned()),
        (Some(last @ ('l' | 'r')), Some('b' | 'd' | 'f' | 'g' | 'k' | 'p' | 't' | 'v'), Some(_)) => {
            Cow::Owned(format!("{}e{last}", &stem[..stem.len() - 1]))
        }
        _ => stem,
    }
}

/// Whether the `an` at the end of a word is likely the article.
fn is_definite(word: &str, before: char) -> bool {
    const OTHERS: [&str; 6] = ["plan", "man", "sedan", "organ", "utan", "annan"];
    word.chars().count() >= 5 && !is_vowel(before) && !OTHERS.iter().any(|ending| word.ends_with(ending))
}

/// Whether a folded letter is a Swedish vowel.
pub const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'å' | 'ä' | 'ö')
}

/// The stem of a folded English word, by Snowball's rules.
pub fn english_stem(word: &str) -> Cow<'_, str> {
    snowball(word, english_stemmer::stem)
}

/// The library's own way to choose among its languages would bring all of them to the browser.
fn snowball<'word>(word: &'word str, stem: fn(&mut SnowballEnv<'_>) -> bool) -> Cow<'word, str> {
    let mut env = SnowballEnv::create(word);
    stem(&mut env);
    env.get_current()
}

/// Whether a folded word says nothing of a text's subject.
pub fn is_common(word: &str) -> bool {
    COMMON.binary_search(&word).is_ok()
}

/// Swedish and English words that say nothing of the subject, in the order of their bytes.
const COMMON: &[&str] = &[
    "a",
    "alla",
    "an",
    "and",
    "andra",
    "are",
    "att",
    "av",
    "bara",
    "be",
    "behov",
    "behöver",
    "bli",
    "blir",
    "de",
    "dem",
    "den",
    "det",
    "du",
    "där",
    "eller",
    "en",
    "ett",
    "finns",
    "fler",
    "for",
    "from",
    "från",
    "få",
    "får",
    "för",
    "gör",
    "göra",
    "ha",
    "har",
    "hur",
    "här",
    "i",
    "in",
    "inte",
    "is",
    "it",
    "ja",
    "jag",
    "kan",
    "kommun",
    "kommunen",
    "kommunens",
    "man",
    "med",
    "men",
    "mer",
    "mina",
    "more",
    "många",
    "need",
    "ni",
    "not",
    "nu",
    "när",
    "någon",
    "något",
    "och",
    "of",
    "om",
    "on",
    "or",
    "oss",
    "på",
    "samma",
    "sig",
    "sin",
    "sina",
    "ska",
    "skulle",
    "som",
    "så",
    "that",
    "the",
    "till",
    "to",
    "tomelilla",
    "under",
    "upp",
    "ut",
    "utan",
    "vad",
    "var",
    "vara",
    "vi",
    "vid",
    "vill",
    "we",
    "with",
    "är",
    "över",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        each_word(text, |at, word| {
            assert!(text.get(at).is_some_and(|part| !part.is_empty()));
            all.push(word.to_owned());
        });
        all
    }

    #[test]
    fn words_are_folded_but_swedish_letters_stay() {
        assert_eq!(words("Idéer för ÄLDRE, à la Åhus!"), ["ideer", "för", "äldre", "a", "la", "åhus"]);
        assert_eq!(words("A\u{30a}ldre ko\u{308}er co\u{ad}op"), ["åldre", "köer", "coop"]);
        assert_eq!(words("  – 🚲 !?"), Vec::<String>::new());
    }

    #[test]
    fn stems_of_the_same_word_are_the_same() {
        for forms in [
            &["cykel", "cyklar", "cykeln", "cyklarna"][..],
            &["väg", "vägar", "vägen", "vägarna"],
            &["skola", "skolan", "skolor", "skolorna"],
            &["klimat", "klimatet"],
            &["bibliotek", "biblioteket", "biblioteken"],
            &["lekplats", "lekplatser"],
            &["plan", "planen", "planer"],
            &["ålder", "åldrar", "åldern"],
            &["behov", "behovet", "behoven"],
        ] {
            for form in forms {
                assert_eq!(swedish_stem(form), swedish_stem(forms[0]), "{form}");
            }
        }
        assert_eq!(english_stem("services"), english_stem("service"));
        assert_ne!(swedish_stem("val"), swedish_stem("väl"));
    }

    #[test]
    fn common_words_can_be_looked_up() {
        assert!(COMMON.is_sorted());
        assert!(is_common("och") && is_common("över") && !is_common("väg"));
    }
}
