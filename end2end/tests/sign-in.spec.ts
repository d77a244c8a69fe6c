// Signing in and out: by the form, by the demo's buttons, with and without scripts.

import type { Page } from '@playwright/test';
import { accessible, expect, hydrated, test } from '../fixtures';

const form = (page: Page) => page.locator('.sign-in-ways > form');

test.describe('in both schemes', () => {
  test.use({ expectedFaults: [/422/] });

  test('the page is accessible, also when it refuses', async ({ page }) => {
    await page.goto('/sign-in');
    await hydrated(page);
    await accessible(page);
    await form(page).locator('[name=email]').fill('chef@demo.fyrfalt.se');
    await form(page).locator('[name=password]').fill('inte rätt lösenord');
    await form(page).getByRole('button', { name: 'Logga in' }).click();
    await expect(page.getByRole('alert')).toContainText('hör inte ihop');
    await expect(form(page).locator('[name=email]')).toHaveValue('chef@demo.fyrfalt.se');
    await expect(form(page).locator('[name=password]')).toHaveValue('');
    await hydrated(page);
    await accessible(page);
  });
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('the demo lets one in by one press, to where one was going, and out again', async ({ page }) => {
      await page.goto('/sign-in?next=/manage');
      await page.getByRole('button', { name: 'Logga in som chef' }).click();
      await expect(page).toHaveURL(/\/manage$/);
      await page.goto('/sign-in');
      const known = page.locator('.notice', { hasText: 'redan inloggad som Demo Chef' });
      await expect(known).toBeVisible();
      await known.getByRole('button', { name: 'Logga ut' }).click();
      await expect(page.locator('header').getByRole('link', { name: 'Logga in' })).toBeVisible();
    });
  });
}

test('one is led only to pages of ours', async ({ page }) => {
  await page.goto('/sign-in?next=//evil.example/');
  await page.getByRole('button', { name: 'Logga in som medarbetare' }).click();
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/$/);
});
