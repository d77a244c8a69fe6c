// From a need to the portfolio: handed in by a resident, decided on by a manager, found by everyone.

import type { Page } from '@playwright/test';
import { accessible, expect, hydrated, signIn, test } from '../fixtures';

const NEED = 'På vägen till skolan finns varken cykelväg eller belysning, och bilarna kör fort.';

const next = (page: Page) => page.locator('.step.current').getByRole('button', { name: 'Nästa' }).click();
const shown = (page: Page) => page.locator('.step.current h2');

/** The steps up to the last, each answered as a person would. */
async function answer(page: Page, title: string) {
  await page.goto('/submit');
  await hydrated(page);
  await page.getByLabel('En idé').check();
  await page.getByLabel('Invånare').check();
  await next(page);
  await expect(shown(page)).toHaveText('Beskriv');
  await page.locator('[name=title]').fill(title);
  await page.locator('[name=need]').fill(NEED);
  await page.locator('[name=plan]').fill('Bygg en cykelväg med belysning.');
  await page.locator('[name=audience]').fill('Barn som går själva till skolan');
  await next(page);
  await page.locator('[name=units][value=samhallsbyggnad]').check();
  await page.locator('[name=goals][value="11"]').check();
  await next(page);
  await page.locator('[name=purpose][value=mission]').check();
  await page.locator('[name=driver][value=enhancement]').check();
}

test.use({ expectedFaults: [/ERR_INTERNET_DISCONNECTED/] });

