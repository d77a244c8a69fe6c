// How an entry was changed: edited by a manager, read by everybody, compared, and taken back.

import type { Browser, Page } from '@playwright/test';
import { accessible, expect, handIn, hydrated, signIn, test } from '../fixtures';
import type { Server } from '../server';

/** Hands in a need and publishes it under a title of the manager's own. */
async function published(page: Page, title: string): Promise<string> {
  const reference = await handIn(page, `Utkast: ${title}`);
  await signIn(page, 'chief');
  await page.goto(`/manage/${reference}`);
  await page.locator('[name=title]').fill(title);
  await page.getByRole('button', { name: 'Publicera', exact: true }).click();
  await expect(page).toHaveURL(/\/manage\?done=/);
  return reference;
}

/** Edits an entry by its form. */
async function edit(page: Page, reference: string, fields: Record<string, string>) {
  await page.goto(`/portfolio/${reference}`);
  await page.getByRole('link', { name: 'Redigera posten' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Redigera posten' })).toBeVisible();
  for (const [field, value] of Object.entries(fields)) await page.locator(`[name=${field}]`).fill(value);
  await page.getByRole('button', { name: 'Spara ändringarna' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Sparat.' })).toBeVisible();
}

/** A page of somebody who has not signed in. */
const stranger = async (browser: Browser, server: Server) =>
  (await browser.newContext({ baseURL: server.url, locale: 'sv-SE' })).newPage();

const NEED = 'Det finns ingenstans att vila längs promenaden vid ån. Särskilt äldre behöver en plats att sitta.';

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts });

    test('an entry is edited, everybody sees what changed, and a manager takes it back', async ({ page, browser, server }) => {
      test.slow();
      const reference = await published(page, 'Bänkar vid ån');
      await edit(page, reference, { title: 'Fler bänkar vid ån', need: NEED, reason: 'De äldre bad om det.' });

      const reader = await stranger(browser, server);
      await reader.goto(`/portfolio/${reference}`);
      await expect(reader.getByRole('link', { name: 'Redigera posten' })).toHaveCount(0);
      await reader.getByRole('link', { name: 'Se alla ändringar' }).click();
      const changes = reader.locator('.changes > li');
      await expect(changes).toHaveCount(2);
      await expect(changes.first()).toContainText('De äldre bad om det.');
      await expect(changes.first().locator('del')).toContainText(['Bänkar vid ån']);
      await expect(changes.first().locator('.change-when')).not.toContainText('av ');
      await expect(reader.locator('main')).not.toContainText('Utkast');
      await changes.first().getByText('Behovet: se vad som ändrades').click();
      await expect(changes.first().locator('.sides ins').first()).toContainText('Särskilt äldre behöver');
      await reader.getByRole('button', { name: 'Jämför', exact: true }).click();
      await expect(reader.getByRole('heading', { level: 2, name: /jämförd med/ })).toBeVisible();
      await expect(reader.getByRole('button', { name: /Återställ/ })).toHaveCount(0);
      await reader.context().close();

      await page.getByRole('link', { name: 'Se alla ändringar' }).click();
      await expect(page.locator('.changes > li')).toHaveCount(4);
      await page.locator('#change-3').getByRole('link', { name: /Jämför version 3/ }).click();
      await expect(page.getByRole('heading', { level: 2, name: 'Version 3 jämförd med version 4' })).toBeVisible();
      await page.locator('[name=reason]').fill('Den kortare texten räcker.');
      await page.getByRole('button', { name: 'Återställ version 3' }).click();
      await expect(page.getByRole('status')).toContainText('är återställd');
      await expect(page.locator('.changes > li').first()).toContainText('Version 3 återställdes');
      await page.getByRole('link', { name: 'Tillbaka till posten' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bänkar vid ån');
    });
  });
}

test('whoever asks for a comparison reads on from it', async ({ page }) => {
  const reference = await published(page, 'Lekplats i parken');
  await edit(page, reference, { title: 'Större lekplats i parken' });
  await page.goto(`/portfolio/${reference}/history`);
  await hydrated(page);
  await page.locator('#change-2').getByRole('link', { name: /Jämför version 2/ }).press('Enter');
  await expect(page.locator('#compare')).toBeFocused();
  await expect(page.locator('#compare')).toContainText('Större lekplats');
  await page.goBack();
  await expect(page.locator('#compare')).toHaveCount(0);
});

test.describe('two managers', () => {
  test.use({ expectedFaults: [/409/] });

  test('who edit the same entry: the second sees both and chooses', async ({ page, context }) => {
    test.slow();
    const reference = await published(page, 'Cykelställ vid skolan');
    await page.goto(`/portfolio/${reference}/edit`);
    await hydrated(page);
    const first = await context.newPage();
    await edit(first, reference, { title: 'Låsbara cykelställ vid skolan' });

    await page.locator('[name=title]').fill('Fler cykelställ vid skolan');
    await page.locator('[name=reason]').fill('Vi behöver fler.');
    await page.getByRole('button', { name: 'Spara ändringarna' }).click();
    const told = page.locator('.stale');
    await expect(told.locator('del')).toContainText(['Fler']);
    await expect(told.locator('ins')).toContainText(['Låsbara']);
    await expect(page.locator('[name=title]')).toHaveValue('Fler cykelställ vid skolan');
    await expect(page.locator('[name=reason]')).toHaveValue('Vi behöver fler.');
    await hydrated(page);
    await accessible(page);
    await page.getByRole('button', { name: 'Spara ändringarna' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fler cykelställ vid skolan');
  });

  test('of whom one restores what the other has just changed: nothing is lost', async ({ page, context }) => {
    test.slow();
    const reference = await published(page, 'Belysning i parken');
    await edit(page, reference, { title: 'Bättre belysning i parken' });
    await page.goto(`/portfolio/${reference}/history?from=3&to=4`);
    await hydrated(page);
    const other = await context.newPage();
    await edit(other, reference, { title: 'Varm belysning i parken' });

    await page.locator('[name=reason]').fill('Kortare är bättre.');
    await page.getByRole('button', { name: 'Återställ version 3' }).click();
    await expect(page.getByRole('alert')).toContainText('Någon annan har ändrat');
    await expect(page.locator('#compare')).toContainText('Varm belysning i parken');
    await expect(page.locator('[name=reason]')).toHaveValue('Kortare är bättre.');
    await page.getByRole('button', { name: 'Återställ version 3' }).click();
    await expect(page.getByRole('status')).toContainText('är återställd');
  });
});

test.describe('in both schemes', () => {
  test.use({ expectedFaults: [/422/] });

  test('the pages are accessible and hold their width, also with faults', async ({ page }) => {
    test.slow();
    const check = async () => {
      await hydrated(page);
      await accessible(page);
    };
    const reference = await published(page, 'Odlingslådor vid skolan');
    await edit(page, reference, { title: 'Fler odlingslådor vid skolan', need: NEED, reason: 'Barnen bad om det.' });
    await check();
    await page.goto(`/portfolio/${reference}/edit`);
    await check();
    await page.locator('[name=title]').fill('x');
    await page.getByRole('button', { name: 'Spara ändringarna' }).click();
    await expect(page.locator('#fault-title')).toContainText('Skriv minst 5 tecken');
    await check();
    await page.goto(`/portfolio/${reference}/history`);
    await page.getByText('Behovet: se vad som ändrades').click();
    await check();
    await page.goto(`/portfolio/${reference}/history?from=1&to=4`);
    await check();
    await page.getByRole('button', { name: 'Återställ version 1' }).click();
    await expect(page.locator('#fault-reason')).toContainText('behöver fyllas i');
    await check();
  });
});
