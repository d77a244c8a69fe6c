import type { Page } from '@playwright/test';
import { accessible, expect, hydrated, test } from '../fixtures';

const total = (page: Page) => page.locator('.total');
const count = async (page: Page) => Number.parseInt(await total(page).innerText(), 10);

/** On a phone the filters lie in a sheet that is opened first and closed to see the result. */
async function filters(page: Page, act: () => Promise<void>) {
  const opener = page.locator('.sheet-opener');
  if (await opener.isVisible()) await opener.click();
  await act();
  const shower = page.locator('.sheet-foot button');
  if (await shower.isVisible()) await shower.click();
}

const choice = (page: Page, name: string, value: string) => page.locator(`.filters input[name="${name}"][value="${value}"]`);

test('choosing filters shows what they promised, and the address can be shared', async ({ page, context }) => {
  await page.goto('/portfolio');
  await hydrated(page);
  const everything = await count(page);
  expect(everything).toBeGreaterThanOrEqual(40);

  const promised = Number(await page.locator('.choice', { has: page.locator('[value="mission"]') }).locator('.choice-count').textContent());
  await filters(page, () => choice(page, 'facet', 'mission').check());
  await expect(page).toHaveURL(/facet=mission/);
  await expect(total(page)).toHaveText(new RegExp(`^${promised} `));

  await filters(page, () => choice(page, 'stage', 'in-use').check());
  await expect(page).toHaveURL(/facet=mission&stage=in-use/);
  const both = await count(page);
  expect(both).toBeLessThan(promised);

  const friend = await context.newPage();
  await friend.goto(page.url());
  await expect(total(friend)).toHaveText(new RegExp(`^${both} `));
  await friend.close();

  await page.goBack();
  await expect(total(page)).toHaveText(new RegExp(`^${promised} `));
  await page.goForward();
  await expect(total(page)).toHaveText(new RegExp(`^${both} `));
  await page.reload();
  await expect(total(page)).toHaveText(new RegExp(`^${both} `));

  await page.getByRole('link', { name: /Ta bort filtret Målstyrd/ }).click();
  await expect(page).not.toHaveURL(/facet/);
  await page.getByRole('link', { name: 'Rensa allt' }).click();
  await expect(total(page)).toHaveText(new RegExp(`^${everything} `));
});

test('going between pages fetches no new document', async ({ page }) => {
  const documents: string[] = [];
  page.on('request', (request) => request.isNavigationRequest() && documents.push(request.url()));
  await page.goto('/portfolio');
  await hydrated(page);
  await page.locator('.card-title a').first().click();
  await expect(page).toHaveURL(/\/portfolio\/\d{4}-\d{4}$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('banner').getByRole('link', { name: 'Kompass' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Kompassen' })).toBeFocused();
  await expect(page).toHaveTitle(/Kompassen – Fyrfält/);
  expect(documents).toHaveLength(1);
});

test('typing searches as one writes and keeps the place in the field', async ({ page }) => {
  await page.goto('/portfolio');
  await hydrated(page);
  await filters(page, async () => {
    const field = page.getByLabel('Sök i text');
    await field.pressSequentially('skolskjuts minuter ', { delay: 30 });
    await expect(page).toHaveURL(/q=skolskjuts/);
    await expect(field).toBeFocused();
    await expect(field).toHaveValue('skolskjuts minuter ');
  });
  await expect(page.locator('.card').first()).toContainText(/skolskjuts/i);
  await filters(page, () => page.getByLabel('Sök i text').fill('zzzzqqq'));
  await expect(page.locator('.nothing')).toContainText('Ingen post passar');
  await page.getByRole('link', { name: /Ta bort ”zzzzqqq”/ }).click();
  expect(await count(page)).toBeGreaterThanOrEqual(40);
});

test('order and layout are part of the address', async ({ page }) => {
  await page.goto('/portfolio');
  await hydrated(page);
  await page.getByRole('link', { name: 'Rubrik', exact: true }).click();
  await expect(page).toHaveURL(/sort=title/);
  const titles = await page.locator('.card-title').allTextContents();
  expect(titles).toEqual([...titles].sort((a, b) => a.localeCompare(b, 'sv')));
  await page.getByRole('link', { name: 'Lista', exact: true }).click();
  await expect(page).toHaveURL(/view=list/);
  await expect(page.locator('.results.list')).toBeVisible();
  await page.getByRole('link', { name: 'Nästa' }).click();
  await expect(page).toHaveURL(/sort=title.*page=2|page=2.*sort=title/);
  await expect(page, 'the layout stays on the next page').toHaveURL(/view=list/);
});

test('the next page is read on from its beginning', async ({ page }) => {
  await page.goto('/portfolio');
  await hydrated(page);
  await page.getByRole('link', { name: 'Nästa' }).press('Enter');
  await expect(page).toHaveURL(/page=2/);
  await expect(total(page)).toBeFocused();
  await expect(total(page)).toBeInViewport();
});

test('back takes a search away at once', async ({ page }) => {
  await page.goto('/portfolio');
  await hydrated(page);
  await filters(page, () => page.getByLabel('Sök i text').pressSequentially('skolskjuts', { delay: 60 }));
  await expect(page).toHaveURL(/q=skolskjuts/);
  await page.goBack();
  await expect(page).toHaveURL(/\/portfolio$/);
  expect(await count(page)).toBeGreaterThanOrEqual(40);
});

test('a long word that nothing has stays within the page, and the offer follows what is written', async ({ page }) => {
  await page.goto(`/portfolio?q=${'q'.repeat(190)}&facet=mission`);
  await hydrated(page);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await filters(page, () => page.getByLabel('Sök i text').fill('wwwwzz'));
  await expect(page.locator('.nothing').getByRole('link', { name: /Ta bort ”wwwwzz”/ })).toBeVisible();
});

test('choices that would give nothing stay, dimmed', async ({ page }) => {
  await page.goto('/portfolio?board=valnamnden&board=overformyndarnamnden&facet=adaptive');
  await expect(page.locator('.nothing')).toBeVisible();
  await expect(page.locator('.choice.none').first()).toBeAttached();
});

test('the reading language is remembered', async ({ page }) => {
  await page.goto('/portfolio?facet=mission');
  await hydrated(page);
  await page.getByRole('button', { name: 'In English' }).click();
  await expect(page).toHaveURL(/facet=mission/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.goto('/about');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How the portfolio works');
});

test.describe('a bad address', () => {
  test.use({ expectedFaults: [/400|404/] });

  test('says what cannot be used and shows the rest', async ({ page }) => {
    const answer = await page.goto('/portfolio?facet=nonsense&stage=need');
    expect(answer?.status()).toBe(400);
    await expect(page.locator('.notice')).toContainText('facet=nonsense');
    expect(await count(page)).toBeGreaterThan(0);
  });

  test('leads to a page that helps on', async ({ page }) => {
    for (const address of ['/portfolio/1999-9999', '/portfolio/nonsense', '/no-such-page']) {
      const answer = await page.goto(address);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Här finns ingenting');
      await accessible(page);
    }
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the form filters and the result can be read', async ({ page, isMobile }) => {
    await page.goto('/portfolio');
    if (isMobile) await page.locator('.sheet-opener').click();
    await choice(page, 'facet', 'mission').check();
    await page.getByRole('button', { name: /^Visa \d+ poster/ }).click();
    await expect(page).toHaveURL(/facet=mission/);
    await page.locator('.card-title a').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.timeline li').first()).toBeVisible();
  });
});
