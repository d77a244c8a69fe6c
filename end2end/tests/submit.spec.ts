// The wizard step by step: its checks, its draft and its ways back. The whole way to a decision is in journey.spec.ts.

import type { Locator, Page } from '@playwright/test';
import { accessible, expect, hydrated, test } from '../fixtures';

const KEPT = 'fyrfalt-draft';
/** What is typed is kept a moment later. */
const KEPT_AFTER = 400;

const shown = (page: Page) => page.locator('.step.current h2');
const next = (page: Page) => page.locator('.step.current').getByRole('button', { name: 'Nästa' }).click();
const back = (page: Page) => page.locator('.step.current').getByRole('button', { name: 'Tillbaka' }).click();
const option = (page: Page, name: string, value: string) => page.locator(`[name=${name}][value="${value}"]`);

async function open(page: Page, address = '/submit') {
  await page.goto(address);
  await hydrated(page);
}

async function kind(page: Page) {
  await option(page, 'kind', 'need').check();
  await option(page, 'origin', 'residents').check();
}

async function describe(page: Page, title: string) {
  await page.locator('[name=title]').fill(title);
  await page.locator('[name=need]').fill('Det finns ingenstans att vila längs promenaden vid ån.');
}

/** Up to the last step, by the shortest way. */
async function toReview(page: Page, title: string) {
  await kind(page);
  await next(page);
  await describe(page, title);
  await next(page);
  await next(page);
  await option(page, 'purpose', 'enhancement').check();
  await option(page, 'driver', 'adaptive').check();
  await next(page);
  await expect(shown(page)).toHaveText('Granska och skicka');
}

test('every step is accessible and holds its width', async ({ page }) => {
  test.slow();
  await open(page);
  await accessible(page);
  await kind(page);
  await next(page);
  await accessible(page);
  await page.locator('[name=title]').fill('Dörrlås i hemtjänsten som öppnas med telefonen');
  await page.getByRole('button', { name: /^Det här är samma sak/ }).first().click();
  await accessible(page);
  await page.locator('[name=need]').fill('Så långt ett ord kan bli: ' + 'lång'.repeat(960));
  await accessible(page);
  await next(page);
  await accessible(page);
  await next(page);
  await accessible(page);
  await next(page);
  await expect(page.locator('#problems')).toBeFocused();
  await accessible(page);
  await option(page, 'purpose', 'mission').check();
  await option(page, 'driver', 'anticipatory').check();
  await expect(page.getByRole('slider')).toBeVisible();
  await accessible(page);
  await next(page);
  await option(page, 'naming', 'public').check();
  await accessible(page);
  await page.getByRole('button', { name: 'Skicka in' }).click();
  await expect(page.locator('#fault-name')).toHaveText('Det här behöver fyllas i.');
  await accessible(page);
  await page.getByRole('button', { name: 'Börja om' }).click();
  await accessible(page);
});

