// Fyrfält's wasm beside its peers, in one run of the same browser.

import { build } from 'esbuild';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DATA, HERE, ROOT, openBrowser, run, says, serveFiles, sums } from '../common.mjs';

const PORT = 4611;
const SITE = path.join(DATA, 'site');
const ALL = ['itemsjs', 'crossfilter2', 'minisearch', 'minisearch with bodies', 'orama'];
/** What is measured at each size: where all of it would take an hour, what the targets need. */
const SIZES = [
  { folder: '1000', peers: ALL, rounds: 5, passes: 2, textPasses: 2 },
  { folder: '10000', peers: ALL, rounds: 5, passes: 3, textPasses: 2 },
  { folder: '100000', peers: ['itemsjs', 'crossfilter2', 'minisearch'], rounds: 1, passes: 2, textPasses: 0 },
];

export async function wasm() {
  const size = await makePage();
  const close = await serveFiles(PORT, [SITE, DATA]);
  const results = { wasm: size, sizes: [] };
  try {
    for (const asked of SIZES.filter(({ folder }) => !process.env.BENCH_SIZES || process.env.BENCH_SIZES.split(',').includes(folder))) {
      // One browser for all engines; a fresh one for each size, so that none starts in another's leavings.
      const browser = await openBrowser();
      results.browser = browser.version();
      const page = await browser.newPage();
      page.setDefaultTimeout(0);
      page.on('pageerror', (error) => console.error(error));
      await page.goto(`http://127.0.0.1:${PORT}/index.html`);
      await page.waitForFunction(() => globalThis.measure);
      console.log(`  ${asked.folder} entries`);
      const measured = await page.evaluate((asked) => globalThis.measure(asked), asked);
      await browser.close();
      results.sizes.push(summed(measured));
    }
  } finally {
    await close();
  }
  return results;
}

function summed({ entries, agreement, shown, ...measured }) {
  const all = (times) => Object.fromEntries(Object.entries(times).map(([name, list]) => [name, list.length ? sums(list) : null]));
  return { entries, agreement, shown: all(shown), build: all(measured.build), filter: all(measured.filter), text: all(measured.text) };
}

/** The page with all engines; the size of our wasm. */
async function makePage() {
  await mkdir(SITE, { recursive: true });
  const version = says('cargo', ['tree', '-p', 'bench', '--target', 'wasm32-unknown-unknown', '-i', 'wasm-bindgen', '--depth', '0', '--prefix', 'none']).match(/v([\d.]+)/)[1];
  run('cargo', ['build', '-q', '-p', 'bench', '--lib', '--target', 'wasm32-unknown-unknown', '--profile', 'wasm-release']);
  run(`.tools/wasm-bindgen-${version}/bin/wasm-bindgen`, [
    '--target', 'web', '--no-typescript', '--out-name', 'engine', '--out-dir', SITE, 'target/wasm32-unknown-unknown/wasm-release/bench.wasm',
  ]);
  const file = path.join(SITE, 'engine_bg.wasm');
  // As the Makefile does with the app's, whose features it hands over.
  run('end2end/node_modules/.bin/wasm-opt', ['-Oz', ...(process.env.WASM_FEATURES ?? '').split(/\s+/).filter(Boolean), file, '-o', file]);
  await build({
    entryPoints: [path.join(HERE, 'page/measure.js')],
    outfile: path.join(SITE, 'measure.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    external: ['./engine.js'],
    nodePaths: [path.join(HERE, 'node_modules')],
    logLevel: 'error',
  });
  await writeFile(path.join(SITE, 'index.html'), '<!doctype html><title>bench</title><script type="module" src="measure.js"></script>');
  return (await stat(file)).size;
}
