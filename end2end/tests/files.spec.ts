// Pictures and PDFs beside an entry: added by a manager, sent along by whoever hands something in, seen by everybody.

import { PNG, accessible, expect, handIn, hydrated, publish, signIn, test } from '../fixtures';

const picture = (name: string) => ({ name, mimeType: 'image/png', buffer: PNG });

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts, expectedFaults: [/422/] });

    test('a picture is sent along, described, looked at and shown', async ({ page, browser, server }) => {
      test.slow();
      const sender = await (await browser.newContext({ baseURL: server.url, locale: 'sv-SE', javaScriptEnabled: scripts })).newPage();
      const answer = await sender.request.post('/submit', {
        form: {
          key: crypto.randomUUID(), kind: 'need', origin: 'residents', title: `En trasig bro ${test.info().project.name}`,
          need: 'Bron över ån saknar räcke och är hal på vintern.', purpose: 'enhancement', driver: 'enhancement', naming: 'anonymous',
        },
      });
      await sender.goto(new URL(answer.url()).pathname);
      const reference = (await sender.locator('.ticket-number dd').textContent()) ?? '';
      await sender.locator('input[type=file]').setInputFiles({ name: 'bro.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>') });
      await sender.getByRole('button', { name: 'Lägg till filen' }).click();
      await expect(sender.locator('#fault-file')).toContainText('varken en bild');
      await sender.locator('input[type=file]').setInputFiles(picture('bro.png'));
      await sender.getByRole('button', { name: 'Lägg till filen' }).click();
      await expect(sender.getByRole('status').first()).toContainText('Skriv gärna vad den visar');
      await sender.getByLabel('Vad bro.png visar').fill('En bro utan räcke.');
      await sender.getByRole('button', { name: 'Spara beskrivningen' }).click();
      await expect(sender.locator('.managed-files')).toContainText('En bro utan räcke.');
      if (scripts) {
        await hydrated(sender);
        await accessible(sender);
      }

      await signIn(page, 'chief');
      await publish(page, reference);
      await sender.goto(`/portfolio/${reference}`);
      await expect(sender.locator('.gallery')).toHaveCount(0);
      await page.goto(`/portfolio/${reference}`);
      await page.getByRole('link', { name: 'Lägg till eller ta bort' }).click();
      await expect(page.getByText('Från den som lämnade in · Visas inte än')).toBeVisible();
      await page.getByRole('button', { name: 'Visa för alla: bro.png' }).click();
      await expect(page.getByRole('status').first()).toContainText('visas nu för alla');
      if (scripts) {
        await hydrated(page);
        await accessible(page);
      }

      await sender.reload();
      const shown = sender.getByRole('img', { name: 'En bro utan räcke.' });
      await expect(shown).toBeVisible();
      await shown.scrollIntoViewIfNeeded();
      await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
      if (scripts) await accessible(sender);

      await page.getByRole('button', { name: 'Ta bort: bro.png' }).click();
      await expect(page.getByRole('status').first()).toContainText('borttagen');
      await sender.reload();
      await expect(sender.locator('.gallery')).toHaveCount(0);
      await sender.context().close();
    });

    test('a manager adds a picture, which needs words before it is shown', async ({ page }) => {
      const reference = await handIn(page, `Nya träd på torget ${scripts}`);
      await signIn(page, 'chief');
      await publish(page, reference);
      await page.goto(`/portfolio/${reference}/files`);
      await page.locator('input[type=file]').setInputFiles(picture('torg.png'));
      await page.getByRole('button', { name: 'Lägg till filen' }).click();
      await expect(page.getByRole('status').first()).toContainText('visas inte än');
      await page.getByRole('button', { name: 'Visa för alla: torg.png' }).click();
      await expect(page.locator('.managed-files .fault')).toContainText('behöver fyllas i');
      await page.locator('.managed-files [name=description]').fill('Ett torg utan träd.');
      await page.getByRole('button', { name: 'Visa för alla: torg.png' }).click();
      await expect(page.getByRole('status').first()).toContainText('visas nu för alla');
      await page.goto(`/portfolio/${reference}`);
      await expect(page.getByRole('img', { name: 'Ett torg utan träd.' })).toBeVisible();
    });
  });
}
