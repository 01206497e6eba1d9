//! A bitmap font of 8 × 8 pixels.

static FONT: &[u8] = include_bytes!("../assets/font.png");

/// Returns the picture that holds the letters.
pub fn picture() -> &'static [u8] {
    FONT
}
