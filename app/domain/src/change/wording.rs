//! The words in which two texts differ, so that a reader finds them at once.

/// A piece of a text; `differs` where the other text does not say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub differs: bool,
}

/// The most words of a text for which the differing ones are sought: the work grows with their product.
const MOST: usize = 2000;

/// Both texts in pieces. Together the pieces of each are the text, and what does not differ is the same in both.
pub fn compare(one: &str, other: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (left, right) = (words(one), words(other));
    let shared_start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (left_rest, right_rest) = (&left[shared_start..], &right[shared_start..]);
    let shared_end = left_rest.iter().rev().zip(right_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let left_middle = &left_rest[..left_rest.len() - shared_end];
    let right_middle = &right_rest[..right_rest.len() - shared_end];

    let (mut left_kept, mut right_kept) = (vec![false; left_middle.len()], vec![false; right_middle.len()]);
    for (at, there) in shared(left_middle, right_middle) {
        left_kept[at] = true;
        right_kept[there] = true;
    }
    let marks = |kept: Vec<bool>| {
        std::iter::repeat_n(true, shared_start).chain(kept).chain(std::iter::repeat_n(true, shared_end))
    };
    (pieces(&left, marks(left_kept)), pieces(&right, marks(right_kept)))
}

/// A text's words, each with the white space that follows it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

/// The places of a longest common subsequence, in order; none where the texts are too long to look for it.
fn shared(left: &[&str], right: &[&str]) -> Vec<(usize, usize)> {
    if left.len() > MOST || right.len() > MOST {
        return Vec::new();
    }
    let width = right.len() + 1;
    // How many words the rests from `(at, there)` on have in common: at most `MOST`.
    let mut longest = vec![0u16; (left.len() + 1) * width];
    for at in (0..left.len()).rev() {
        for there in (0..right.len()).rev() {
            longest[at * width + there] = if left[at] == right[there] {
                longest[(at + 1) * width + there + 1] + 1
            } else {
                longest[(at + 1) * width + there].max(longest[at * width + there + 1])
            };
        }
    }
    let (mut at, mut there, mut found) = (0, 0, Vec::new());
    while at < left.len() && there < right.len() {
        if left[at] == right[there] {
            found.push((at, there));
            (at, there) = (at + 1, there + 1);
        } else if longest[(at + 1) * width + there] >= longest[at * width + there + 1] {
            at += 1;
        } else {
            there += 1;
        }
    }
    found
}

/// Words that follow each other alike make one piece.
fn pieces(words: &[&str], kept: impl Iterator<Item = bool>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (word, kept) in words.iter().zip(kept) {
        match pieces.last_mut() {
            Some(piece) if piece.differs != kept => piece.text.push_str(word),
            _ => pieces.push(Piece { text: (*word).to_owned(), differs: !kept }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(pieces: &[Piece]) -> String {
        let mark = |piece: &Piece| if piece.differs { format!("[{}]", piece.text) } else { piece.text.clone() };
        pieces.iter().map(mark).collect()
    }

    #[test]
    fn the_words_that_differ_are_found() {
        let (one, other) = compare("Fler bänkar vid ån och i parken.", "Fler gröna bänkar vid torget och i parken.");
        assert_eq!(marked(&one), "Fler bänkar vid [ån ]och i parken.");
        assert_eq!(marked(&other), "Fler [gröna ]bänkar vid [torget ]och i parken.");
    }

    proptest! {
        #[test]
        fn pieces_make_the_texts_and_what_does_not_differ_is_in_both(one in "([ab] ?){0,12}", other in "([ab] ?){0,12}") {
            let (left, right) = compare(&one, &other);
            let whole = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
            let kept = |pieces: &[Piece]| {
                pieces.iter().filter(|piece| !piece.differs).map(|piece| piece.text.as_str()).collect::<String>()
            };
            prop_assert_eq!(whole(&left), one.clone());
            prop_assert_eq!(whole(&right), other.clone());
            prop_assert_eq!(kept(&left), kept(&right));
            prop_assert_eq!(left.iter().chain(&right).any(|piece| piece.differs), one != other);
        }
    }
}
