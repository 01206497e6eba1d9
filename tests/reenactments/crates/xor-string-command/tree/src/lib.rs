//! Wraps text.

/// Wraps a text at a width.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().unwrap();
        if last.len() + word.len() >= width && !last.is_empty() {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() { last.push(' '); }
            last.push_str(word);
        }
    }
    lines
}
