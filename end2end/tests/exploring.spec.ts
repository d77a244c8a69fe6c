// The browser answers by itself once it has the portfolio.

import type { Page } from '@playwright/test';
import { accessible, expect, hydrated, test } from '../fixtures';

const SNAPSHOT = /\/snapshot\/[0-9a-f]+$/;

/** Opens the page and waits for the browser's own copy; gives the calls to the server made since. */
async function withCopy(page: Page, address: string) {
  const copy = page.waitForResponse((response) => SNAPSHOT.test(response.url()));
  await page.goto(address);
  await hydrated(page);
  await (await copy).finished();
  const calls: string[] = [];
  page.on('request', (request) => request.url().includes('/api/') && calls.push(request.url()));
  return calls;
}

/** On a phone the filters lie in a sheet. */
async function search(page: Page, text: string) {
  const opener = page.locator('.sheet-opener');
  if (await opener.isVisible()) await opener.click();
  await page.getByLabel('Sök i text').fill(text);
  const shower = page.locator('.sheet-foot button');
  if (await shower.isVisible()) await shower.click();
}

const titles = (page: Page) => page.locator('.card-title').allTextContents();

test('filters, order, pages and search need no server', async ({ page }) => {
  const calls = await withCopy(page, '/portfolio');
  await page.getByRole('link', { name: 'Rubrik', exact: true }).click();
  await expect(page).toHaveURL(/sort=title/);
  await page.getByRole('link', { name: 'Nästa' }).click();
  await expect(page.locator('.pages')).toContainText('Sida 2 av');
  await search(page, 'skolskjuts');
  await expect(page.locator('.card mark').first()).toHaveText(/skolskjuts/i);
  const here = await titles(page);
  expect(calls).toEqual([]);
  await accessible(page);

  // The server says the same.
  await page.reload();
  expect(await titles(page)).toEqual(here);
});

test('the best match comes first, and other orders are still there', async ({ page }) => {
  await withCopy(page, '/portfolio');
  await search(page, 'skola');
  const best = page.getByRole('link', { name: 'Bäst träff' });
  await expect(best).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('.card-title').first().locator('mark')).toHaveText(/skol/i);
  await page.getByRole('link', { name: 'Nyast' }).click();
  await expect(page).toHaveURL(/sort=newest/);
  await best.click();
  await expect(page).not.toHaveURL(/sort/);
});

test('what people type is understood', async ({ page }) => {
  await withCopy(page, '/portfolio');
  const total = page.locator('.total');
  for (const text of ['skolskjutsar', 'skolskjutz', '  SKOLSKJUTS  ', 'skolskj']) {
    await search(page, text);
    await expect(page.locator('.card').first(), text).toContainText(/skolskjuts/i);
  }
  for (const text of ['"', '!?', '🚲', '"(', 'å'.repeat(300)]) {
    await search(page, text);
    await expect(total, text).toHaveText(/^\d+ poster/);
  }
});

test('a phrase that may stand in a body is left to the server', async ({ page }) => {
  const calls = await withCopy(page, '/portfolio');
  await search(page, '"det som inte finns"');
  await expect(page.locator('.nothing')).toBeVisible();
  await expect.poll(() => calls.length).toBeGreaterThan(0);
});

test.describe('a page past the last', () => {
  test('is the last', async ({ page }) => {
    await page.goto('/portfolio?page=99');
    await expect(page.locator('.pages')).toHaveText(/Sida (\d+) av \1/);
    expect((await titles(page)).length).toBeGreaterThan(0);
  });
});

test.describe('without a network', () => {
  test.use({ expectedFaults: [/ERR_INTERNET_DISCONNECTED|snapshot|Failed to fetch/] });

  test('exploring goes on, and the page says so', async ({ page, context }) => {
    await withCopy(page, '/portfolio');
    await context.setOffline(true);
    await expect(page.getByText('Du är offline')).toBeVisible();
    await search(page, 'skolskjuts');
    await expect(page.locator('.card mark').first()).toHaveText(/skolskjuts/i);
    await search(page, '"säkrare väg"');
    await expect(page.locator('.total')).toHaveText(/^\d+ post/);
    await accessible(page);
    await context.setOffline(false);
    await expect(page.getByText('Du är offline')).toBeHidden();
  });

  test('a page whose program is not at hand says so, and the way back still works', async ({ page, context }) => {
    test.skip(test.info().project.name === 'phone', 'the same program');
    await withCopy(page, '/portfolio');
    await context.setOffline(true);
    await page.getByRole('banner').getByRole('link', { name: 'Helheten' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Det gick inte att hämta' })).toBeVisible();
    await page.goBack();
    await expect(page.locator('.card').first()).toBeVisible();
    await context.setOffline(false);
  });

  test('the pictures of the whole stay as they were told last', async ({ page, context }) => {
    test.skip(test.info().project.name === 'phone', 'the same program');
    await page.goto('/insights');
    await hydrated(page);
    const before = await page.locator('.total').textContent();
    await context.setOffline(true);
    await expect(page.getByText('Du är offline')).toBeVisible();
    await page.locator('#filters label').filter({ hasText: 'Anpassande' }).click();
    await expect(page.getByRole('alert')).toContainText('Det gick inte att hämta');
    await expect(page.locator('.total')).toHaveText(before ?? '');
    await expect(page.locator('#filters label').filter({ hasText: 'Anpassande' })).toBeVisible();
    await context.setOffline(false);
  });
});

test.describe('a damaged copy', () => {
  const NEWEST = '**/snapshot';

  test('is dropped and fetched again', async ({ page }) => {
    let asked = 0;
    await page.route(NEWEST, (route) => {
      asked += 1;
      return asked === 1 ? route.fulfill({ body: 'FYRF\u0001 no snapshot' }) : route.continue();
    });
    const copy = page.waitForResponse((response) => SNAPSHOT.test(response.url()));
    await page.goto('/portfolio');
    await hydrated(page);
    await (await copy).finished();
    expect(asked).toBe(2);
    const calls: string[] = [];
    page.on('request', (request) => request.url().includes('/api/') && calls.push(request.url()));
    await page.getByRole('link', { name: 'Rubrik', exact: true }).click();
    await expect(page).toHaveURL(/sort=title/);
    expect(calls).toEqual([]);
  });

  test('that stays damaged leaves the answers to the server', async ({ page }) => {
    await page.route(NEWEST, (route) => route.fulfill({ body: 'no snapshot' }));
    await page.goto('/portfolio');
    await hydrated(page);
    const answered = page.waitForResponse(/\/api\/explore/);
    await page.getByRole('link', { name: 'Rubrik', exact: true }).click();
    expect((await answered).status()).toBe(200);
  });
});
