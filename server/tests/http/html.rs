//! Reading a page's tags as a browser does.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// A tag with its attributes.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes().find_map(|(name, value)| (name == attribute).then_some(value))
    }

    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Every tag of a page that is opened. What lies in scripts, texts and titles is none.
pub fn tags(page: &str) -> Vec<Tag> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(page, emitter)
        .filter_map(|Ok(token)| match token {
            Token::StartTag(tag) => Some(Tag {
                name: text(&tag.name),
                attributes: tag.attributes.iter().map(|(name, value)| (text(name), text(&value.value))).collect(),
            }),
            _ => None,
        })
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn tags_are_told_from_text() {
    let page = r#"<title><b></title><p title="a > b" hidden>&lt;i><textarea><u></textarea><script>"<s>"</script>"#;
    let tags = tags(page);
    assert_eq!(tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["title", "p", "textarea", "script"]);
    assert_eq!((tags[1].get("title"), tags[1].get("hidden"), tags[1].get("id")), (Some("a > b"), Some(""), None));
}
