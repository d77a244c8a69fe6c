//! The HTML document around every page.

use crate::{i18n::language, routes::App};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

/// Where the styles and the browser's program lie; their addresses change with their content.
#[derive(Clone, Debug)]
pub struct AssetLinks {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// A script that reloads the page when the server has been rebuilt; only while developing.
    pub reload: Option<String>,
}

/// The document. Reading it needs none of the scripts: they are fetched last and make it quicker to turn over.
pub fn shell() -> impl IntoView {
    let AssetLinks { css, js, wasm, reload } = expect_context();
    let nonce = use_nonce();
    // The program is asked for once the page has been painted, so that it takes neither network nor processor from what
    // is read. Where it can't be had, the page is as it would be without scripts.
    let start = format!(
        "const start = async () => {{ try {{ const program = await import('{js}'); \
         await program.default({{ module_or_path: '{wasm}' }}); program.hydrate(); }} \
         catch (fault) {{ document.documentElement.classList.remove('js'); throw fault; }} }}; \
         requestAnimationFrame(() => setTimeout(start));"
    );
    view! {
        <!DOCTYPE html>
        <html lang=language().name()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#faf8f3" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#15191c" media="(prefers-color-scheme: dark)" />
                // What only works with scripts is shown only where they run.
                <script nonce=nonce.clone()>"document.documentElement.classList.add('js')"</script>
                <link rel="stylesheet" href=css />
                <link rel="preload" href="/fonts/schibsted-grotesk-latin-5.3.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <link rel="preload" href="/fonts/newsreader-latin-5.3.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href="/site.webmanifest" />
                <script type="module" nonce=nonce.clone()>{start}</script>
                {reload.map(|script| view! { <script nonce=nonce>{script}</script> })}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
