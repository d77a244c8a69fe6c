import type { Page } from '@playwright/test';
import { accessible, expect, hydrated, signIn, test } from '../fixtures';

async function open(page: Page, address: string) {
  await page.goto(address);
  await hydrated(page);
}

/** A dot's place in the drawing's units. */
async function place(page: Page, reference: string) {
  return page.locator(`.dot[data-reference="${reference}"]`).getAttribute('transform');
}

/** Chooses a filter, in the sheet where the screen is small. */
async function choose(page: Page, name: string, isMobile: boolean) {
  if (isMobile) await page.getByRole('button', { name: /^Filter/ }).click();
  await page.locator('#filters').getByLabel(name, { exact: false }).first().check();
  if (isMobile) await page.locator('#filters .sheet-foot button').click();
}

for (const address of ['/insights', '/insights/gaps', '/insights/flow', '/insights/time', '/insights/what-if', '/insights/report']) {
  test(`${address} is accessible and holds its width`, async ({ page }) => {
    await open(page, address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await accessible(page);
  });
}

test('the balance is told in words beside the target, and follows the filter', async ({ page, isMobile }) => {
  await open(page, '/insights');
  await expect(page.locator('.insight-points').first()).toContainText(/procentenheter (mer|mindre) \S+ än målet/);
  const label = await page.locator('.insight-drawing svg').getAttribute('aria-label');
  expect(label).toMatch(/Förbättrande: \d+ %, mål 45 %/);
  await page.getByText('Visa siffrorna').click();
  await expect(page.locator('.numbers tbody tr')).toHaveCount(4);

  await choose(page, 'Målstyrd', isMobile);
  await expect(page).toHaveURL(/facet=mission/);
  await expect(page.locator('.insight-drawing svg')).not.toHaveAttribute('aria-label', label ?? '');
  await page.getByRole('navigation', { name: 'Helhetens delar' }).getByRole('link', { name: 'Flöde' }).click();
  await expect(page).toHaveURL(/\/insights\/flow\?facet=mission/);
  await accessible(page);
});

test('pictures and tables can be had as files', async ({ page }) => {
  await open(page, '/insights?stage=idea');
  for (const [kind, name] of [['SVG', 'fyrfalt-balance-'], ['CSV', 'fyrfalt-balance-']]) {
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: new RegExp(`^${kind}, `) }).first().click();
    expect((await download).suggestedFilename()).toContain(name);
  }
  await accessible(page);
});

test.describe('a target that does not add up', () => {
  // The form comes back with what is wrong with it.
  test.use({ expectedFaults: [/422/] });

  test('a manager sets a target, and it is told who and why', async ({ page }) => {
  await signIn(page, 'chief');
  await open(page, '/insights');
  await page.getByRole('link', { name: 'Sätt ett nytt mål' }).click();
  await page.getByLabel('Förbättrande').fill('40');
  await page.getByLabel('Målstyrd').fill('30');
  await page.getByLabel('Anpassande').fill('15');
  await page.getByLabel('Föregripande').fill('20');
  await expect(page.getByText('Tillsammans: 105 %')).toBeVisible();
  await accessible(page);
  await page.getByLabel('Skäl').fill('Kommunstyrelsen vill se fler försök som styr mot målen.');
  await page.getByRole('button', { name: 'Spara målet' }).click();
  await expect(page.locator('#problems')).toContainText('tillsammans 105 procent');
  await expect(page.getByLabel('Skäl')).toHaveValue(/styr mot målen/);
  await hydrated(page);
  await page.getByLabel('Föregripande').fill('15');
  await page.getByRole('button', { name: 'Spara målet' }).click();
  await expect(page.getByText('Målet är sparat.')).toBeVisible();
  await expect(page.locator('.insight-points').last()).toContainText('av Demo Chef');
  await accessible(page);
  });
});

test('gaps are sentences that lead to their filter, and tables with numbers', async ({ page }) => {
  await open(page, '/insights/gaps');
  await expect(page.locator('.heats')).toHaveCount(3);
  const first = page.locator('.insight-points a').first();
  await expect(first).toContainText(/Ing|har ingen/);
  await accessible(page);
  await first.click();
  await expect(page).toHaveURL(/\/portfolio\?.+/);
});

test('the flow tells how far entries come, what is stuck and what ended', async ({ page }) => {
  await open(page, '/insights/flow');
  await expect(page.locator('.insight-facts')).toContainText('innovationer');
  await expect(page.locator('.insight-drawing')).toHaveCount(2);
  await expect(page.getByRole('heading', { name: 'Det som tog slut, och varför' })).toBeVisible();
  await expect(page.locator('.insight-points').last().locator('li').first()).toContainText(/\d{4}: /);
  await accessible(page);
});

