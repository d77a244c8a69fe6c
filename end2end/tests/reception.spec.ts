// Reception: a manager takes what has come in, asks its sender, merges it, sends it on, and the registrar lists it all.

import { accessible, expect, handIn, hydrated, publish, signIn, test } from '../fixtures';
import type { Page } from '@playwright/test';

/** Opens one of the answers that a submission can get. */
async function answer(page: Page, name: string) {
  await page.locator('summary', { hasText: name }).click();
  return page.getByRole('form', { name });
}

test.describe('in both schemes', () => {
  test.use({ expectedFaults: [/409|422/] });

  test('the lists and every form are accessible and hold their width', async ({ page }) => {
    test.slow();
    const reference = await handIn(page, 'Vindskydd vid sjön');
    await signIn(page, 'chief');
    for (const address of ['/manage?kind=need&holder=nobody', '/manage?state=decided', '/manage/register']) {
      await page.goto(address);
      await hydrated(page);
      await accessible(page);
    }
    await page.goto(`/manage/${reference}`);
    await hydrated(page);
    for (const name of ['Fråga om mer', 'Slå ihop med en annan post', 'Skicka vidare till rätt ställe', 'Publicera inte']) {
      await answer(page, name);
    }
    await accessible(page);
    const merge = page.getByRole('form', { name: 'Slå ihop med en annan post' });
    await merge.getByRole('button', { name: 'Slå ihop', exact: true }).click();
    await hydrated(page);
    await expect(page.locator('#fault-merge-into')).not.toBeEmpty();
    await expect(merge).toBeVisible();
    await accessible(page);
  });
});

test('a manager takes it and notes the diary number', async ({ page }) => {
  const reference = await handIn(page, 'Cykelpump vid torget');
  await signIn(page, 'chief');
  await page.goto(`/manage/${reference}`);
  await hydrated(page);
  const custody = page.locator('.custody');
  const me = await custody.locator('[name=holder] option').nth(1).textContent();
  await custody.locator('[name=holder]').selectOption({ index: 1 });
  await custody.locator('[name=diary_number]').fill('KS 2026/0142');
  await custody.getByRole('button', { name: 'Spara handläggningen' }).click();
  await expect(page.getByRole('status')).toContainText('Handläggningen är sparad');
  await expect(custody.locator('[name=diary_number]')).toHaveValue('KS 2026/0142');
  await page.goto('/manage?page=999');
  await expect(page.locator('.queue-line', { hasText: reference })).toContainText(`${me} har den`);
  await page.goto('/manage/register?page=999');
  await expect(page.getByRole('row', { name: new RegExp(reference) })).toContainText('KS 2026/0142');
});

test('what may be secret has neither title nor sender in lists, and is not published', async ({ page }) => {
  const reference = await handIn(page, 'Något om en granne');
  await signIn(page, 'chief');
  await page.goto(`/manage/${reference}`);
  await hydrated(page);
  await page.getByLabel('Kan innehålla sekretess').check();
  await page.getByRole('button', { name: 'Spara handläggningen' }).click();
  await expect(page.getByRole('status')).toContainText('Handläggningen är sparad');
  await page.goto('/manage?page=999');
  const line = page.locator('.queue-line', { hasText: reference });
  await expect(line).toContainText('Kan innehålla sekretess');
  await expect(line).not.toContainText('granne');
});

