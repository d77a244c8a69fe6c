// "Jag har samma behov": said once, counted, told to others, and taken back; by people without an account.

import { accessible, expect, handIn, hydrated, publish, signIn, test } from '../fixtures';

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts });

    test('a need is shared and taken back', async ({ page, browser, server }) => {
      const reference = await handIn(page, `Fler bänkar vid ån ${scripts}`);
      await signIn(page, 'chief');
      await publish(page, reference);

      const context = await browser.newContext({ baseURL: server.url, locale: 'sv-SE', javaScriptEnabled: scripts });
      const resident = await context.newPage();
      await resident.goto(`/portfolio/${reference}`);
      await resident.getByRole('button', { name: 'Jag har samma behov' }).click();
      await expect(resident.locator('#same-need')).toContainText('Du har sagt att du har samma behov.');
      await expect(resident).toHaveURL(new RegExp(`/portfolio/${reference}#same-need$`));
      if (scripts) {
        await hydrated(resident);
        await accessible(resident);
      }

      await page.goto(`/portfolio/${reference}`);
      await expect(page.locator('#same-need')).toContainText('En till har sagt att den har samma behov.');
      await page.getByRole('button', { name: 'Jag har samma behov' }).click();
      await expect(page.locator('#same-need')).toContainText('Du och en till har samma behov.');

      await resident.reload();
      await expect(resident.locator('#same-need')).toContainText('Du och en till har samma behov.');
      await resident.getByRole('button', { name: 'Ta tillbaka' }).click();
      await expect(resident.getByRole('button', { name: 'Jag har samma behov' })).toBeVisible();
      await expect(resident.locator('#same-need')).toContainText('En till har sagt att den har samma behov.');
      await context.close();
    });
  });
}
