//! A picture as pixels, with the fonts of the pages.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};
use std::sync::{Arc, LazyLock};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// The typeface as browsers get it. Its two files hold one alphabet each.
const TYPEFACE: [&[u8]; 2] = [
    include_bytes!("../../../public/fonts/schibsted-grotesk-latin-5.3.woff2"),
    include_bytes!("../../../public/fonts/schibsted-grotesk-latin-ext-5.3.woff2"),
];

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(fonts);

/// How many pictures are drawn at once: each keeps a processor busy, and anybody may ask for one.
static PENS: Semaphore = Semaphore::const_new(2);

/// An SVG drawing as a PNG file of its own size; none where it cannot be drawn, which is told in the log.
pub async fn png(svg: String) -> Option<Vec<u8>> {
    let _pen = PENS.acquire().await.ok()?;
    let drawn = spawn_blocking(move || draw(&svg)).await;
    match drawn {
        Ok(Ok(png)) => Some(png),
        Ok(Err(error)) => {
            tracing::error!(%error, "a picture could not be drawn");
            None
        }
        Err(error) => {
            tracing::error!(%error, "drawing a picture broke off");
            None
        }
    }
}

fn draw(svg: &str) -> anyhow::Result<Vec<u8>> {
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size();
    let mut pixels =
        Pixmap::new(size.width(), size.height()).ok_or_else(|| anyhow::anyhow!("a picture without size"))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    Ok(pixels.encode_png()?)
}

/// The typeface, unpacked. Drawings name fonts of other machines after it and `sans-serif` last: all mean this one.
fn fonts() -> Arc<Database> {
    let mut fonts = Database::new();
    for packed in TYPEFACE {
        match wuff::decompress_woff2_with_custom_brotli(packed, &mut unpack) {
            Ok(font) => fonts.load_font_data(font),
            Err(error) => tracing::error!(?error, "a font could not be unpacked"),
        }
    }
    let family = fonts.faces().find_map(|face| face.families.first().map(|(name, _)| name.clone()));
    fonts.set_sans_serif_family(family.unwrap_or_default());
    Arc::new(fonts)
}

fn unpack(packed: &[u8], size: usize) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut unpacked = Vec::with_capacity(size);
    brotli::BrotliDecompress(&mut &*packed, &mut unpacked)?;
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> Vec<u8> {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><text x='4' y='30' \
             font-family=\"'Schibsted Grotesk', sans-serif\">{text}</text></svg>"
        );
        draw(&svg).expect("a picture")
    }

    #[test]
    fn words_are_drawn_in_letters_that_tell_them_apart() {
        assert!(drawn("å").starts_with(b"\x89PNG"));
        let letters = ["", "å", "a", "ä", "ő"];
        for (place, one) in letters.iter().enumerate() {
            for other in &letters[place + 1..] {
                assert_ne!(drawn(one), drawn(other), "{one} and {other}");
            }
        }
    }

    #[test]
    fn what_is_no_picture_is_an_error() {
        assert!(draw("<svg").is_err() && draw("").is_err());
    }
}
