// The first visit to `/`: what the browser loads to run, and when something is seen, with scripts and without.

import { openBrowser, serveFyrfalt, sums } from '../common.mjs';

const PORT = 4617;
const VISITS = 9;
/** What Lighthouse calls slow 4G. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8), uploadThroughput: (750e3 / 8) };

export async function visit() {
  const stop = await serveFyrfalt(PORT);
  const browser = await openBrowser();
  try {
    const paints = { with: [], without: [] };
    let files;
    for (let number = 0; number < VISITS; number++) {
      for (const scripts of number % 2 ? [true, false] : [false, true]) {
        const one = await first(browser, scripts);
        paints[scripts ? 'with' : 'without'].push(one.paint);
        if (scripts) files = one.files;
      }
    }
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return { files, bytes, with: sums(paints.with), without: sums(paints.without) };
  } finally {
    await browser.close();
    await stop();
  }
}

async function first(browser, scripts) {
  const context = await browser.newContext({ javaScriptEnabled: scripts });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const answers = new Map();
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', NETWORK);
  devtools.on('Network.responseReceived', ({ requestId, response }) => answers.set(requestId, { url: response.url, bytes: 0 }));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const file = answers.get(requestId);
    if (file) file.bytes = encodedDataLength;
  });
  await page.goto(`http://127.0.0.1:${PORT}/`);
  if (scripts) await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await page.waitForTimeout(500);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  await context.close();
  const files = [...answers.values()].filter(({ url }) => /\.(js|mjs|wasm)(\?|$)/.test(url)).map(({ url, bytes }) => ({ name: new URL(url).pathname, bytes }));
  return { paint, files };
}
