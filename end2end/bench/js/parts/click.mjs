// From a click on a choice to the painted answer, on the real page of the real server, with a processor four times
// slower.

import { openBrowser, serveFyrfalt, sums } from '../common.mjs';

const PORT = 4612;
const ROUNDS = 12;
const WARM_UP = 2;

export async function click() {
  const stop = await serveFyrfalt(PORT);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const snapshot = page.waitForResponse((response) => response.url().includes('/snapshot/') && response.ok());
    await page.goto(`http://127.0.0.1:${PORT}/portfolio`);
    await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
    await (await snapshot).finished();
    await page.waitForTimeout(3000);
    let fetches = 0;
    page.on('request', (request) => (fetches += request.url().includes('/api/')));
    await page.evaluate(watch);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const measured = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Two choices on, and off again.
      const pair = [round * 2, round * 2 + 1];
      for (const number of [...pair, ...pair]) {
        const times = await one(page, number);
        if (round >= WARM_UP) measured.push(times);
      }
    }
    const of = (name) => sums(measured.map((times) => times[name]));
    return { clicks: measured.length, fetches, changed: of('changed'), painted: of('painted'), browser: of('browser') };
  } finally {
    await browser.close();
    await stop();
  }
}

/** Clicks a choice of the panel, as a mouse does. */
async function one(page, number) {
  const place = await page.evaluate((number) => {
    const seen = [...document.querySelectorAll('#filters label:has(input[type=checkbox])')].filter((label) => label.checkVisibility());
    // The choices far apart: neighbours are of one group.
    const label = seen[(number * 7) % seen.length];
    label.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { x, y, width, height } = label.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, number);
  await page.waitForTimeout(400);
  await page.evaluate(() => globalThis.watched.begin());
  await page.mouse.click(place.x, place.y);
  await page.waitForTimeout(900);
  return page.evaluate(() => globalThis.watched.end());
}

/**
 * Notes in the page when a click came in, when the answer first changed the document, when what is in sight was painted
 * as it then stayed (the first task after that frame), and what the browser itself says of the click: from the event to
 * the next frame on the screen, in steps of 8 ms (https://www.w3.org/TR/event-timing/).
 */
function watch() {
  let clicked, changed, frames, browser;
  let isAwaited = false;
  const afterFrame = new MessageChannel();
  const inSight = () => {
    const parts = [...document.querySelectorAll('.explore .total, .explore .choice-count, .results > li')];
    const isSeen = ({ top, bottom }) => bottom > 0 && top < innerHeight;
    return parts.filter((part) => isSeen(part.getBoundingClientRect())).map((part) => part.textContent).join('\n');
  };
  afterFrame.port1.onmessage = () => {
    isAwaited = false;
    const time = performance.now();
    frames.push({ time, inSight: inSight() });
  };
  addEventListener('click', (event) => (clicked ??= event.timeStamp), { capture: true });
  new MutationObserver(() => {
    if (!clicked || isAwaited) return;
    isAwaited = true;
    changed ??= performance.now();
    requestAnimationFrame(() => afterFrame.port2.postMessage(null));
  }).observe(document.querySelector('.explore'), { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (startTime >= clicked - 1) browser = Math.max(browser ?? 0, duration);
    }
  }).observe({ type: 'event', durationThreshold: 16 });
  globalThis.watched = {
    begin: () => ([clicked, changed, browser, frames] = [undefined, undefined, undefined, []]),
    end() {
      const final = inSight();
      const last = frames.findLastIndex((frame) => frame.inSight !== final);
      return { changed: changed - clicked, painted: frames[last + 1].time - clicked, browser, frames: frames.length };
    },
  };
}
