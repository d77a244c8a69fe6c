// Who answers for an entry, what is next, and what is late on the start page of that person.

import { accessible, expect, handIn, hydrated, publish, signIn, test } from '../fixtures';

test.describe('in both schemes', () => {
  test.use({ expectedFaults: [/422/] });

  test('a manager assigns an entry, and whoever answers for it sees what is late', async ({ page, browser, server }) => {
    test.slow();
    const reference = await handIn(page, 'Papperskorgar vid badet');
    await signIn(page, 'chief');
    await publish(page, reference);
    await page.goto(`/portfolio/${reference}`);
    await hydrated(page);
    await accessible(page);
    await page.getByRole('link', { name: 'Ändra ansvar och nästa steg' }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Ansvar och nästa steg' })).toBeVisible();
    await page.locator('[name=next_step]').fill('Ring badmästaren');
    await page.getByRole('button', { name: 'Spara' }).click();
    await expect(page.locator('#fault-person')).not.toBeEmpty();
    await expect(page.locator('[name=next_step]')).toHaveValue('Ring badmästaren');
    await hydrated(page);
    await accessible(page);
    await page.locator('[name=person]').selectOption({ label: 'Demo Medarbetare' });
    await page.locator('[name=due]').fill('2026-01-01');
    await page.getByRole('button', { name: 'Spara' }).click();
    await expect(page).toHaveURL(/done=assigned/);
    await expect(page.locator('.assignment')).toContainText('Försenat');

    const hers = await (await browser.newContext({ baseURL: server.url, locale: 'sv-SE' })).newPage();
    await signIn(hers, 'colleague');
    await hers.goto('/');
    await hydrated(hers);
    const desk = hers.locator('.desk');
    await expect(desk).toContainText('Ring badmästaren');
    await accessible(hers);
    await desk.getByRole('link', { name: /Papperskorgar vid badet/ }).click();
    await expect(hers.getByRole('heading', { level: 1 })).toContainText('Papperskorgar vid badet');
    await expect(hers.locator('.assignment')).toHaveCount(0);
    await hers.context().close();
  });
});
