// The compass with more entries than anybody could tell apart.

import type { Page } from '@playwright/test';
import { accessible, expect, hydrated, test as base } from '../fixtures';
import { Server } from '../server';

const test = base.extend({
  server: [
    async ({}, use) => {
      const server = await Server.start(3000);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

const marks = (page: Page) => page.locator('.compass .dot, .compass .bubble');
const inBubble = async (page: Page) => Number(await page.locator('.bubble text').first().textContent());

test('a crowd is gathered in bubbles that open by zones, down to the dots', async ({ page }) => {
  await page.goto('/compass');
  await hydrated(page);
  await expect(page.locator('.bubble')).toHaveCount(9);
  await accessible(page);

  const crowd = await inBubble(page);
  await page.locator('.bubble').first().click();
  await expect(page).toHaveURL(/zone=\d$/);
  await expect(page.locator('.zone-path')).toContainText(`${crowd} poster`);
  expect(await marks(page).count()).toBeLessThanOrEqual(150);

  // The keyboard goes closer, and the way back is a link.
  await page.locator('.bubble').first().focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/zone=\d\d$/);
  await accessible(page);
  await expect(page.locator('.dot').first()).toBeAttached();
  await page.goBack();
  await expect(page).toHaveURL(/zone=\d$/);
  await page.getByRole('link', { name: 'Hela kompassen' }).click();
  await expect(page).not.toHaveURL(/zone/);
  await expect(page.locator('.bubble')).toHaveCount(9);
});

test('buttons, keys, a double click and the wheel look closer and back', async ({ page, isMobile }) => {
  await page.goto('/compass');
  await hydrated(page);
  const zoneOf = () => new URL(page.url()).searchParams.get('zone');
  await page.getByRole('button', { name: 'Närmare' }).click();
  await expect.poll(zoneOf).toMatch(/^\d$/);
  await page.getByRole('button', { name: 'Längre bort' }).click();
  await expect.poll(zoneOf).toBeNull();

  // Opened by a key the bubble is gone: the drawing has the focus, and goes on by keys.
  await page.locator('.bubble').first().focus();
  await page.keyboard.press('Enter');
  await expect.poll(zoneOf).toMatch(/^\d$/);
  await expect(page.locator('.compass')).toBeFocused();
  const [zone, steps] = [zoneOf(), await page.evaluate(() => history.length)];
  await page.keyboard.press('ArrowRight');
  await expect.poll(zoneOf).not.toBe(zone);
  expect(await page.evaluate(() => history.length)).toBe(steps);
  await page.keyboard.press('+');
  await expect.poll(zoneOf).toMatch(/^\d\d$/);
  await page.keyboard.press('0');
  await expect.poll(zoneOf).toBeNull();

  if (isMobile) return;
  const edge = await page.locator('.compass .edge').boundingBox();
  if (!edge) throw new Error('no compass');
  // Between the bubbles, near the top.
  await page.mouse.dblclick(edge.x + edge.width / 2, edge.y + 12);
  await expect.poll(zoneOf).toBe('9');
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, 120);
  await page.keyboard.up('Control');
  await expect.poll(zoneOf).toBeNull();
});

test('what is selected is kept from zone to zone', async ({ page }) => {
  await page.goto('/compass?zone=7');
  await hydrated(page);
  await page.locator('#places input[name=pick]').first().check();
  await expect(page.locator('.selected-list li')).toHaveCount(1);
  await page.getByRole('link', { name: 'Hela kompassen' }).click();
  await expect(page).toHaveURL(/compass\?pick=/);
  await expect(page.locator('.selected-list li')).toHaveCount(1);
});

test('a filter stays within the zone, and the zone with the filter', async ({ page }) => {
  await page.goto('/compass?zone=7');
  await hydrated(page);
  const before = await page.locator('.zone-path p').textContent();
  const opener = page.locator('.sheet-opener');
  if (await opener.isVisible()) await opener.click();
  await page.locator('.filters [value="trial"]').check();
  await expect(page).toHaveURL(/stage=trial&zone=7/);
  await expect(page.locator('.zone-path p')).not.toHaveText(before ?? '');
  await page.reload();
  await expect(page.locator('.zone-path')).toBeVisible();
});

test('the table tells of all, page by page', async ({ page }) => {
  await page.goto('/compass?zone=9');
  await hydrated(page);
  await expect(page.locator('#places tbody tr')).toHaveCount(50);
  await page.locator('#places').getByRole('link', { name: 'Nästa' }).click();
  await expect(page).toHaveURL(/page=2&zone=9/);
  await expect(page.locator('#places')).toContainText('Sida 2 av');
});

test('the start page stays light', async ({ page }) => {
  const answer = await page.goto('/');
  expect((await answer?.body())?.length).toBeLessThan(200_000);
  await expect(page.locator('.bubble')).toHaveCount(9);
  await hydrated(page);
  await page.locator('.bubble').first().click();
  await expect(page).toHaveURL(/\/compass\?zone=\d/);
  await expect(page.locator('.zone-path')).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('bubbles are links to what they hold', async ({ page }) => {
    await page.goto('/compass');
    await page.locator('.bubble').first().click();
    await expect(page).toHaveURL(/zone=\d/);
    await expect(page.locator('.zone-path')).toBeVisible();
  });
});
