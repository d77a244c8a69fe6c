// A manager carries an entry from need to benefit, with every step's own form.

import type { Page } from '@playwright/test';
import { accessible, expect, handIn, hydrated, publish, signIn, test } from '../fixtures';

/** Hands in a need, publishes it, and opens its page. */
async function published(page: Page, title: string): Promise<string> {
  const reference = await handIn(page, title);
  await signIn(page, 'chief');
  await publish(page, reference);
  await page.goto(`/portfolio/${reference}`);
  return reference;
}

const step = (page: Page, name: string) => page.getByRole('navigation', { name: 'Nästa steg' }).getByRole('link', { name, exact: true });

/** The button of a step's form, on a page of its own or in a dialog. */
const send = (page: Page) => page.locator('main form[action*="/portfolio/"]:not([action$="/same-need"])').getByRole('button').click();

/** Follows a step's link, fills its form and sends it. */
async function take(page: Page, name: string, fields: Record<string, string>) {
  await step(page, name).click();
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
  for (const [field, value] of Object.entries(fields)) {
    const input = page.locator(`[name=${field}]`);
    if ((await input.first().getAttribute('type')) === 'radio') await page.locator(`[name=${field}][value=${value}]`).check();
    else if ((await input.evaluate((element) => element.tagName)) === 'SELECT') await input.selectOption(value);
    else await input.fill(value);
  }
  await send(page);
  await expect(page.locator('main').getByRole('status').filter({ hasText: 'Sparat.' })).toBeVisible();
}

test.describe('from need to benefit', () => {
  for (const scripts of [true, false]) {
    test.describe(scripts ? 'with scripts' : 'without scripts', () => {
      test.use({ javaScriptEnabled: scripts });

      test('each stage asks for what it needs, and the badge comes last', async ({ page }) => {
        test.slow();
        await published(page, 'Bänkar längs ån');
        await take(page, 'Gör till idé', { plan: 'Sätta ut tio bänkar.', audience: 'Äldre som promenerar' });
        await take(page, 'Börja testa', {
          responsible: 'Parkchefen',
          receiving_unit: 'samhallsbyggnad',
          began: '2025-04-01',
          to_show: 'Att fler går längre.',
        });
        await take(page, 'Ta i bruk', { in_use_since: '2025-10-01' });
        await expect(page.locator('main')).toContainText('nyttan är ännu inte visad');
        await expect(page.locator('.entry-head .badge')).toHaveCount(0);
        await take(page, 'Visa nyttan', {
          benefits: 'Äldre som promenerar',
          evidence: 'observed',
          shown: 'Bänkarna används varje dag.',
          on: '2026-05-02',
          confirmed_by: 'Parkchefen',
        });
        await expect(page.locator('.entry-head')).toContainText('Innovation');
        await expect(page.locator('.benefits')).toContainText('Bänkarna används varje dag.');
        await take(page, 'Notera spridning', { place: 'Simrishamns kommun', on: '2026-06-01' });
        await expect(page.locator('main')).toContainText('Spridd: Simrishamns kommun');
      });
    });
  }

  test('it rests, is taken up again, goes back and ends with a lesson', async ({ page }) => {
    test.slow();
    await published(page, 'Skridskois på torget');
    await take(page, 'Lägg vilande', { reason: 'Väntar på kylan.' });
    await expect(step(page, 'Gör till idé')).toHaveCount(0);
    await take(page, 'Ta upp igen', { reason: 'Nu är det kallt.' });
    await take(page, 'Gör till idé', { plan: 'Spola en bana.', audience: 'Barn och unga' });
    await take(page, 'Gå tillbaka', { standing: 'need', reason: 'Planen höll inte.' });
    await take(page, 'Avsluta', { reason: 'Vintrarna är för milda.', lesson: 'Titta på väderstatistiken först.' });
    await expect(page.locator('.lesson')).toContainText('Titta på väderstatistiken först.');
    await expect(page.locator('.timeline')).toContainText('Planen höll inte.');
    await expect(page.locator('.standing').first()).toHaveText('Avslutad');
  });
});

test.describe('in both schemes', () => {
  test.use({ expectedFaults: [/409|422/] });

  test('the forms are accessible and hold their width, also with faults', async ({ page }) => {
    test.slow();
    const reference = await published(page, 'Odlingslådor vid skolan');
    const check = async () => {
      await hydrated(page);
      await accessible(page);
    };
    await check();
    await step(page, 'Gör till idé').click();
    await expect(page.getByRole('heading', { level: 2, name: 'Gör till idé' })).toBeVisible();
    await check();
    await page.locator('[name=audience]').fill('Skolbarn');
    await send(page);
    await expect(page.locator('#fault-plan')).toContainText('behöver fyllas i');
    await expect(page.locator('[name=audience]')).toHaveValue('Skolbarn');
    await check();
    await page.goto(`/portfolio/${reference}/benefit`);
    await expect(page.getByRole('alert')).toContainText('går inte att göra');
    await check();
  });
});

test.describe('two managers', () => {
  test.use({ expectedFaults: [/409/] });

  test('who act on the same: the second sees where it stands and sends once more', async ({ page, context }) => {
    test.slow();
    const reference = await published(page, 'Boule i parken');
    await page.goto(`/portfolio/${reference}/end`);
    await hydrated(page);
    const first = await context.newPage();
    await first.goto(`/portfolio/${reference}`);
    await hydrated(first);
    await take(first, 'Lägg vilande', { reason: 'Väntar på grus.' });

    await page.locator('[name=reason]').fill('Ingen vill spela.');
    await page.locator('[name=lesson]').fill('Fråga föreningarna.');
    await send(page);
    await expect(page.getByRole('alert')).toContainText('Läget är nu: Vilande');
    await expect(page.locator('[name=lesson]')).toHaveValue('Fråga föreningarna.');
    await send(page);
    await expect(page.locator('main')).toContainText('Ingen vill spela.');
  });
});

for (const scripts of [true, false]) {
  test.describe(scripts ? 'a session that ends, with scripts' : 'a session that ends, without scripts', () => {
    test.use({ javaScriptEnabled: scripts });

    test('while a step is written loses nothing of it', async ({ page, browser, server }) => {
      test.slow();
      await published(page, `Ljusare tunnel ${scripts}`);
      if (scripts) await hydrated(page);
      await step(page, 'Lägg vilande').click();
      await expect(page.getByRole('heading', { level: 2, name: 'Lägg vilande' })).toBeVisible();
      await page.locator('[name=reason]').fill('Väntar på elektrikern.');

      const elsewhere = await browser.newContext({ baseURL: server.url, locale: 'sv-SE' });
      const other = await elsewhere.newPage();
      await signIn(other, 'chief');
      await other.request.post('/sign-out', { form: { everywhere: 'true' } });
      await elsewhere.close();

      await send(page);
      await expect(page.getByRole('status')).toContainText('Det du skrev finns kvar');
      await page.locator('form.stack [name=email]').fill('chef@demo.fyrfalt.se');
      await page.locator('form.stack [name=password]').fill('fyra-falt-demo');
      await page.locator('form.stack').getByRole('button', { name: 'Logga in' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Det du skrev finns kvar' })).toBeVisible();
      await expect(page.locator('main')).toContainText('Väntar på elektrikern.');
      if (scripts) {
        await hydrated(page);
        await accessible(page);
      }
      await page.getByRole('button', { name: 'Skicka nu' }).click();
      await expect(page.locator('main')).toContainText('Väntar på elektrikern.');
      await expect(page.locator('.standing').first()).toHaveText('Vilande');
    });
  });
}
