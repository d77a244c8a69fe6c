import type { Locator, Page } from '@playwright/test';
import { accessible, expect, hydrated, signIn, test } from '../fixtures';

/** The middle of something drawn, in pixels of the page. */
async function middle(target: Locator) {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error('not drawn');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Where a place of the diamond is on the page: the corners of the edge tell the measure. */
async function onPage(page: Page, x: number, y: number) {
  const box = await page.locator('.compass .edge').boundingBox();
  if (!box) throw new Error('no compass');
  return { x: box.x + (box.width * (x + 1)) / 2, y: box.y + (box.height * (1 - y)) / 2 };
}

const dot = (page: Page, reference: string) => page.locator(`.dot[data-reference="${reference}"]`);
const shownPlace = async (page: Page, reference: string) => {
  await page.goto(`/compass/${reference}`);
  const number = async (name: string) => Number(await page.locator(`input[name=${name}]`).inputValue());
  return { x: await number('x'), y: await number('y') };
};

test('a manager places a dot by mouse, finds it saved, and takes it back', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no mouse');
  await signIn(page, 'chief');
  const before = await shownPlace(page, '2023-0002');
  await page.goto('/compass');
  await hydrated(page);
  const from = await middle(dot(page, '2023-0002').locator('.body'));
  const to = await onPage(page, 0.3, 0.4);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x - 30, to.y, { steps: 5 });
  await expect(page.locator('.picked-card .weight').first()).toBeVisible();
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
  await expect(page.locator('.report')).toContainText('är flyttad');

  const after = await shownPlace(page, '2023-0002');
  expect(after.x).toBeCloseTo(0.3, 1);
  expect(after.y).toBeCloseTo(0.4, 1);

  await page.goto('/compass');
  await hydrated(page);
  await page.mouse.move(0, 0);
  const moved = await middle(dot(page, '2023-0002').locator('.body'));
  await page.mouse.move(moved.x, moved.y);
  await page.mouse.down();
  const elsewhere = await onPage(page, -0.2, -0.6);
  await page.mouse.move(elsewhere.x, elsewhere.y, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Ångra' }).click();
  await expect(page.locator('.report')).toContainText('ligger där den låg');
  await expect(dot(page, '2023-0002')).toBeFocused();
  expect(await shownPlace(page, '2023-0002')).toEqual(after);
  expect(before).not.toEqual(after);
});

test('a manager places a dot by keys, and it is read out', async ({ page }) => {
  await signIn(page, 'chief');
  await page.goto('/compass');
  await hydrated(page);
  const target = dot(page, '2023-0003');
  await target.focus();
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.report')).toContainText(/målstyrd|förbättrande|otydligt/);
  await page.keyboard.press('Escape');
  await expect(page.locator('.report')).toBeEmpty();

  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.locator('.report')).toContainText('är flyttad');
  await accessible(page);
  await page.reload();
  const place = await shownPlace(page, '2023-0003');
  // From the corner straight up leads out of the diamond: the nearest place on its edge.
  expect(place).toEqual({ x: -0.875, y: 0.125 });
});

test('a finger places a dot', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'fingers are for phones');
  await signIn(page, 'chief');
  await page.goto('/compass');
  await hydrated(page);
  const from = await middle(dot(page, '2021-0001').locator('.body'));
  const to = await onPage(page, -0.4, 0.1);
  const touch = await page.context().newCDPSession(page);
  const send = (type: string, points: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: points });
  await send('touchStart', [from]);
  for (let step = 1; step <= 8; step += 1) {
    await send('touchMove', [{ x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 }]);
  }
  await send('touchEnd', []);
  await expect(page.locator('.report')).toContainText('är flyttad');
  const place = await shownPlace(page, '2021-0001');
  expect(place.x).toBeCloseTo(-0.4, 1);
  expect(place.y).toBeCloseTo(0.1, 1);
});

