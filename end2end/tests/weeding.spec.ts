// What is weeded, as those see it who look after the whole.

import { accessible, expect, hydrated, signIn, test } from '../fixtures';

test('the rules and the log are read from what has come in', async ({ page }) => {
  await signIn(page, 'chief');
  await page.goto('/manage');
  await page.getByRole('link', { name: 'Gallring' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Gallring' })).toBeVisible();
  await expect(page.locator('main')).toContainText('Inga regler är satta, så inget gallras.');
  await hydrated(page);
  await accessible(page);
});
