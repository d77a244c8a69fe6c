//! Sentences such as people hand in. They make no great sense, but their words, lengths and repetitions are like those
//! of real ones.

use crate::{
    dice::{Dice, Skew},
    vocabulary::{ADJECTIVES, ENGLISH_NOUNS, ENGLISH_VERBS, NOUNS, PLACES, TIMES, VERBS},
};
use std::ops::RangeInclusive;

/// How the words of templates are marked: `n` `N` a noun in the plural, indefinite and definite; `s` `S` in the
/// singular; `v` `V` a verb, infinitive and present; `a` an adjective; `p` a place; `t` a time; `#` a number.
const TITLES: &[&str] = &[
    "{v} {n} i {p}",
    "{a} {n} i {p}",
    "{v} {N} med {a} {n}",
    "{a} {n} för {n}",
    "{s} för {a} {n}",
    "{S} som {V} {n}",
    "{v} {N} tillsammans med {n}",
    "{a} {n} och {n} i {p}",
    "Fler {n} till {N}",
    "Vi behöver {v} {N} i {p}",
    "Bättre {n} för {N}",
    "{s} i {p}",
];

const SENTENCES: &[&str] = &[
    "Det är svårt att {v} {n} i {p}.",
    "Många av {N} saknar {a} {n}.",
    "Vi vill {v} {N} så att {n} får {a} {n}.",
    "{S} ligger långt från {N} och används {t}.",
    "I dag {V} vi {n} för hand, och det tar # timmar {t}.",
    "Med {a} {n} kan {N} {v} {n} utan att vänta på {S}.",
    "{N} i {p} har frågat efter {a} {n} {t}.",
    "Det skulle hjälpa både {n} och {n}.",
    "När {S} är stängd finns ingen som {V} {N}.",
    "En {s} i {p} visar att {n} kan {v} {N}.",
    "Vi har # {n} men bara # {n} som fungerar.",
    "Andra kommuner {V} redan {n} på det här sättet.",
    "{N} behöver {v} {n} {t}, men {S} räcker inte till.",
    "Tanken är att {v} {a} {n} i {p} innan vi {V} {N}.",
    "Det kostar mindre än att {v} {N} och ger {a} {n}.",
    "Så kan {N} bli en del av {S}.",
    "{v} {N} först, och låt sedan {n} ta vid.",
    "Om {S} inte {V} {N} blir {n} fler för varje år.",
];

const ENGLISH: &[&str] =
    &["{E} {e} in {p}", "{E} {e} for {e}", "{E} {e} together with {e}", "Better {e} and {e} in {p}"];

const ENGLISH_SENTENCES: &[&str] = &[
    "Many {e} lack {e}, and waiting costs time and money.",
    "We want to give {e} in {p} an easier way to {e}.",
    "Today # of our {e} depend on {e} that few know of.",
    "This would help both {e} and {e}.",
    "Other municipalities already share {e} in this way.",
];

/// Writes one text after another.
#[derive(Clone, Debug)]
pub struct Writer {
    pub dice: Dice,
    /// Which nouns are common by themselves and as the last part of compounds.
    heads: Skew,
    verbs: Skew,
    adjectives: Skew,
    places: Skew,
    english: Skew,
}

impl Writer {
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed),
            heads: Skew::zipf(NOUNS.len(), 1.0),
            verbs: Skew::zipf(VERBS.len(), 0.7),
            adjectives: Skew::zipf(ADJECTIVES.len(), 0.8),
            places: Skew::zipf(PLACES.len(), 1.0),
            english: Skew::zipf(ENGLISH_NOUNS.len(), 0.7),
        }
    }

    pub fn title(&mut self) -> String {
        self.line(TITLES, 20..=70)
    }

    pub fn english_title(&mut self) -> String {
        self.line(ENGLISH, 20..=70)
    }

    pub fn summary(&mut self) -> String {
        self.prose(SENTENCES, 100..=260)
    }

    pub fn english_summary(&mut self) -> String {
        self.prose(ENGLISH_SENTENCES, 100..=260)
    }

    /// Running text of so many characters.
    pub fn body(&mut self, length: RangeInclusive<usize>) -> String {
        self.prose(SENTENCES, length)
    }

    fn line(&mut self, templates: &[&str], length: RangeInclusive<usize>) -> String {
        loop {
            let template = *self.dice.any(templates);
            let line = self.fill(template);
            if length.contains(&line.chars().count()) {
                return line;
            }
        }
    }

    fn prose(&mut self, templates: &[&str], length: RangeInclusive<usize>) -> String {
        let aim = length.start() + self.dice.below(length.end() - length.start());
        let mut prose = String::new();
        let mut letters = 0;
        while letters < aim {
            let template = *self.dice.any(templates);
            let sentence = self.fill(template);
            let more = sentence.chars().count() + 1;
            if letters + more <= *length.end() {
                prose.push_str(if prose.is_empty() { "" } else { " " });
                prose.push_str(&sentence);
                letters += more;
            } else if letters >= *length.start() {
                break;
            }
        }
        prose
    }

    /// A template with words in it, and a capital letter first.
    fn fill(&mut self, template: &str) -> String {
        let mut text = String::new();
        let mut letters = template.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '{' => {
                    let mark = letters.next().unwrap_or_default();
                    letters.next();
                    text.push_str(&self.word(mark));
                }
                '#' => text.push_str(&(2 + self.dice.below(98)).to_string()),
                letter => text.push(letter),
            }
        }
        capital(&text)
    }

    fn word(&mut self, mark: char) -> String {
        let one = |list: &[&str], skew: &Skew, dice: &mut Dice| list[skew.pick(dice)].to_owned();
        match mark {
            's' => self.noun(0),
            'S' => self.noun(1),
            'n' => self.noun(2),
            'N' => self.noun(3),
            'v' => VERBS[self.verbs.pick(&mut self.dice)][0].to_owned(),
            'V' => VERBS[self.verbs.pick(&mut self.dice)][1].to_owned(),
            'a' => one(ADJECTIVES, &self.adjectives, &mut self.dice),
            'p' => one(PLACES, &self.places, &mut self.dice),
            't' => (*self.dice.any(TIMES)).to_owned(),
            'e' => one(ENGLISH_NOUNS, &self.english, &mut self.dice),
            'E' => (*self.dice.any(ENGLISH_VERBS)).to_owned(),
            other => unreachable!("templates have no {other}"),
        }
    }

    /// A noun, often a compound.
    fn noun(&mut self, form: usize) -> String {
        let parts = match self.dice.share() {
            share if share < 0.6 => 0,
            share if share < 0.96 => 1,
            _ => 2,
        };
        let mut word = String::new();
        for _ in 0..parts {
            word.push_str(NOUNS[self.part()][4]);
        }
        word + NOUNS[self.heads.pick(&mut self.dice)][form].trim_start_matches("de ").trim_start_matches("den ")
    }

    /// The first part of a compound: other nouns are common there.
    fn part(&mut self) -> usize {
        (self.heads.pick(&mut self.dice) * 59 + 17) % NOUNS.len()
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