test('everything can be done by keys alone', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no Tab key');
  test.slow();
  const press = (...keys: string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  /** Goes on with Tab as a person would, until the goal has the focus. */
  const tabTo = async (goal: Locator) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await press('Tab');
      if (await goal.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`Tab does not lead to ${goal}`);
  };
  const nextButton = page.locator('.step.current').getByRole('button', { name: 'Nästa' });

  await open(page);
  await tabTo(option(page, 'kind', 'need'));
  await press('ArrowDown');
  await expect(option(page, 'kind', 'idea')).toBeChecked();
  await tabTo(option(page, 'origin', 'residents'));
  await press('Space', 'Enter');
  await expect(shown(page)).toBeFocused();
  await expect(shown(page)).toHaveText('Beskriv');

  await tabTo(page.locator('[name=title]'));
  await page.keyboard.type('Ett torg att stanna på');
  // Enter in a line of text goes on, and is told what is missing.
  await press('Enter');
  await expect(page.locator('#problems')).toBeFocused();
  await tabTo(page.locator('#problems a').first());
  await press('Enter');
  await expect(page.locator('[name=need]')).toBeFocused();
  await page.keyboard.type('Torget är tomt och blåsigt. Ingen stannar där.');
  await tabTo(page.locator('[name=plan]'));
  await page.keyboard.type('Sätt upp vindskydd och låna ut spel.');
  await tabTo(page.locator('[name=audience]'));
  await page.keyboard.type('Alla som går över torget');
  await press('Enter');
  await expect(shown(page)).toHaveText('Var hör det hemma?');

  await tabTo(option(page, 'units', 'kultur-och-fritid'));
  await press('Space');
  await tabTo(nextButton);
  await press('Enter');
  await expect(shown(page)).toHaveText('Vilket slags förnyelse?');

  await tabTo(page.locator('[name=purpose]').first());
  await press('Space');
  await tabTo(page.locator('[name=driver]').first());
  await press('Space');
  const dot = page.getByRole('slider');
  await tabTo(dot);
  await expect(dot).toHaveAttribute('aria-valuetext', /^helt förbättrande/);
  await press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowUp', 'ArrowUp');
  await expect(dot).toHaveAttribute('aria-valuetext', /^delvis målstyrd/);
  await press('Escape');
  await expect(dot).toHaveAttribute('aria-valuetext', /^helt förbättrande/);
  await press('Shift+ArrowRight', 'Enter');
  await expect(shown(page), 'Enter places the dot and sends nothing').toHaveText('Vilket slags förnyelse?');
  await tabTo(nextButton);
  await press('Enter');

  await expect(shown(page)).toHaveText('Granska och skicka');
  await tabTo(option(page, 'naming', 'anonymous'));
  await press('Space');
  await tabTo(page.getByRole('button', { name: 'Skicka in' }));
  await press('Enter');
  await expect(page).toHaveURL(/\/receipt\/\w+/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('the dot follows the answers until it is moved, and can be taken back to them', async ({ page, isMobile }) => {
  await open(page);
  await kind(page);
  await next(page);
  await describe(page, 'Bänkar längs ån');
  await next(page);
  await next(page);
  const dot = page.getByRole('slider');
  await expect(dot).toHaveCount(0);
  await option(page, 'purpose', 'mission').check();
  await option(page, 'driver', 'mission').check();
  await expect(dot).toHaveAttribute('aria-valuetext', /^helt målstyrd/);

  await page.locator('.picker').scrollIntoViewIfNeeded();
  const box = await page.locator('.picker .edge').boundingBox();
  if (!box) throw new Error('no compass');
  const to = { x: box.x + box.width * 0.5, y: box.y + box.height * 0.8 };
  if (isMobile) {
    await page.touchscreen.tap(to.x, to.y);
  } else {
    const from = await page.locator('.picker .dot .body').boundingBox();
    if (!from) throw new Error('no dot');
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await page.mouse.up();
  }
  await expect(dot).toHaveAttribute('aria-valuetext', /anpassande/);
  await expect(page.locator('.place-words')).toContainText('anpassande');
  await page.getByRole('button', { name: 'Tillbaka till svaren på frågorna' }).click();
  await expect(dot).toHaveAttribute('aria-valuetext', /^helt målstyrd/);
  // Another answer is another starting place.
  await dot.focus();
  await page.keyboard.press('Shift+ArrowDown');
  await option(page, 'driver', 'adaptive').check();
  await expect(dot).toHaveAttribute('aria-valuetext', /^otydligt syfte/);
});

test('going back loses nothing, and a later step is not reached before its time', async ({ page }) => {
  await open(page, '/submit?step=review');
  await expect(shown(page)).toHaveText('Vad gäller det?');
  await kind(page);
  await expect(shown(page), 'a step that is complete stays until one goes on').toHaveText('Vad gäller det?');
  await next(page);
  await describe(page, 'Bänkar längs ån');
  await expect(shown(page)).toHaveText('Beskriv');
  await next(page);
  await expect(shown(page)).toHaveText('Var hör det hemma?');
  await back(page);
  await expect(page.locator('[name=title]')).toHaveValue('Bänkar längs ån');
  await page.goBack();
  await expect(shown(page)).toHaveText('Var hör det hemma?');
  await page.goBack();
  await page.goBack();
  await expect(shown(page)).toHaveText('Vad gäller det?');
  await expect(option(page, 'kind', 'need')).toBeChecked();
  // The progress leads to what has been shown.
  await page.locator('.progress').getByRole('link', { name: 'Var hör det hemma?' }).click();
  await expect(shown(page)).toHaveText('Var hör det hemma?');
  await expect(page.locator('.progress a', { hasText: 'Granska' })).toHaveCount(0);
  // An idea needs more than a need: the way on is closed again.
  await page.locator('.progress').getByRole('link', { name: 'Vad gäller det?' }).click();
  await option(page, 'kind', 'idea').check();
  await expect(page.locator('.progress a', { hasText: 'Var hör det hemma?' })).toHaveCount(0);
  await next(page);
  await next(page);
  await expect(page.locator('#problems li')).toHaveCount(2);
});

test('a closed tab is no loss, and starting over takes everything away', async ({ page, context }) => {
  await open(page);
  await kind(page);
  await next(page);
  await describe(page, 'Bänkar längs ån');
  await page.close();

  const later = await context.newPage();
  await open(later);
  await expect(shown(later)).toHaveText('Beskriv');
  await expect(later.locator('[name=title]')).toHaveValue('Bänkar längs ån');
  await expect(later.locator('.draft-line')).toContainText('är kvar');
  await later.getByRole('button', { name: 'Börja om' }).click();
  await later.getByRole('button', { name: 'Nej, behåll' }).click();
  await expect(later.locator('[name=title]')).toHaveValue('Bänkar längs ån');
  await later.getByRole('button', { name: 'Börja om' }).click();
  await later.getByRole('button', { name: 'Ja, ta bort' }).click();
  await expect(shown(later)).toHaveText('Vad gäller det?');
  await expect(option(later, 'kind', 'need')).not.toBeChecked();
  await expect.poll(() => later.evaluate((key) => localStorage.getItem(key), KEPT)).toBeNull();
});

test('a draft that cannot be read, or kept, is no hindrance', async ({ page, context }) => {
  await page.goto('/about');
  for (const kept of ['{"version":0}', 'nonsense', '{"version":1,"draft":[]}']) {
    await page.evaluate(([key, kept]) => localStorage.setItem(key, kept), [KEPT, kept] as const);
    await open(page);
    await expect(shown(page)).toHaveText('Vad gäller det?');
  }
  const closed = await context.newPage();
  await closed.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('closed', 'SecurityError'); } });
  });
  await open(closed);
  await kind(closed);
  await next(closed);
  await expect(closed.locator('.draft-line')).toContainText('kan inte spara');
  await describe(closed, 'Bänkar längs ån');
  await next(closed);
  await expect(shown(closed)).toHaveText('Var hör det hemma?');
});

