// How entries hang together: a manager says it, everybody sees it on the entry and on the compass.

import { accessible, expect, handIn, hydrated, publish, signIn, test } from '../fixtures';

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts, expectedFaults: [/422/] });

    test('a manager relates two entries and takes it back', async ({ page }) => {
      test.slow();
      const [whole, part] = [await handIn(page, `Grönare torg ${scripts}`), await handIn(page, `Träd på torget ${scripts}`)];
      await signIn(page, 'chief');
      for (const reference of [whole, part]) await publish(page, reference);
      await page.goto(`/portfolio/${part}`);
      await page.getByRole('link', { name: 'Ändra samband' }).click();
      await expect(page.getByRole('heading', { level: 2, name: 'Lägg till samband' })).toBeVisible();
      await page.locator('[name=tie]').selectOption('part-of');
      await page.locator('[name=other]').fill(part);
      await page.getByRole('button', { name: 'Lägg till samband' }).click();
      await expect(page.locator('#fault-other')).not.toBeEmpty();
      await page.locator('[name=other]').fill(whole);
      await page.getByRole('button', { name: 'Lägg till samband' }).click();
      await expect(page.getByRole('status')).toContainText('är tillagt');
      if (scripts) {
        await hydrated(page);
        await accessible(page);
      }
      await page.goto(`/portfolio/${whole}`);
      await expect(page.locator('.relation-list')).toContainText('Har som del');
      await expect(page.locator('.relation-graph')).toBeVisible();
      if (scripts) {
        await hydrated(page);
        await accessible(page);
      }
      await page.goto(`/portfolio/${part}/relations`);
      await page.getByRole('button', { name: /Ta bort sambandet med/ }).click();
      await expect(page.getByRole('status')).toContainText('är borttaget');
      await page.goto(`/portfolio/${whole}`);
      await expect(page.locator('.relation-list')).toHaveCount(0);
    });
  });
}

test('the chosen entry shows its relations on the compass, in lines and in words', async ({ page }) => {
  test.slow();
  const title = `Solceller ${test.info().project.name}`;
  const [one, other] = [await handIn(page, `${title} på skolan`, { purpose: 'mission' }), await handIn(page, `${title} på badhuset`)];
  await signIn(page, 'chief');
  for (const reference of [one, other]) await publish(page, reference);
  const related = await page.request.post(`/portfolio/${one}/relations`, { form: { action: 'add', tie: 'similar-to', other } });
  expect(related.ok()).toBe(true);
  await page.goto(`/compass?q=${encodeURIComponent(title)}`);
  await hydrated(page);
  await page.locator(`.dots a[href="/portfolio/${one}"]`).focus();
  await expect(page.locator('.ties .tie')).toHaveCount(1);
  await expect(page.locator('.picked-card')).toContainText('Liknar');
  await accessible(page);
});
