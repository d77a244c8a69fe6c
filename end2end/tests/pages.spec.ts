import { accessible, expect, hydrated, test } from '../fixtures';

const PAGES = ['/', '/portfolio', '/portfolio?view=list', '/portfolio?stage=ended', '/compass', '/about', '/accessibility', '/privacy'];

for (const address of PAGES) {
  test(`${address} is accessible and holds its width`, async ({ page }) => {
    await page.goto(address);
    await hydrated(page);
    await accessible(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  });
}

test('entries of every standing are accessible', async ({ page }) => {
  test.slow(); // seven pages
  for (const standing of ['need', 'idea', 'trial', 'in-use', 'paused', 'ended']) {
    await page.goto(`/portfolio?stage=${standing}`);
    await page.goto((await page.locator('.card-title a').first().getAttribute('href')) ?? '');
    await hydrated(page);
    await accessible(page);
  }
  await page.goto('/portfolio?innovation=true');
  await page.goto((await page.locator('.card-title a').first().getAttribute('href')) ?? '');
  await expect(page.locator('.entry-head .badge')).toHaveText('Innovation');
  await accessible(page);
});

test('only innovations carry the badge', async ({ page }) => {
  await page.goto('/portfolio?stage=need');
  await expect(page.locator('.badge')).toHaveCount(0);
  await page.goto('/portfolio?innovation=true');
  await expect(page.locator('.badge')).toHaveCount(await page.locator('.card').count());
});