test('what is written before the page is interactive is kept', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/submit', { waitUntil: 'domcontentloaded' });
  await kind(page);
  release();
  await hydrated(page);
  await expect(option(page, 'kind', 'need')).toBeChecked();
  await next(page);
  await expect(shown(page)).toHaveText('Beskriv');
});

test.describe('where the program does not come through', () => {
  test.use({ expectedFaults: [/wasm|ERR_FAILED|Failed to fetch/] });

  test('the long form stands in for it', async ({ page }) => {
    await page.route(/\.wasm$/, (route) => route.abort());
    await page.goto('/submit');
    await expect(page.getByRole('button', { name: 'Skicka in' })).toBeVisible();
    for (const heading of await page.locator('.step h2').all()) await expect(heading).toBeVisible();
  });
});

test.describe('a form that the server refused', () => {
  test.use({ expectedFaults: [/422/] });

  test('is shown from its first fault on, before any draft', async ({ page }) => {
    await open(page);
    await kind(page);
    await next(page);
    await describe(page, 'Bänk');
    await page.waitForTimeout(KEPT_AFTER);
    await page.locator('[name=title]').fill('Vila');
    // As the form is sent where clicks are not yet listened to.
    await page.evaluate(() => (document.getElementById('wizard') as HTMLFormElement).submit());
    await page.waitForURL(/\/submit$/);
    await hydrated(page);
    await expect(shown(page)).toHaveText('Beskriv');
    await expect(page.locator('#fault-title')).toContainText('Skriv minst 5 tecken');
    await expect(page.locator('#problems li')).toHaveCount(1);
    await expect(page.locator('[name=title]')).toHaveValue('Vila');
    await page.locator('[name=title]').fill('Bänkar längs ån');
    await expect(shown(page), 'it does not run on by itself').toHaveText('Beskriv');
    await next(page);
    await expect(shown(page)).toHaveText('Var hör det hemma?');
  });
});

test('what is there already is shown while the title is written', async ({ page, context }) => {
  await open(page);
  await kind(page);
  await next(page);
  await page.locator('[name=title]').pressSequentially('Dörrlås i hemtjänsten', { delay: 20 });
  await expect(page.locator('.similar-count')).toContainText('liknar det här');
  await expect(page.locator('[name=title]')).toBeFocused();
  const link = page.locator('.similar-line a').first();
  const found = await link.getAttribute('href');
  const tab = context.waitForEvent('page');
  await link.click();
  await (await tab).close();

  await page.getByRole('button', { name: /^Det här är samma sak/ }).first().click();
  await expect(page.locator('#same-thing')).toBeFocused();
  await page.getByRole('button', { name: 'Nej, lämna in ändå' }).click();
  await expect(page.locator('[name=need]')).toBeFocused();
  await page.locator('[name=title]').fill('Dörrlås i hemtjänsten igen');
  await page.getByRole('button', { name: /^Det här är samma sak/ }).first().click();
  await page.getByRole('link', { name: /Då räcker det/ }).click();
  await expect(page).toHaveURL(new RegExp(`${found}$`));
  // Nothing was sent, and nothing is gone.
  await page.goBack();
  await expect(page.locator('[name=title]')).toHaveValue('Dörrlås i hemtjänsten igen');
});

