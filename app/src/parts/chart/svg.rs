//! A pen for drawings that stand in a page, with the page's colours, or in a file of their own.
//!
//! Texts keep their size in drawings 360 units wide: on a phone such a drawing is about as wide as the screen.

use crate::parts::tags::facet_class;
use domain::facet::Facet;
use std::fmt::Write;

/// Where a drawing will stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Page,
    /// A file must bring its colours: the page's styles are not there.
    File,
}

/// The width that drawings have unless they need more.
pub const WIDTH: f64 = 360.0;

/// A colour, by what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    Ink,
    Soft,
    Line,
    Strong,
    Paper,
    Accent,
    AccentTint,
    Facet(Facet),
    Tint(Facet),
    /// A cell of a heat table, 0 to 4.
    Heat(u32),
}

impl Paint {
    /// Its name in the page's styles.
    fn class(self) -> String {
        match self {
            Self::Ink => "p-ink".to_owned(),
            Self::Soft => "p-soft".to_owned(),
            Self::Line => "p-line".to_owned(),
            Self::Strong => "p-strong".to_owned(),
            Self::Paper => "p-paper".to_owned(),
            Self::Accent => "p-accent".to_owned(),
            Self::AccentTint => "p-accent-tint".to_owned(),
            Self::Facet(facet) => format!("p-facet {}", facet_class(facet)),
            Self::Tint(facet) => format!("p-tint {}", facet_class(facet)),
            Self::Heat(level) => format!("p-heat-{}", level.min(4)),
        }
    }

    /// Its colour on white paper: that of the light page (`style/tokens.css`).
    const fn colour(self) -> &'static str {
        match self {
            Self::Ink => "#1b2226",
            Self::Soft => "#525b60",
            Self::Line => "#dcd6c8",
            Self::Strong => "#8a8577",
            Self::Paper => "#ffffff",
            Self::Accent => "#1c4f66",
            Self::AccentTint => "#c9dee6",
            Self::Facet(Facet::Enhancement) => "#2a6b4c",
            Self::Facet(Facet::Mission) => "#1f5a96",
            Self::Facet(Facet::Adaptive) => "#8f5600",
            Self::Facet(Facet::Anticipatory) => "#6b4799",
            Self::Tint(Facet::Enhancement) => "#e3efe5",
            Self::Tint(Facet::Mission) => "#e1ebf5",
            Self::Tint(Facet::Adaptive) => "#f6ead3",
            Self::Tint(Facet::Anticipatory) => "#ede6f5",
            Self::Heat(0) => "#ffffff",
            Self::Heat(1) => "#e3eef1",
            Self::Heat(2) => "#c3dbe3",
            Self::Heat(3) => "#9cc4d2",
            Self::Heat(_) => "#76acbf",
        }
    }
}

/// Where a text stands from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    pub size: f64,
    pub anchor: Anchor,
    pub paint: Paint,
    pub bold: bool,
}

impl Type {
    pub const fn plain(size: f64) -> Self {
        Self { size, anchor: Anchor::Start, paint: Paint::Ink, bold: false }
    }

    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub const fn soft(self) -> Self {
        Self { paint: Paint::Soft, ..self }
    }

    pub const fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// What is said around a drawing.
#[derive(Clone, Debug)]
pub struct Frame {
    pub title: String,
    /// What the drawing shows, for those who cannot see it.
    pub label: String,
    /// Beneath a file's drawing: the legend, the filter, the date.
    pub notes: Vec<String>,
}

/// A drawing in the making.
#[derive(Clone, Debug)]
pub struct Drawing {
    medium: Medium,
    body: String,
}

impl Drawing {
    pub const fn new(medium: Medium) -> Self {
        Self { medium, body: String::new() }
    }

    fn fill(&self, paint: Paint) -> String {
        match self.medium {
            Medium::Page => format!(" class=\"{}\"", paint.class()),
            Medium::File => format!(" fill=\"{}\"", paint.colour()),
        }
    }

    fn stroke(&self, paint: Paint, width: f64) -> String {
        let colour = match self.medium {
            Medium::Page => format!("class=\"stroke {}\"", paint.class()),
            Medium::File => format!("stroke=\"{}\"", paint.colour()),
        };
        format!(" fill=\"none\" stroke-width=\"{width}\" {colour}")
    }

