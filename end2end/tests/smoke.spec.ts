import type { Response } from '@playwright/test';
import { accessible, expect, hydrated, test } from '../fixtures';

test('the server says that it is healthy', async ({ request }) => {
  const answer = await request.get('/health');
  expect(answer.ok()).toBe(true);
});

test('the first page has a title, comes alive and is accessible', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Fyrfält/);
  await hydrated(page);
  await accessible(page);
});

test('what the first page loads is compressed, light and may be kept for good', async ({ page }) => {
  const program: Response[] = [];
  page.on('response', (response) => {
    if (/\.(js|wasm)$/.test(response.url())) program.push(response);
  });
  await page.goto('/');
  await hydrated(page);
  expect(program.map((response) => response.url().split('/').pop())).toContain('fyrfalt_bg.wasm');
  for (const response of program) {
    expect(response.headers()['cache-control']).toContain('immutable');
    expect(response.headers()['content-encoding']).toBe('br');
  }
  // Only the release build is meant to be small.
  if (process.env.JOURNEYS_BINARY) return;
  const sizes = await Promise.all(program.map(async (response) => (await response.body(), response.request().sizes())));
  expect(sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)).toBeLessThan(260_000);
});

test.describe('where a part of the program does not come', () => {
  test.use({ expectedFaults: [/wasm|Failed to fetch/] });
  test.beforeEach(({ page }) => page.route(/\/(split|chunk)_[^/]*\.wasm$/, (route) => route.abort()));

  test('a page stays as it is without scripts', async ({ page }) => {
    await page.goto('/portfolio');
    await expect(page.locator('html:not(.js)')).toBeAttached();
    await expect(page.locator('.card').first()).toBeVisible();
  });

  test('the server answers for the next page', async ({ page }) => {
    await page.goto('/');
    await hydrated(page);
    await page.getByRole('link', { name: /^Utforska \d+/ }).click();
    await expect(page).toHaveURL(/\/portfolio$/);
    await expect(page.locator('html:not(.js)')).toBeAttached();
    await expect(page.locator('.card').first()).toBeVisible();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the first page is there to read', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});