test('what is left of a long text is told', async ({ page }) => {
  await open(page);
  await kind(page);
  await next(page);
  const counter = page.locator('.counter').first();
  await page.locator('[name=title]').fill('å'.repeat(90));
  await expect(counter).toBeHidden();
  await page.locator('[name=title]').fill('å'.repeat(119));
  await expect(counter).toContainText('1 tecken kvar');
  await page.locator('[name=title]').fill('å'.repeat(123));
  await expect(counter).toContainText('3 tecken för mycket');
  await next(page);
  await expect(page.locator('#fault-title')).toContainText('Korta den med 3');
});

test.describe('the same form once more', () => {
  test.use({ expectedFaults: [/409/] });

  test('makes one entry where it says the same, and asks where it does not', async ({ page, context }) => {
    test.slow();
    const title = `Bänkar längs ån ${test.info().project.name}`;
    await open(page);
    await toReview(page, title);
    await option(page, 'naming', 'anonymous').check();
    await page.waitForTimeout(KEPT_AFTER);
    const other = await context.newPage();
    await open(other, '/submit?step=review');
    const changed = await context.newPage();
    await open(changed, '/submit?step=describe');

    const sent = async (page: Page) => {
      await page.getByRole('button', { name: 'Skicka in' }).click();
      await expect(page).toHaveURL(/\/receipt\/\w+/);
      return page.locator('.ticket-number dd').innerText();
    };
    const reference = await sent(page);
    expect(await sent(other), 'the same, sent from another tab').toBe(reference);

    await changed.locator('[name=title]').fill(`${title}, igen`);
    await next(changed);
    await next(changed);
    await next(changed);
    await changed.getByRole('button', { name: 'Skicka in' }).click();
    await expect(changed.getByRole('alert')).toContainText(reference);
    await changed.getByRole('button', { name: 'Lämna in som en ny post' }).click();
    await expect(changed).toHaveURL(/\/receipt\/\w+/);
    await expect(changed.locator('.ticket-number dd')).not.toHaveText(reference);
  });
});

test('the receipt keeps its address, and the way back leads to an empty form', async ({ page, context, browserName }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => browserName);
  await open(page);
  await toReview(page, `Papperskorgar i parken ${test.info().project.name}`);
  await option(page, 'naming', 'internal').check();
  await page.locator('[name=name]').fill('Kim Exempel');
  await page.getByRole('button', { name: 'Skicka in' }).click();
  await expect(page).toHaveURL(/\/receipt\/\w+/);
  await expect(page.getByLabel('Länken hit')).toHaveValue(page.url());
  await page.getByRole('button', { name: 'Kopiera' }).click();
  await expect(page.getByText('Länken är kopierad.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  await page.goBack();
  await expect(shown(page)).toHaveText('Vad gäller det?');
  await expect(option(page, 'kind', 'need')).not.toBeChecked();
});

test.describe('a receipt that nobody was given', () => {
  test.use({ expectedFaults: [/404/] });

  test('is not there', async ({ page }) => {
    const answer = await page.goto('/receipt/0123456789abcdef0123456789abcdef');
    expect(answer?.status()).toBe(404);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, expectedFaults: [/409|422/] });

  test('every question is there, and nothing that needs scripts', async ({ page }) => {
    await page.goto('/submit');
    await expect(page.locator('.step h2')).toHaveCount(5);
    for (const heading of await page.locator('.step h2').all()) await expect(heading).toBeVisible();
    await expect(page.locator('[name=plan]')).toBeVisible();
    await expect(page.locator('[name=name]')).toBeVisible();
    await expect(page.getByRole('button', { name: /Nästa|Tillbaka|Börja om/ })).toHaveCount(0);
    await expect(page.locator('.progress')).toBeHidden();
  });

  test('sending twice by going back makes one entry', async ({ page }) => {
    await page.goto('/submit');
    await kind(page);
    await describe(page, `Vattenkran vid torget ${test.info().project.name}`);
    await option(page, 'purpose', 'enhancement').check();
    await option(page, 'driver', 'enhancement').check();
    await option(page, 'naming', 'anonymous').check();
    const key = await page.locator('[name=key]').inputValue();
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    await page.getByRole('button', { name: 'Skicka in' }).click();
    await expect(page).toHaveURL(/\/receipt\/\w+/);
    const reference = await page.locator('.ticket-number dd').innerText();

    // The form as the browser kept it, sent with another text.
    const again = await page.request.post('/submit', {
      form: { key, kind: 'need', origin: 'residents', title: 'Något annat', need: 'Något helt annat än det förra formuläret.', purpose: 'mission', driver: 'mission', naming: 'anonymous' },
    });
    expect(again.status()).toBe(409);
    const answer = await again.text();
    expect(answer).toContain(reference);
    expect(answer).toContain('Något helt annat än det förra formuläret.');
    expect(answer).not.toContain(key);
  });
});
