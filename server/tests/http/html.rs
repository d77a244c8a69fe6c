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

/// What stands in a page's scripts.
pub fn scripts(page: &str) -> Vec<String> {
    let mut scripts = Vec::new();
    let mut in_script = false;
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if *tag.name == *b"script" => {
                in_script = true;
                scripts.push(String::new());
            }
            Token::String(content) if in_script => {
                if let Some(script) = scripts.last_mut() {
                    script.push_str(&text(&content.value));
                }
            }
            Token::EndTag(_) => in_script = false,
            _ => {}
        }
    }
    scripts
}

/// What a browser would send of a page's forms, in the order of the page: names and values.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut select = None;
    let mut in_textarea = false;
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let get = |name: &str| tag.attributes.get(name.as_bytes()).map(|value| text(&value.value));
                let name = get("name");
                match &*text(&tag.name) {
                    "input"
                        if matches!(get("type").as_deref(), Some("radio" | "checkbox")) && get("checked").is_none() => {
                    }
                    "input" => fields.extend(name.map(|name| (name, get("value").unwrap_or_default()))),
                    "textarea" => {
                        in_textarea = true;
                        fields.extend(name.map(|name| (name, String::new())));
                    }
                    "select" => select = name,
                    "option" if get("selected").is_some() => {
                        fields.extend(select.clone().map(|name| (name, get("value").unwrap_or_default())));
                    }
                    _ => {}
                }
            }
            Token::String(content) if in_textarea => {
                if let Some((_, value)) = fields.last_mut() {
                    // A line end right after the tag is not part of the text.
                    let content = text(&content.value);
                    let begins = value.is_empty();
                    value.push_str(content.strip_prefix('\n').filter(|_| begins).unwrap_or(&content));
                }
            }
            Token::EndTag(tag) => in_textarea &= *tag.name != *b"textarea",
            _ => {}
        }
    }
    fields
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

#[test]
fn fields_are_what_would_be_sent() {
    let page = r#"<input name=a value="1"><input type=radio name=b value=x><input type=radio name=b value=y checked>
        <textarea name=c>&lt;b> &amp; <i></textarea><select name=d><option value=1><option value=2 selected></select>"#;
    let expected = [("a", "1"), ("b", "y"), ("c", "<b> & <i>"), ("d", "2")];
    assert_eq!(fields(page), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}