test('time is gone through by slider, by date and by playing', async ({ page }) => {
  await open(page, '/insights/time');
  const dots = page.locator('.then .dot');
  const now = await dots.count();
  expect(now).toBeGreaterThan(40);
  await page.getByLabel('Dag', { exact: true }).fill('2022-06-01');
  await page.getByRole('button', { name: 'Visa dagen' }).click();
  await expect(page).toHaveURL(/at=2022-06-01/);
  await expect(page.getByRole('heading', { name: 'Portföljen den 1 juni 2022' })).toBeVisible();
  await expect.poll(() => dots.count()).toBeLessThan(now);

  const slider = page.getByLabel('Dra till en dag');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/at=2022-07-01/);
  await expect(slider).toHaveAttribute('aria-valuetext', '1 juli 2022');
  await page.keyboard.press('Home');
  await expect(page.getByRole('heading', { name: 'Portföljen den 3 februari 2020' })).toBeVisible();
  await page.getByRole('button', { name: 'Spela upp' }).click();
  await expect(page.getByRole('heading', { name: 'Portföljen den 1 april 2020' })).toBeVisible({ timeout: 15_000 });
  await page.getByRole('button', { name: 'Stanna' }).click();
  await accessible(page);
});

test('a thought is tried with keys, and shared by its address', async ({ page }) => {
  await open(page, '/insights/what-if');
  const before = await place(page, '2023-0002');
  await page.locator('.dot[data-reference="2023-0002"]').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.locator('.what-if [role=status]')).not.toBeEmpty();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/plan=2023-0002\./);
  await expect(page.locator('.plans li')).toHaveCount(1);
  await expect(page.locator('.trail')).toHaveCount(1);
  expect(await place(page, '2023-0002')).not.toBe(before);
  await accessible(page);

  const shared = await page.getByLabel('Adress', { exact: true }).inputValue();
  await open(page, shared);
  await expect(page.locator('.plans li')).toHaveCount(1);
  await page.getByRole('link', { name: /Ta bort flytten/ }).click();
  await expect(page.getByText('Du har inte flyttat något än.')).toBeVisible();
  expect(await place(page, '2023-0002')).toBe(before);
});

test('a thought is tried by mouse', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no mouse');
  await open(page, '/insights/what-if');
  const body = page.locator('.dot[data-reference="2023-0002"] .body');
  await body.scrollIntoViewIfNeeded();
  const box = await body.boundingBox();
  if (!box) throw new Error('not drawn');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 10, { steps: 6 });
  await page.mouse.up();
  await expect(page).toHaveURL(/plan=2023-0002\./);
  await expect(page.locator('.trail')).toHaveCount(1);
  await accessible(page);
});

test('the report is one page of paper', async ({ page, isMobile }) => {
  test.skip(isMobile, 'paper is the same everywhere');
  await open(page, '/insights/report');
  await expect(page.getByRole('button', { name: 'Skriv ut' })).toBeVisible();
  await accessible(page);
  const pdf = await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length).toBe(1);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('all of it can be read, a day chosen and a thought tried', async ({ page }) => {
    await page.goto('/insights/time');
    await page.getByLabel('Dag', { exact: true }).fill('2022-06-01');
    await page.getByRole('button', { name: 'Visa dagen' }).click();
    await expect(page.getByRole('heading', { name: 'Portföljen den 1 juni 2022' })).toBeVisible();
    await expect(page.locator('.then .dot').first()).toBeVisible();

    await page.goto('/insights/what-if?stage=trial');
    await page.locator('#field-entry').selectOption({ index: 1 });
    await page.locator('#field-x').fill('0,5');
    await page.locator('#field-y').fill('0');
    await page.locator('#field-standing').selectOption('in-use');
    await page.getByRole('button', { name: 'Lägg till' }).click();
    await expect(page.locator('.plans li')).toHaveCount(1);
    await expect(page.locator('.plans li')).toContainText('Får läget I bruk');
    await expect(page.getByLabel('Adress', { exact: true })).toHaveValue(/stage=trial&plan=/);
    await page.locator('#field-entry').selectOption({ index: 2 });
    await page.locator('#field-x').fill('5');
    await page.locator('#field-y').fill('0');
    await page.getByRole('button', { name: 'Lägg till' }).click();
    await expect(page.locator('#problems')).toContainText('utanför kompassen');
    await expect(page.locator('#field-x')).toHaveValue('5');
    await expect(page.locator('.plans li')).toHaveCount(1);
  });
});
