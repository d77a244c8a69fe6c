// Those who are quicker than the page: what is filled in before it is interactive stays, and counts.

import type { Page } from '@playwright/test';
import { expect, handIn, hydrated, signIn, test } from '../fixtures';

/** Opens a page whose program does not come before `arrive` is called. */
async function openEarly(page: Page, path: string): Promise<{ arrive: () => Promise<void> }> {
  let arrive = () => {};
  const arrived = new Promise<void>((resume) => (arrive = resume));
  await page.route('**/*.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(path, { waitUntil: 'domcontentloaded' });
  return {
    arrive: async () => {
      await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
      arrive();
      await hydrated(page);
    },
  };
}

test('texts and answers of a plain form stay', async ({ page }) => {
  await signIn(page, 'administrator');
  const { arrive } = await openEarly(page, '/people/new');
  await page.getByLabel('Namn').fill('Snabba Svea');
  await page.getByLabel('E-post').fill('snabb@example.se');
  await page.getByRole('radio', { name: /^Chef för vissa/ }).check();
  await page.getByRole('checkbox').first().check();
  await arrive();
  await expect(page.getByLabel('Namn')).toHaveValue('Snabba Svea');
  await expect(page.getByLabel('E-post')).toHaveValue('snabb@example.se');
  await expect(page.getByRole('radio', { name: /^Chef för vissa/ })).toBeChecked();
  await expect(page.getByRole('checkbox').first()).toBeChecked();
});

test('edits of what has come in stay, in every kind of field', async ({ page }) => {
  const reference = await handIn(page, 'En bänk');
  await signIn(page, 'chief');
  const { arrive } = await openEarly(page, `/manage/${reference}`);
  await page.locator('[name=title]').fill('Fler bänkar vid ån');
  await page.locator('[name=need]').fill('Där går många.\n\nIngen kan vila.');
  const board = page.locator('select').first();
  await board.selectOption({ index: 2 });
  const chosen = await board.inputValue();
  await arrive();
  await expect(page.locator('[name=title]')).toHaveValue('Fler bänkar vid ån');
  await expect(page.locator('[name=need]')).toHaveValue('Där går många.\n\nIngen kan vila.');
  await expect(board).toHaveValue(chosen);
});
