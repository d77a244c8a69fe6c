// Challenges: a manager opens a question, a resident answers it through the wizard, everybody sees what came of it.

import { PNG, accessible, expect, hydrated, publish, signIn, test } from '../fixtures';

const day = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts, expectedFaults: [/422/] });

    test('a challenge is opened, answered and told the result of', async ({ page, browser, server }) => {
      test.slow();
      const title = `Hur får fler sällskap ${scripts} ${test.info().project.name}?`;
      await signIn(page, 'chief');
      await page.goto('/challenges');
      await page.getByRole('link', { name: 'Öppna en utmaning' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Öppna en utmaning' })).toBeVisible();
      await page.getByRole('button', { name: 'Öppna en utmaning' }).click();
      await expect(page.locator('#fault-title')).not.toBeEmpty();
      await page.locator('[name=title]').fill(title);
      await page.locator('[name=question]').fill('Många är ensamma. Hur kan vi mötas oftare?');
      await page.locator('[name=closes]').fill(day(20));
      await page.locator('[name=description]').fill('Två som fikar.');
      await page.locator('input[type=file]').setInputFiles({ name: 'fika.png', mimeType: 'image/png', buffer: PNG });
      if (scripts) {
        await hydrated(page);
        await accessible(page);
      }
      await page.getByRole('button', { name: 'Öppna en utmaning' }).click();
      await expect(page.getByRole('status')).toContainText('sparad');
      await expect(page.getByRole('img', { name: 'Två som fikar.' })).toBeVisible();
      const address = new URL(page.url()).pathname;
      if (scripts) {
        await hydrated(page);
        await accessible(page);
      }

      const resident = await (await browser.newContext({ baseURL: server.url, locale: 'sv-SE', javaScriptEnabled: scripts })).newPage();
      await resident.goto('/');
      await resident.getByRole('link', { name: title }).click();
      await resident.getByRole('link', { name: 'Svara på utmaningen' }).click();
      const asked = resident.getByLabel('Svarar du på en utmaning?');
      await expect(asked).toHaveValue(address.split('/').pop() ?? '');
      if (scripts) await hydrated(resident);
      await resident.getByLabel('Ett behov').check();
      await resident.getByLabel('Invånare').check();
      const next = async () => {
        if (scripts) await resident.getByRole('button', { name: 'Nästa' }).click();
      };
      await next();
      await resident.locator('[name=title]').fill('Gemensamma fikastunder');
      await resident.locator('[name=need]').fill('Många sitter ensamma på dagarna och skulle vilja träffas.');
      await next();
      await next();
      await resident.locator('[name=purpose][value=enhancement]').check();
      await resident.locator('[name=driver][value=enhancement]').check();
      await next();
      if (scripts) await expect(resident.locator('.summary')).toContainText(title);
      await resident.locator('[name=naming][value=anonymous]').check();
      await resident.getByRole('button', { name: 'Skicka in' }).click();
      const reference = (await resident.locator('.ticket-number dd').textContent()) ?? '';

      await publish(page, reference);
      await resident.goto(address);
      await expect(resident.locator('main')).toContainText('Ett svar har kommit in.');
      await expect(resident.getByRole('link', { name: 'Gemensamma fikastunder' })).toBeVisible();
      await resident.goto(`/portfolio/${reference}`);
      await expect(resident.getByRole('link', { name: title })).toBeVisible();

      await page.goto(`${address}/edit`);
      await page.locator('[name=result]').fill('Två fikastunder i veckan har börjat.');
      await page.getByRole('button', { name: 'Spara' }).click();
      await resident.goto(address);
      await expect(resident.getByRole('region', { name: 'Vad det ledde till' })).toContainText('Två fikastunder');
      if (scripts) {
        await hydrated(resident);
        await accessible(resident);
      }
      await resident.context().close();
    });
  });
}
