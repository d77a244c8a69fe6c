// What employees say about an entry: read by everybody, signed for colleagues, taken back and hidden.

import { accessible, expect, handIn, hydrated, publish, signIn, test } from '../fixtures';

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts, expectedFaults: [/422/] });

    test('a comment is written, read by everybody, hidden and shown again', async ({ page, browser, server }) => {
      test.slow();
      const reference = await handIn(page, `Fler cykelställ ${scripts}`);
      await signIn(page, 'chief');
      await publish(page, reference);
      await signIn(page, 'colleague');
      await page.goto(`/portfolio/${reference}`);
      await page.getByRole('link', { name: 'Läs och skriv kommentarer' }).click();
      await expect(page.getByRole('heading', { level: 2, name: 'Skriv en kommentar' })).toBeVisible();
      await page.getByRole('button', { name: 'Skicka kommentaren' }).click();
      await expect(page.locator('#fault-comment')).not.toBeEmpty();
      await page.locator('[name=comment]').fill('Vid skolan är det alltid fullt.');
      await page.getByRole('button', { name: 'Skicka kommentaren' }).click();
      await expect(page.getByRole('status')).toContainText('är publicerad');
      await expect(page.locator('.talk')).toContainText('Demo Medarbetare');
      if (scripts) {
        await hydrated(page);
        await accessible(page);
      }

      const resident = await (await browser.newContext({ baseURL: server.url, locale: 'sv-SE', javaScriptEnabled: scripts })).newPage();
      await resident.goto(`/portfolio/${reference}/comments`);
      await expect(resident.locator('.talk')).toContainText('Vid skolan är det alltid fullt.');
      await expect(resident.locator('.talk')).toContainText('En medarbetare');
      await expect(resident.locator('main')).not.toContainText('Demo Medarbetare');
      await expect(resident.getByRole('link', { name: 'Logga in för att kommentera' })).toBeVisible();
      if (scripts) await accessible(resident);

      await signIn(page, 'chief');
      await page.goto(`/portfolio/${reference}/comments`);
      await page.getByRole('button', { name: /^Dölj/ }).click();
      await expect(page.getByRole('status')).toContainText('visas inte längre');
      await resident.reload();
      await expect(resident.locator('.talk')).toHaveCount(0);
      await page.getByRole('button', { name: /^Visa för alla/ }).click();
      await expect(page.getByRole('status')).toContainText('visas nu för alla');
      await resident.reload();
      await expect(resident.locator('.talk')).toContainText('alltid fullt');
      await resident.context().close();
    });
  });
}
