// People with an account: an administrator adds, changes, disables and erases them; they choose passwords by a link, and
// look after their own account.

import type { Page } from '@playwright/test';
import { PASSWORD, accessible, expect, hydrated, signIn, test } from '../fixtures';

const NEW_PASSWORD = 'en mening som ingen annan kommer på';

/** Adds a person by the form; gives the one-time link that is shown. */
async function add(page: Page, name: string, email: string, role: RegExp, units: string[] = [], scripts = true) {
  await page.goto('/people/new');
  if (scripts) await hydrated(page);
  await page.getByLabel('Namn').fill(name);
  await page.getByLabel('E-post').fill(email);
  await page.getByRole('radio', { name: role }).check();
  for (const unit of units) await page.getByRole('checkbox', { name: unit }).check();
  await page.getByRole('button', { name: 'Lägg till en person' }).click();
  const link = page.locator('.long-link a');
  await expect(link).toHaveAttribute('href', /^\/password\/\w+$/);
  return (await link.getAttribute('href')) ?? '';
}

/** Chooses a password on the page of a link. */
async function choose(page: Page, password: string, scripts = true) {
  if (scripts) await hydrated(page);
  await page.getByLabel('Nytt lösenord').fill(password);
  await page.getByLabel('Lösenordet en gång till').fill(password);
  await page.getByRole('button', { name: 'Spara och logga in' }).click();
}

/** An address of its own for each project, whose server is the same. */
const own = (name: string) => `${name}.${test.info().project.name}@example.se`;

test.describe('in both schemes', () => {
  test.use({ expectedFaults: [/404|422/] });

  test('every page is accessible', async ({ page }) => {
    await signIn(page, 'administrator');
    const link = await add(page, 'Tilda Tillfällig', own('tilda'), /^Medarbetare/);
    await hydrated(page);
    await expect(page.locator('.long-link a')).toContainText(/^http/);
    await accessible(page);
    await page.goto('/people');
    await hydrated(page);
    await accessible(page);
    await page.getByRole('link', { name: 'Tilda Tillfällig' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Tilda Tillfällig' })).toBeVisible();
    await accessible(page);
    await page.goto('/account');
    await hydrated(page);
    await accessible(page);
    await page.goto(link);
    await hydrated(page);
    await page.getByRole('button', { name: 'Spara och logga in' }).click();
    await expect(page.locator('#problems')).toBeVisible();
    await accessible(page);
    await page.goto('/password/0');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Länken fungerar inte');
    await accessible(page);
  });
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled, expectedFaults: [/404|422/] });

    test('a person comes, works for the own unit, and goes', async ({ page, browser }) => {
      const email = own(`nora-${javaScriptEnabled}`);
      await signIn(page, 'administrator');
      const link = await add(page, 'Nora Ny', email, /^Chef för vissa/, ['Kommunikation'], javaScriptEnabled);

      // The new colleague, in a browser of her own.
      const context = await browser.newContext({ javaScriptEnabled, locale: 'sv-SE', baseURL: new URL(page.url()).origin });
      const hers = await context.newPage();
      await hers.goto(link);
      await choose(hers, NEW_PASSWORD, javaScriptEnabled);
      await expect(hers).toHaveURL(/\/account\?done=password/);
      await expect(hers.getByRole('heading', { level: 1 })).toHaveText('Ditt konto');
      await expect(hers.getByText('Chef för vissa verksamheter: Kommunikation')).toBeVisible();
      await hers.goto('/manage');
      await expect(hers.getByRole('heading', { level: 1 })).toBeVisible();
      await hers.goto(link);
      await expect(hers.getByRole('heading', { level: 1 })).toHaveText('Länken fungerar inte');

      // A new role, and then out.
      await page.goto('/people');
      await page.getByRole('link', { name: 'Nora Ny' }).last().click();
      await page.getByRole('radio', { name: /^Medarbetare/ }).check();
      await page.getByRole('button', { name: 'Spara' }).click();
      await expect(page.getByText('Ändringen är sparad.')).toBeVisible();
      await page.getByRole('button', { name: 'Stäng av kontot' }).click();
      await expect(page.getByText('Kontot är avstängt.')).toBeVisible();
      await hers.goto('/account');
      await expect(hers.getByRole('link', { name: 'Logga in' }).first()).toBeVisible();

      // Erased for good, but not by a slip.
      await page.getByRole('button', { name: 'Radera personen' }).click();
      await expect(page.locator('#problems')).toContainText('Kryssa i rutan');
      await page.getByRole('checkbox', { name: /^Ja, radera/ }).check();
      await page.getByRole('button', { name: 'Radera personen' }).click();
      await expect(page.getByText('namn och adress är raderade')).toBeVisible();
      await page.goto('/people');
      await expect(page.getByText(email)).toHaveCount(0);
      await context.close();
    });
  });
}

test.describe('one’s own account', () => {
  test.use({ expectedFaults: [/422/] });

  test('a password is changed, and other sessions are seen and ended', async ({ page, browser }) => {
    await signIn(page, 'administrator');
    const link = await add(page, 'Pia Prov', own('pia'), /^Medarbetare/);
    const context = await browser.newContext({ locale: 'sv-SE', baseURL: new URL(page.url()).origin });
    const there = await context.newPage();
    await there.goto(link);
    await choose(there, PASSWORD);
    await expect(there).toHaveURL(/\/account/);

    // The same person here.
    await page.request.post('/sign-in', { form: { email: own('pia'), password: PASSWORD, next: '/about' } });
    await page.goto('/account');
    await hydrated(page);
    await expect(page.locator('.session')).toHaveCount(2);
    await page.getByRole('button', { name: /^Avsluta inloggningen/ }).click();
    await expect(page.locator('.session')).toHaveCount(1);
    await there.goto('/account');
    await expect(there.getByRole('heading', { level: 1 })).not.toHaveText('Ditt konto');

    await page.getByLabel('Nuvarande lösenord').fill('fel lösenord helt');
    await page.getByLabel('Nytt lösenord').fill(NEW_PASSWORD);
    await page.getByLabel('Lösenordet en gång till').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Byt lösenord' }).click();
    await expect(page.locator('#problems')).toContainText('inte ditt nuvarande');
    await page.getByLabel('Nuvarande lösenord').fill(PASSWORD);
    await page.getByLabel('Nytt lösenord').fill(NEW_PASSWORD);
    await page.getByLabel('Lösenordet en gång till').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Byt lösenord' }).click();
    await expect(page.getByText('Lösenordet är bytt.')).toBeVisible();
    await context.close();
  });
});

test('a manager of some units moves only what belongs to them', async ({ page }) => {
  await signIn(page, 'schools');
  await page.goto('/compass');
  await hydrated(page);
  const moves = page.locator('#places').getByRole('link', { name: /^Flytta/ });
  const [lines, own] = [await page.locator('#places tbody tr').count(), await moves.count()];
  expect(own).toBeGreaterThan(0);
  expect(own).toBeLessThan(lines);
  await moves.first().click();
  await expect(page).toHaveURL(/\/compass\/\d{4}-\d{4}/);
  await expect(page.getByRole('button', { name: /^Flytta|^Placera|^Spara/ })).toBeVisible();
});
