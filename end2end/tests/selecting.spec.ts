// Selecting several entries on the compass: by mouse, finger, keys, the table and the address.

import type { Page } from '@playwright/test';
import { accessible, expect, hydrated, signIn, test } from '../fixtures';

const pressed = (page: Page) => page.getByRole('button', { name: 'Markera flera' });
const list = (page: Page) => page.locator('.selected-list li');
const inAddress = (page: Page) => (new URL(page.url()).searchParams.get('pick') ?? '').split(',').filter(Boolean).sort();

/** Waits until the browser has drawn what it knows. */
const framed = (page: Page) =>
  page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(null)))));

/** A box of the page around the left corner of the diamond, and the entries whose dots lie in it. */
async function leftCorner(page: Page) {
  await page.locator('.compass').scrollIntoViewIfNeeded();
  await framed(page);
  // Dots that are still on their way would be somewhere else when the ring is drawn.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const edge = await page.locator('.compass .edge').boundingBox();
  if (!edge) throw new Error('no compass');
  // The program is told of whole pixels: where a corner lay between two, a dot could be on either side of it.
  const [left, right] = [edge.x - 12, edge.x + edge.width * 0.2].map(Math.round);
  const [top, bottom] = [0.36, 0.64].map((share) => Math.round(edge.y + edge.height * share));
  const dots = await page.locator('.dot').evaluateAll((all) =>
    all.map((dot) => {
      const { x, y, width, height } = (dot.querySelector('.reach') as Element).getBoundingClientRect();
      return { reference: dot.getAttribute('data-reference') ?? '', x: x + width / 2, y: y + height / 2 };
    }),
  );
  const within = dots.filter(({ x, y }) => x > left && x < right && y > top && y < bottom);
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
  return { corners, within: within.map(({ reference }) => reference).sort() };
}

test('a ring drawn by mouse selects what is in it, and the address keeps it', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no mouse');
  await page.goto('/compass');
  await hydrated(page);
  await pressed(page).click();
  const { corners, within } = await leftCorner(page);
  expect(within.length).toBeGreaterThan(2);
  await page.mouse.move(corners[0].x, corners[0].y);
  await page.mouse.down();
  for (const { x, y } of corners.slice(1)) await page.mouse.move(x, y, { steps: 4 });
  await expect(page.locator('.lasso')).toBeVisible();
  await page.mouse.up();
  await expect(list(page)).toHaveCount(within.length);
  await expect(page.locator('.selected-list [role=status]')).toContainText(`${within.length} poster är markerade`);
  expect(inAddress(page)).toEqual(within);
  await accessible(page);

  // A click takes one away, and does not open it; a filter and a new visit change nothing.
  await page.locator(`.dot[data-reference="${within[0]}"]`).click();
  await expect(list(page)).toHaveCount(within.length - 1);
  await expect(page).toHaveURL(/\/compass\?/);
  await page.locator('.filters [value="ended"]').check();
  await expect(page).toHaveURL(/stage=ended/);
  await expect(list(page)).toHaveCount(within.length - 1);
  await page.reload();
  await hydrated(page);
  await expect(list(page)).toHaveCount(within.length - 1);
  await page.getByRole('link', { name: 'Ta bort alla markeringar' }).click();
  await expect(list(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/pick/);
});

test('keys select one by one and in a row', async ({ page }) => {
  await page.goto('/compass');
  await hydrated(page);
  await pressed(page).focus();
  await page.keyboard.press('Enter');
  const dots = page.locator('.dot');
  await dots.first().focus();
  await page.keyboard.press('Space');
  await expect(dots.first()).toHaveAttribute('aria-checked', 'true');
  await expect(list(page)).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect(dots.nth(1)).toBeFocused();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(dots.nth(3)).toBeFocused();
  await expect(list(page)).toHaveCount(4);
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(pressed(page)).toBeFocused();
  await expect(pressed(page)).toHaveAttribute('aria-pressed', 'false');

  // Out of the list by its own link, and the focus is not lost.
  await list(page).first().getByRole('link', { name: /^Ta bort markeringen/ }).click();
  await expect(list(page)).toHaveCount(3);
  await expect(page.locator('#selected-title')).toBeFocused();
});

test('managers select without moving anything', async ({ page }) => {
  await signIn(page, 'chief');
  await page.goto('/compass');
  await hydrated(page);
  await pressed(page).click();
  await page.locator('.dot').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(list(page)).toHaveCount(1);
  await expect(page.locator('.report')).toBeEmpty();
});

test('a finger draws a ring', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'fingers are for phones');
  await page.goto('/compass');
  await hydrated(page);
  await pressed(page).tap();
  // Until a frame has been drawn with it, a finger on the compass still scrolls the page.
  await expect(pressed(page)).toHaveAttribute('aria-pressed', 'true');
  await framed(page);
  const { corners, within } = await leftCorner(page);
  const touch = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await send('touchStart', [corners[0]]);
  for (const corner of corners.slice(1)) {
    await send('touchMove', [corner]);
    // Of moves within one frame the browser tells only the last.
    await framed(page);
  }
  await send('touchEnd', []);
  await expect(list(page)).toHaveCount(within.length);
  expect(inAddress(page)).toEqual(within);
});

test('the table selects too', async ({ page }) => {
  await page.goto('/compass');
  await hydrated(page);
  await page.locator('#places input[name=pick]').nth(1).check();
  await expect(list(page)).toHaveCount(1);
  await expect(page).toHaveURL(/pick=/);
  await expect(page.locator('.dot.selected')).toHaveCount(1);
});

test.describe('an address that selects too much', () => {
  test.use({ expectedFaults: [/400/] });

  test('shows what there is and says what there is not', async ({ page }) => {
    await page.goto('/compass?pick=2021-0001,2099-0001,bogus');
    await expect(list(page)).toHaveCount(1);
    await expect(page.locator('.notice.warning')).toContainText('pick=bogus');
    await expect(page.locator('.notice.warning')).toContainText('pick=2099-0001');
  });
});

test('the picture can be had as a drawing and as pixels', async ({ page }) => {
  await page.goto('/compass?stage=ended');
  for (const [name, start] of [['SVG', '<svg'], ['PNG', '\x89PNG']]) {
    const link = page.getByRole('link', { name: `Hämta bilden (${name})` });
    const answer = await page.request.get((await link.getAttribute('href')) ?? '');
    expect(answer.status()).toBe(200);
    expect((await answer.body()).subarray(0, 4).toString('latin1')).toBe(start);
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the table is a form that keeps the filter', async ({ page }) => {
    await page.goto('/compass?stage=ended');
    await page.locator('#places input[name=pick]').first().check();
    await page.locator('#places input[name=pick]').nth(1).check();
    await page.getByRole('button', { name: 'Visa de markerade' }).click();
    await expect(page).toHaveURL(/stage=ended/);
    await expect(list(page)).toHaveCount(2);
    await list(page).first().getByRole('link', { name: /^Ta bort markeringen/ }).click();
    await expect(list(page)).toHaveCount(1);
  });
});