test('the wizard keeps everything through faults, a reload and a lost connection, and sends it once', async ({ page, context }) => {
  test.slow();
  await page.goto('/submit');
  await hydrated(page);
  await next(page);
  await expect(page.locator('#problems')).toBeFocused();
  await expect(page.locator('#problems li')).toHaveCount(2);
  await accessible(page);

  const title = `Säker cykelväg ${test.info().project.name}`;
  await answer(page, title);
  // The dot starts between the two answers and is fine-tuned by keys.
  const dot = page.getByRole('slider');
  await expect(dot).toHaveAttribute('aria-valuetext', /delvis förbättrande/);
  await dot.focus();
  await page.keyboard.press('Shift+ArrowUp');
  await expect(dot).toHaveAttribute('aria-valuetext', /målstyrd/);
  await accessible(page);
  await page.waitForTimeout(400); // what is typed is kept a moment later

  await page.reload();
  await hydrated(page);
  await expect(shown(page)).toHaveText('Vilket slags förnyelse?');
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', /målstyrd/);
  await page.goBack();
  await expect(shown(page)).toHaveText('Var hör det hemma?');
  await expect(page.locator('[name=units][value=samhallsbyggnad]')).toBeChecked();
  await page.goForward();
  await next(page);
  await expect(shown(page)).toHaveText('Granska och skicka');
  await expect(page.locator('.step.current')).toContainText(title);
  await page.locator('[name=naming][value=anonymous]').check();
  await accessible(page);

  await context.setOffline(true);
  await page.getByRole('button', { name: 'Skicka in' }).click();
  await expect(page.getByRole('alert')).toContainText('Utkastet ligger kvar');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Skicka in' }).dblclick();
  await expect(page).toHaveURL(/\/receipt\/\w+/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('kommit in');
  await accessible(page);
  expect(await page.evaluate(() => localStorage.getItem('fyrfalt-draft'))).toBeNull();

  await signIn(page, 'chief');
  await page.goto('/manage?page=999');
  await expect(page.getByRole('link', { name: title })).toHaveCount(1);
});

test('what is published is found by residents, and the sender is told', async ({ page, browser, server }) => {
  test.slow();
  const title = `Lånecyklar vid stationen ${test.info().project.name}`;
  await answer(page, title);
  await next(page);
  await page.locator('[name=naming][value=public]').check();
  await page.locator('[name=name]').fill('Kim Exempel');
  await page.getByRole('button', { name: 'Skicka in' }).click();
  await expect(page).toHaveURL(/\/receipt\/\w+/);
  const receipt = page.url();

  const resident = await (await browser.newContext({ baseURL: server.url, locale: 'sv-SE' })).newPage();
  await resident.goto(`/portfolio?q=${encodeURIComponent(title)}`);
  await expect(resident.locator('.nothing')).toBeVisible();

  await signIn(page, 'chief');
  await page.goto('/manage?page=999');
  await hydrated(page);
  await accessible(page);
  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await accessible(page);
  await page.locator('[name=summary]').fill('Cyklar att låna för den som kliver av tåget.');
  await page.getByRole('button', { name: 'Publicera', exact: true }).click();
  await expect(page).toHaveURL(/\/manage\?done=/);

  await resident.reload();
  await resident.locator('.card-title a').click();
  await expect(resident.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(resident.locator('.entry')).toContainText('Kim Exempel');
  await resident.goto(receipt);
  await expect(resident.getByRole('heading', { level: 1 })).toContainText('publicera');
  await resident.context().close();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, expectedFaults: [/422/] });

  test('one long form does the same, and a refusal reaches the sender', async ({ page }) => {
    test.slow();
    const title = `Bänkar vid ån ${test.info().project.name}`;
    await page.goto('/submit');
    await page.locator('[name=kind][value=need]').check();
    await page.locator('[name=origin][value=residents]').check();
    await page.locator('[name=title]').fill(title);
    await page.locator('[name=need]').fill('För kort');
    await page.locator('[name=purpose][value=enhancement]').check();
    await page.locator('[name=driver][value=enhancement]').check();
    await page.locator('[name=naming][value=anonymous]').check();
    await page.getByRole('button', { name: 'Skicka in' }).click();
    await expect(page.locator('#problems')).toContainText('Skriv minst 20 tecken');
    await expect(page.locator('[name=title]')).toHaveValue(title);
    await page.locator('[name=need]').fill('Det finns ingenstans att vila längs promenaden vid ån.\n</textarea><script>alert(1)</script>');
    await page.getByRole('button', { name: 'Skicka in' }).click();
    await expect(page).toHaveURL(/\/receipt\/\w+/);
    const receipt = page.url();

    await signIn(page, 'chief');
    await page.goto('/manage?page=999');
    await page.getByRole('link', { name: title }).click();
    await expect(page.locator('[name=need]')).toHaveValue(/<\/textarea><script>alert\(1\)<\/script>/);
    await page.locator('summary', { hasText: 'Publicera inte' }).click();
    await page.locator('form:has([value=decline]) [name=reason]').fill('Bänkarna är redan beställda och kommer i vår.');
    await page.getByRole('button', { name: /inte publicera/ }).click();
    await page.goto(receipt);
    await expect(page.locator('main')).toContainText('Bänkarna är redan beställda');
  });
});

test('signing in by the form, and being told when it fails', async ({ page }) => {
  await page.goto('/sign-in?next=/manage');
  await hydrated(page);
  await accessible(page);
  await page.locator('#email, [name=email]').first().fill('chef@demo.fyrfalt.se');
  await page.locator('[name=password]:not([type=hidden])').first().fill('fyra-falt-demo');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/manage$/);
  await expect(page.getByText('Demo Chef').first()).toBeVisible();
});

test.describe('who is not let in', () => {
  test.use({ expectedFaults: [/40[13]|422/] });

  test('is told why, and what would help', async ({ page }) => {
    await page.goto('/sign-in');
    await page.locator('[name=email]:not([type=hidden])').first().fill('chef@demo.fyrfalt.se');
    await page.locator('[name=password]:not([type=hidden])').first().fill('fel lösenord helt');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toBeVisible();
    await accessible(page);
    await page.goto('/manage');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Logga in först');
    await accessible(page);
    await signIn(page, 'colleague');
    const answer = await page.goto('/manage');
    expect(answer?.status()).toBe(403);
    await accessible(page);
  });
});
