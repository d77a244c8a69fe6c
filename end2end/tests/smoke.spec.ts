import { axe, expect, hydrated, test } from '../fixtures';

test('the server says that it is healthy', async ({ request }) => {
  const answer = await request.get('/health');
  expect(answer.ok()).toBe(true);
});

test('the first page has a title, comes alive and is accessible', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Fyrfält/);
  await hydrated(page);
  await axe(page);
});

test('what the first page loads is compressed and may be kept for good', async ({ page }) => {
  const built = page.waitForResponse(/\/pkg\/fyrfalt_bg\.[0-9a-f]+\.wasm$/);
  await page.goto('/');
  const headers = (await built).headers();
  expect(headers['cache-control']).toContain('immutable');
  expect(headers['content-encoding']).toBe('br');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the first page is there to read', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});