    /// Writing to a text cannot fail.
    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        let _ = self.body.write_fmt(element);
    }

    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, paint: Paint) {
        let fill = self.fill(paint);
        self.add(format_args!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"{fill}/>"));
    }

    pub fn circle(&mut self, (x, y): (f64, f64), radius: f64, paint: Paint) {
        let fill = self.fill(paint);
        self.add(format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"{fill}/>"));
    }

    /// A filled outline, moved to a point.
    pub fn shape(&mut self, outline: &str, (x, y): (f64, f64), paint: Paint) {
        let fill = self.fill(paint);
        self.add(format_args!("<path transform=\"translate({x:.1} {y:.1})\" d=\"{outline}\"{fill}/>"));
    }

    pub fn line(&mut self, path: &str, paint: Paint, width: f64) {
        let stroke = self.stroke(paint, width);
        self.add(format_args!("<path d=\"{path}\"{stroke}/>"));
    }

    pub fn text(&mut self, x: f64, y: f64, look: Type, words: &str) {
        let fill = self.fill(look.paint);
        let anchor = match look.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if look.bold { " font-weight=\"600\"" } else { "" };
        let (size, words) = (look.size, escaped(words));
        self.add(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\"{weight}{fill}>{words}</text>"
        ));
    }

    /// The whole drawing; its top left corner is the origin unless `left` and `top` say otherwise.
    pub fn finish(self, (left, top, width, height): (f64, f64, f64, f64), frame: &Frame) -> String {
        match self.medium {
            Medium::Page => format!(
                "<svg class=\"chart\" viewBox=\"{left:.0} {top:.0} {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\">{}</svg>",
                escaped(&frame.label),
                self.body
            ),
            Medium::File => self.file((left, top, width, height), frame),
        }
    }

    fn file(self, (left, top, width, height): (f64, f64, f64, f64), frame: &Frame) -> String {
        const MARGIN: f64 = 20.0;
        let letters = (width / 4.9) as usize;
        let titles = wrapped(&frame.title, (width / 8.2) as usize);
        let notes: Vec<String> = frame.notes.iter().flat_map(|note| wrapped(note, letters)).collect();
        let above = 12.0 + 20.0 * titles.len() as f64;
        let below = 18.0 + 13.0 * notes.len() as f64;
        let mut around = Self::new(Medium::File);
        let (x, y) = (left - MARGIN, top - MARGIN - above);
        let (whole_width, whole_height) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN + above + below);
        around.rect(x, y, whole_width, whole_height, Paint::Paper);
        for (line, words) in titles.iter().enumerate() {
            around.text(left, y + MARGIN + 14.0 + 20.0 * line as f64, Type::plain(16.0).bold(), words);
        }
        for (line, words) in notes.iter().enumerate() {
            around.text(left, top + height + 24.0 + 13.0 * line as f64, Type::plain(9.5).soft(), words);
        }
        let scale = 2.0;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{x:.0} {y:.0} \
             {whole_width:.0} {whole_height:.0}\" width=\"{:.0}\" height=\"{:.0}\" font-family=\"'Schibsted Grotesk', \
             'Segoe UI', Helvetica, Arial, sans-serif\"><title>{}</title><desc>{}</desc>{}{}</svg>\n",
            whole_width * scale,
            whole_height * scale,
            escaped(&frame.title),
            escaped(&frame.label),
            around.body,
            self.body
        )
    }
}

/// A text as it may stand in an element or an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text in lines of about so many letters, broken between words.
pub fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        Frame { title: "Ett & två".into(), label: "\"x\" < 3".into(), notes: vec!["Alla poster".into()] }
    }

    #[test]
    fn a_page_has_classes_and_a_file_has_colours() {
        let draw = |medium| {
            let mut drawing = Drawing::new(medium);
            drawing.rect(0.0, 0.0, 10.0, 5.0, Paint::Facet(Facet::Mission));
            drawing.text(0.0, 0.0, Type::plain(12.0), "<script>");
            drawing.finish((0.0, 0.0, WIDTH, 20.0), &frame())
        };
        let page = draw(Medium::Page);
        assert!(page.contains("class=\"p-facet facet-mission\"") && !page.contains('#'), "{page}");
        assert!(page.contains("&lt;script&gt;") && page.contains("aria-label=\"&quot;x&quot; &lt; 3\""), "{page}");
        let file = draw(Medium::File);
        assert!(file.contains("fill=\"#1f5a96\"") && !file.contains("class="), "{file}");
        assert!(file.contains("<title>Ett &amp; två</title>") && file.contains("Alla poster"), "{file}");
        assert!(!file.contains("style="), "{file}");
    }

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrapped("en två tre fyra", 8), ["en två", "tre fyra"]);
        assert!(wrapped("", 8).is_empty());
    }
}