test('a sender is asked, answers at the receipt, and the manager reads it', async ({ page, browser, server }) => {
  test.slow();
  const resident = await (await browser.newContext({ baseURL: server.url, locale: 'sv-SE' })).newPage();
  await resident.goto('/');
  const sent = await resident.request.post('/submit', {
    form: {
      key: crypto.randomUUID(), kind: 'need', origin: 'residents', title: `Ljus i tunneln ${test.info().project.name}`,
      need: 'Det är mörkt i tunneln när man går hem på kvällen.', purpose: 'enhancement', driver: 'enhancement', naming: 'anonymous',
    },
  });
  const receipt = sent.url();
  const [reference] = (await sent.text()).match(/\d{4}-\d{4}/) ?? [];

  await signIn(page, 'chief');
  await page.goto(`/manage/${reference}`);
  await hydrated(page);
  const ask = await answer(page, 'Fråga om mer');
  await ask.locator('[name=question]').fill('Vilken tunnel är det?');
  await ask.getByRole('button', { name: 'Skicka frågan' }).click();
  await expect(page.getByRole('status')).toContainText('Frågan är skickad');

  await resident.goto(receipt);
  await hydrated(resident);
  await expect(resident.getByRole('heading', { level: 1 })).toHaveText('Vi behöver veta mer');
  await expect(resident.locator('.talk')).toContainText('Vilken tunnel är det?');
  await accessible(resident);
  await resident.locator('[name=answer]').fill('Den vid stationen.');
  await resident.getByRole('button', { name: 'Skicka svaret' }).click();
  await expect(resident.getByRole('status').first()).toContainText('ditt svar är framme');
  await accessible(resident);
  await resident.context().close();

  await page.goto('/manage?state=answered&page=999');
  await page.locator(`a[href="/manage/${reference}"]`).click();
  await expect(page.locator('.talk')).toContainText('Den vid stationen.');
});

test('of two alike one is merged into the other, and its receipt leads on', async ({ page, browser, server }) => {
  test.slow();
  const title = 'Gungor för vuxna i parken';
  const target = await handIn(page, title);
  await signIn(page, 'chief');
  await publish(page, target);
  const sent = await page.request.post('/submit', {
    form: {
      key: crypto.randomUUID(), kind: 'need', origin: 'residents', title: `${title} ${test.info().project.name}`,
      need: 'Det finns inga gungor för vuxna i parken.', purpose: 'enhancement', driver: 'enhancement', naming: 'anonymous',
    },
  });
  const receipt = sent.url();
  const [reference] = (await sent.text()).match(/\d{4}-\d{4}/) ?? [];
  await page.goto(`/manage/${reference}`);
  await hydrated(page);
  const merge = await answer(page, 'Slå ihop med en annan post');
  await merge.getByRole('button', { name: `Välj ${target}` }).click();
  await expect(merge.locator('[name=into]')).toHaveValue(target);
  await merge.locator('[name=reason]').fill('Det är samma gungor.');
  await merge.getByRole('button', { name: 'Slå ihop', exact: true }).click();
  await expect(page.getByRole('status').first()).toContainText(`ihopslagen med ${target}`);
  await page.goto(`/manage/${target}`);
  await expect(page.getByRole('heading', { name: 'En inlämning har slagits ihop med den här' })).toBeVisible();
  await page.locator(`a[href="/manage/${reference}"]`).click();
  await expect(page.locator('main')).toContainText('Det finns inga gungor för vuxna');

  const resident = await (await browser.newContext({ baseURL: server.url, locale: 'sv-SE' })).newPage();
  await resident.goto(receipt);
  await hydrated(resident);
  await accessible(resident);
  await resident.locator('main').getByRole('link', { name: title }).click();
  await expect(resident).toHaveURL(new RegExp(`/portfolio/${target}$`));
  await resident.context().close();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, expectedFaults: [/422/] });

  test('a manager sends it on to the right place', async ({ page }) => {
    const reference = await handIn(page, 'Lampan på Storgatan är trasig');
    await signIn(page, 'chief');
    await page.goto('/manage?page=999');
    await page.locator(`a[href="/manage/${reference}"]`).click();
    const form = await answer(page, 'Skicka vidare till rätt ställe');
    await form.locator('[name=channel][value=fault-report]').check();
    await form.getByRole('button', { name: 'Skicka vidare' }).click();
    await expect(page.locator('#fault-send-on-reason')).toContainText('behöver fyllas i');
    await page.locator('form:has([name=channel]) [name=reason]').fill('En trasig lampa anmäls som fel, så lagas den fortare.');
    await page.locator('form:has([name=channel])').getByRole('button', { name: 'Skicka vidare' }).click();
    await expect(page.getByRole('status')).toContainText('är skickad vidare');
  });
});
