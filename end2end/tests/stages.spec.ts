// Carrying entries from column to column: by mouse, finger, keys and links, each step in a dialog over the page.

import type { Locator, Page } from '@playwright/test';
import { accessible, expect, handIn, hydrated, publish, signIn, test } from '../fixtures';

const column = (page: Page, name: string) => page.locator('.stage-column', { has: page.getByRole('heading', { name }) });
const dialog = (page: Page) => page.getByRole('dialog');

/** A published need of one's own, and its card. */
async function need(page: Page, title: string) {
  const reference = await handIn(page, title, { units: 'kommunikation', plan: '', audience: '' });
  await signIn(page, 'chief');
  const review = await page.request.get(`/manage/${reference}`);
  expect(review.status()).toBe(200);
  await publish(page, reference);
  await page.goto(`/manage/stages?q=${encodeURIComponent(title)}`);
  await hydrated(page);
  const card = page.locator('.stage-card', { hasText: title });
  await expect(card).toHaveCount(1);
  return { reference, card };
}

const grip = (card: Locator) => card.getByRole('button', { name: /^Flytta/ });

async function centre(target: Locator) {
  const box = await target.boundingBox();
  if (!box) throw new Error('not in sight');
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 80) };
}

/** Answers what an idea needs. */
async function answer(page: Page) {
  await dialog(page).getByLabel('Vad man skulle göra').fill('Vi sätter upp bänkar vid ån.');
  await dialog(page).getByLabel('För vem').fill('Äldre som promenerar');
  await dialog(page).getByRole('button', { name: /idé/i }).click();
}

test('the page and its dialog are accessible', async ({ page }) => {
  await signIn(page, 'chief');
  await page.goto('/manage/stages');
  await hydrated(page);
  await accessible(page);
  await column(page, 'Behov').getByRole('link', { name: /idé/i }).first().click();
  await expect(dialog(page).getByRole('button', { name: /idé/i })).toBeVisible();
  await accessible(page);
});

test('the mouse carries, and the dialog asks for what the stage needs', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no mouse');
  const { card } = await need(page, 'Bänkar dragna med mus');
  const [from, to] = [await centre(grip(card)), await centre(column(page, 'Idé'))];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await expect(column(page, 'Idé')).toHaveClass(/over/);
  await page.mouse.up();
  await expect(dialog(page)).toContainText('Bänkar dragna med mus');

  // Refused at once, with the focus on what is wrong; then carried out, and back to where one was.
  await dialog(page).getByRole('button', { name: /idé/i }).click();
  await expect(dialog(page).locator('#problems')).toBeFocused();
  await answer(page);
  await expect(page).toHaveURL(/\/manage\/stages\?q=.*done=forward/);
  await hydrated(page);
  await expect(column(page, 'Idé').locator('.stage-card', { hasText: 'Bänkar dragna med mus' })).toHaveCount(1);
});

test('a finger carries', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'fingers are for phones');
  const { card } = await need(page, 'Bänkar dragna med finger');
  // On a phone the columns stand below each other: both must be in sight.
  await column(page, 'Idé').scrollIntoViewIfNeeded();
  const [from, to] = [await centre(grip(card)), await centre(column(page, 'Idé'))];
  const touch = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', [from]);
  await send('touchMove', [{ x: from.x, y: from.y + 20 }]);
  await send('touchMove', [to]);
  await send('touchEnd', []);
  await expect(dialog(page)).toContainText('Bänkar dragna med finger');
});

test('the arrow keys carry, step by step and back', async ({ page }) => {
  const { card } = await need(page, 'Bänkar flyttade med tangenter');
  await grip(card).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.report')).toContainText('går det inte');
  await page.keyboard.press('ArrowRight');
  await expect(dialog(page)).toContainText('Bänkar flyttade med tangenter');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(grip(card)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await answer(page);
  await expect(page).toHaveURL(/done=forward/);
  await hydrated(page);

  // Back, with the reason that it takes.
  await grip(card).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(dialog(page).getByRole('radio', { name: 'Behov' })).toBeChecked();
  await dialog(page).getByLabel('Skäl').fill('Vi vill höra fler först.');
  await dialog(page).getByRole('button', { name: 'Gå tillbaka' }).click();
  await expect(page).toHaveURL(/done=back/);
  await expect(column(page, 'Behov').locator('.stage-card', { hasText: 'Bänkar flyttade med tangenter' })).toHaveCount(1);
});

test('a manager of some units carries what belongs to them', async ({ page }) => {
  await signIn(page, 'schools');
  await page.goto('/manage/stages');
  await hydrated(page);
  const cards = page.locator('.stage-card');
  const [all, own] = [await cards.count(), await cards.filter({ has: page.locator('.grip') }).count()];
  expect(own).toBeGreaterThan(0);
  expect(own).toBeLessThan(all);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('links lead to the same forms as pages', async ({ page }) => {
    await signIn(page, 'chief');
    await page.goto('/manage/stages?unit=kommunikation');
    await expect(page.locator('.stage-column')).toHaveCount(4);
    await page.locator('.stage-card .card-steps a').first().click();
    await expect(page).toHaveURL(/\/portfolio\/\d{4}-\d{4}\/(forward|benefit)$/);
    await expect(page.locator('form[action*="/portfolio/"] button.button')).toBeVisible();
  });
});