test('of two managers who move the same dot, the second chooses', async ({ page, browser, server }) => {
  await signIn(page, 'chief');
  await page.goto('/compass');
  await hydrated(page);
  const other = await browser.newContext({ baseURL: server.url });
  const second = await other.newPage();
  await signIn(second, 'chief');
  await second.goto('/compass');
  await hydrated(second);

  const move = async (who: Page, key: string) => {
    await dot(who, '2022-0001').focus();
    await who.keyboard.press(key);
    await who.keyboard.press('Enter');
  };
  await move(page, 'Shift+ArrowUp');
  await expect(page.locator('.report')).toContainText('är flyttad');
  await move(second, 'Shift+ArrowRight');
  await expect(second.locator('.report')).toContainText('Vilken plats ska gälla?');
  await second.getByRole('button', { name: 'Flytta ändå' }).click();
  await expect(second.locator('.report')).toContainText('är flyttad');
  await other.close();
});

test('a second move, made before the first is saved, is no conflict with oneself', async ({ page }) => {
  await signIn(page, 'chief');
  await page.goto('/compass');
  await hydrated(page);
  await page.route('**/api/place', async (route) => {
    await new Promise((resume) => setTimeout(resume, 800));
    await route.continue();
  });
  await dot(page, '2024-0002').focus();
  for (const key of ['ArrowRight', 'Enter', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await expect(page.locator('.report')).toContainText('är flyttad');
  await expect(page.locator('.report')).not.toContainText('Vilken plats');
});

test('residents see what a dot is and cannot move it', async ({ page, isMobile }) => {
  await page.goto('/compass');
  await hydrated(page);
  const target = dot(page, '2021-0002');
  if (isMobile) {
    const at = await middle(target.locator('.body'));
    await page.touchscreen.tap(at.x, at.y);
    await expect(page).toHaveURL(/\/compass$/);
  } else {
    await target.focus();
    await page.keyboard.press('ArrowUp');
  }
  await expect(page.locator('.picked-card h3')).toBeVisible();
  await expect(page.locator('.report')).toBeEmpty();
  await target.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/portfolio\/2021-0002$/);
});

test('filters work on the compass as on the portfolio', async ({ page }) => {
  await page.goto('/compass?stage=ended');
  await hydrated(page);
  const shown = await page.locator('.dot[data-reference]').count();
  expect(shown).toBeGreaterThanOrEqual(5);
  await expect(page.locator('.total')).toHaveText(new RegExp(`^${shown} `));
  await page.getByRole('link', { name: 'Rensa allt' }).click();
  await expect(page.locator('.dot[data-reference]').nth(39)).toBeAttached();
  // Dots that the browser itself has made are drawn like the server's.
  const bodies = await page.locator('.dot .body').evaluateAll((all) => all.map((body) => body.getBoundingClientRect().width));
  expect(Math.min(...bodies)).toBeGreaterThan(3);
});

test('no dot covers another', async ({ page }) => {
  await page.goto('/compass');
  const boxes = await page.locator('.dot .body').evaluateAll((all) =>
    all.map((body) => body.getBoundingClientRect()).map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })),
  );
  for (const [i, one] of boxes.entries()) {
    for (const other of boxes.slice(i + 1)) expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(8);
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, expectedFaults: [/422/] });

  test('a manager places an entry by the plain form', async ({ page }) => {
    await signIn(page, 'chief');
    await page.goto('/compass');
    await page.getByRole('link', { name: /^Flytta / }).first().click();
    await page.locator('input[name=x]').fill('0,9');
    await page.locator('input[name=y]').fill('0,9');
    await page.getByRole('button', { name: 'Spara platsen' }).click();
    await expect(page.locator('.fault')).toContainText('utanför kompassen');
    await expect(page.locator('input[name=x]')).toHaveValue('0,9');
    await page.locator('input[name=x]').fill('0,25');
    await page.locator('input[name=y]').fill('-0,5');
    await page.getByRole('button', { name: 'Spara platsen' }).click();
    await expect(page.getByText('Platsen är sparad')).toBeVisible();
    await expect(page.locator('input[name=y]')).toHaveValue('-0.5');
  });
});
