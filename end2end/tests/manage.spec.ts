// What managers do with what has come in, and what happens when two of them do it at once.

import { accessible, expect, handIn, hydrated, signIn, test } from '../fixtures';

test.describe('in both schemes', () => {
  test.use({ expectedFaults: [/409|422/] });

  test('the pages are accessible and hold their width, also with faults', async ({ page }) => {
    test.slow();
    const reference = await handIn(page, 'Skugga på lekplatsen', { naming: 'public', name: 'Kim Exempel', email: 'kim@exempel.se' });
    await signIn(page, 'chief');
    await page.goto('/manage');
    await hydrated(page);
    await accessible(page);
    await page.goto(`/manage/${reference}`);
    await hydrated(page);
    await accessible(page);
    await page.locator('[name=title]').fill('x');
    await page.getByRole('button', { name: 'Publicera', exact: true }).click();
    await expect(page.locator('#fault-title')).toContainText('Skriv minst 5 tecken');
    await accessible(page);
    await page.locator('summary', { hasText: 'Publicera inte' }).click();
    await page.getByRole('button', { name: 'Besluta att inte publicera' }).click();
    await expect(page.locator('#fault-decline-reason')).toContainText('behöver fyllas i');
    await accessible(page);
    await page.locator('form:has([value=decline]) [name=reason]').fill('Träden planteras redan till våren.');
    await page.getByRole('button', { name: 'Besluta att inte publicera' }).click();
    await expect(page.getByRole('status')).toContainText('publiceras inte');
    await hydrated(page);
    await accessible(page);
    await page.goto(`/manage/${reference}`);
    await hydrated(page);
    await expect(page.locator('main')).toContainText('Träden planteras redan');
    await expect(page.locator('[name=title]')).toHaveCount(0);
    await accessible(page);
  });
});

test('a name is published only where its owner chose so', async ({ page, browser, server }) => {
  test.slow();
  const internal = await handIn(page, 'Belysning i tunneln', { naming: 'internal', name: 'Hemlig Person', email: 'hemlig@exempel.se' });
  await signIn(page, 'chief');
  await page.goto(`/manage/${internal}`);
  await expect(page.locator('.entry-aside')).toContainText('Hemlig Person');
  await expect(page.locator('.entry-aside')).toContainText('får inte publiceras');
  await page.getByRole('button', { name: 'Publicera', exact: true }).click();
  await expect(page).toHaveURL(/\/manage\?done=/);
  await page.getByRole('link', { name: 'Se posten i portföljen' }).click();
  await expect(page).toHaveURL(new RegExp(`/portfolio/${internal}$`));

  const resident = await (await browser.newContext({ baseURL: server.url, locale: 'sv-SE' })).newPage();
  await resident.goto(`/portfolio/${internal}`);
  await expect(resident.getByRole('heading', { level: 1 })).toContainText('Belysning i tunneln');
  expect(await resident.content()).not.toContain('Hemlig');
  expect(await resident.content()).not.toContain('hemlig@');
  await resident.context().close();
});

test('Enter saves and never publishes', async ({ page }) => {
  const reference = await handIn(page, 'Soffor i biblioteket');
  await signIn(page, 'chief');
  await page.goto(`/manage/${reference}`);
  await page.locator('[name=title]').fill('Sköna soffor i biblioteket');
  await page.locator('[name=title]').press('Enter');
  await expect(page).toHaveURL(/saved=1/);
  await expect(page.getByRole('status')).toContainText('sparade');
  await expect(page.locator('.decision')).toHaveText('Väntar på att läsas');
});

test.describe('two managers', () => {
  test.use({ expectedFaults: [/409/] });

  test('who edit the same: the second sees what the first wrote, and chooses', async ({ page, context }) => {
    test.slow();
    const reference = await handIn(page, 'Cykelställ vid skolan');
    await signIn(page, 'chief');
    await page.goto(`/manage/${reference}`);
    await hydrated(page);
    const first = await context.newPage();
    await first.goto(`/manage/${reference}`);
    await hydrated(first);
    await first.locator('[name=title]').fill('Låsbara cykelställ vid skolan');
    await first.locator('[name=goals][value="11"]').check();
    await first.getByRole('button', { name: 'Spara utan att publicera' }).click();
    await expect(first).toHaveURL(/saved=1/);

    await page.locator('[name=title]').fill('Fler cykelställ vid skolan');
    await page.getByRole('button', { name: 'Publicera', exact: true }).click();
    const told = page.locator('.stale');
    await expect(told).toContainText('Låsbara cykelställ vid skolan');
    await expect(told).toContainText('11 Hållbara städer och samhällen');
    await expect(told).not.toContainText('Behovet');
    await expect(page.locator('[name=title]')).toHaveValue('Fler cykelställ vid skolan');
    await accessible(page);
    await page.getByRole('button', { name: 'Publicera', exact: true }).click();
    await expect(page).toHaveURL(/\/manage\?done=/);

    // The first decides after the second, and is told.
    await first.locator('summary', { hasText: 'Publicera inte' }).click();
    await first.locator('form:has([value=decline]) [name=reason]').fill('Det finns redan gott om ställ.');
    await first.getByRole('button', { name: 'Besluta att inte publicera' }).click();
    await expect(first.getByRole('alert')).toContainText('hann besluta före dig');
    await first.goto(`/portfolio/${reference}`);
    await expect(first.getByRole('heading', { level: 1 })).toHaveText('Fler cykelställ vid skolan');
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, expectedFaults: [/422/] });

  test('a manager edits and publishes', async ({ page }) => {
    const reference = await handIn(page, 'Hundrastgård vid dammen');
    await signIn(page, 'chief');
    await page.goto('/manage?page=999');
    await page.locator(`a[href="/manage/${reference}"]`).click();
    await page.locator('[name=summary]').fill('Kort');
    await page.getByRole('button', { name: 'Publicera', exact: true }).click();
    await expect(page.locator('#problems')).toContainText('Skriv minst 10 tecken');
    await page.locator('[name=summary]').fill('En plats där hundar får springa lösa.');
    await page.getByRole('button', { name: 'Publicera', exact: true }).click();
    await expect(page.getByRole('status')).toContainText('är publicerad');
    await page.goto(`/portfolio/${reference}`);
    await expect(page.locator('main')).toContainText('hundar får springa lösa');
  });
});
