// Mail through a real server: asked for, confirmed, sent at each step, stopped; and nothing lost when the server is in a
// bad mood.

import type { Page } from '@playwright/test';
import { accessible, expect, handIn, hydrated, publish, signIn, test as base } from '../fixtures';
import { link, MailServer } from '../mail';
import { Server } from '../server';

const SITE = 'https://portfolj.example';

const test = base.extend<{}, { post: MailServer }>({
  post: [
    async ({}, use) => {
      const post = await MailServer.start();
      await use(post);
      await post.stop();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ post }, use) => {
      const server = await Server.start(0, {
        FYRFALT_SMTP_URL: post.url,
        FYRFALT_MAIL_FROM: 'portfolj@tomelilla.example',
        FYRFALT_PUBLIC_URL: SITE,
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

let count = 0;
/** An address that nobody has had before. */
const somebody = () => `${test.info().project.name}-${test.info().parallelIndex}-${count++}@example.se`;

async function check(page: Page) {
  await hydrated(page);
  await accessible(page);
}

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts, expectedFaults: [/422/] });

    test('whoever hands something in confirms the address and gets mail at each step', async ({ page, post }) => {
      test.slow();
      const address = somebody();
      const reference = await handIn(page, 'Bänkar vid dammen', { email: address });
      const asked = await post.mail(address, /^Bekräfta din e-postadress$/);
      expect(asked.headers.get('auto-submitted')).toBe('auto-generated');
      expect(asked.headers.get('list')).toBeUndefined();
      expect(asked.text).toContain(reference);
      expect(asked.text, 'nothing that a stranger wrote').not.toContain('Bänkar');
      expect(asked.html).toContain('<html lang="sv">');
      expect(asked.text).toContain(SITE);

      await page.goto(link(asked, '/following/'));
      await page.getByRole('button', { name: 'Ja, skicka mejl' }).click();
      await expect(page.getByRole('status').first()).toContainText('adressen är bekräftad');
      const received = await post.mail(address, /^Vi har tagit emot ”Bänkar vid dammen/);
      await page.goto(link(received, '/receipt/'));
      await expect(page.locator('main')).toContainText('Du får mejl vid varje steg');

      await signIn(page, 'chief');
      await publish(page, reference);
      const published = await post.mail(address, /är publicerat$/);
      expect(link(published, '/portfolio/')).toBe(`/portfolio/${reference}`);

      await page.goto(link(published, '/following/'));
      await page.getByRole('button', { name: 'Sluta få mejl' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mejlen är stoppade');
    });

    test('a resident follows an entry and a filter, and stops', async ({ page, post }) => {
      test.slow();
      const address = somebody();
      await page.goto('/portfolio?goal=4');
      if (scripts) await hydrated(page);
      await page.locator('.follow > summary').click();
      await page.getByLabel('E-post').fill('ingen adress');
      await page.getByRole('button', { name: 'Följ', exact: true }).click();
      await expect(page.locator('#fault-email')).toContainText('hel e-postadress');
      await page.getByLabel('E-post').fill(address);
      await page.getByLabel('Samlat på måndagar').check();
      await page.getByRole('button', { name: 'Följ', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Titta i din e-post');
      await page.goto(link(await post.mail(address, /^Bekräfta/), '/following/'));
      const confirm = page.getByRole('button', { name: 'Ja, skicka mejl' });
      await confirm.click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Du får mejl om det här');
      await expect(page.locator('.followed')).toContainText('4 God utbildning för alla');
      await expect(page.locator('.followed')).toContainText('Samlat på måndagar');
    });
  });
}

test('whoever has signed in follows at once, and one click in the mail program stops it', async ({ page, post, server }) => {
  test.slow();
  const reference = await handIn(page, 'Lekplats vid torget');
  await signIn(page, 'chief');
  await publish(page, reference);
  await page.goto(`/portfolio/${reference}`);
  await hydrated(page);
  await page.locator('.follow > summary').click();
  await page.getByRole('button', { name: 'Följ', exact: true }).click();
  await expect(page.getByRole('status').first()).toContainText('Nu följer du det här');
  await page.goto(`/portfolio/${reference}/pause`);
  await page.locator('[name=reason]').fill('Väntar på <b>våren</b>.');
  await page.locator('main form').getByRole('button').click();
  const told = await post.mail('chef@demo.fyrfalt.se', new RegExp(`^Vilande: ”Lekplats vid torget ${test.info().project.name}`));
  expect(told.text).toContain('> Väntar på <b>våren</b>.');
  expect(told.html).toContain('Väntar på &lt;b&gt;våren&lt;/b&gt;.');
  const list = told.headers.get('list') as unknown as { unsubscribe: { url: string }; 'unsubscribe-post': { name: string } };
  const { pathname } = new URL(list.unsubscribe.url);
  const click = await fetch(`${server.url}${pathname}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site', origin: 'https://mail.example' },
    body: 'List-Unsubscribe=One-Click',
  });
  expect(click.status).toBe(200);
  await page.goto('/following');
  await expect(page.locator('main')).not.toContainText('Lekplats vid torget');
});

test.describe('a mail server in a bad mood', () => {
  test('asks to wait, hangs up in the middle, and gets the mail in the end', async ({ page, post }) => {
    test.slow();
    const [later, cut] = [somebody(), somebody()];
    post.meets(later, 'temporary');
    post.meets(cut, 'hang up');
    await handIn(page, 'Ljus på gångvägen', { email: later });
    await handIn(page, 'Ljus på cykelvägen', { email: cut });
    await post.mail(later, /^Bekräfta/);
    await post.mail(cut, /^Bekräfta/);
    expect([post.to(later).length, post.to(cut).length]).toEqual([1, 1]);
  });

  test('refuses for good: the manager sees why and has it tried again', async ({ page, post }) => {
    test.slow();
    const address = somebody();
    post.meets(address, 'permanent');
    const answer = await page.request.post('/submit', {
      form: {
        key: crypto.randomUUID(), kind: 'need', origin: 'residents', title: 'Papperskorgar i parken', purpose: 'enhancement',
        driver: 'enhancement', naming: 'anonymous', email: address, need: 'Det ligger skräp överallt i parken.',
      },
    });
    const receipt = new URL(answer.url()).pathname;
    await signIn(page, 'chief');
    await expect(async () => {
      await page.goto('/manage/outbox');
      await expect(page.locator('.queue-line', { hasText: address })).toContainText('Gick inte fram', { timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await expect(page.locator('.queue-line', { hasText: address })).toContainText('no such user');
    await page.goto(receipt);
    await expect(page.locator('main')).toContainText('har kommit tillbaka');
    await check(page);
    await page.goto('/manage/outbox');
    await page.getByRole('button', { name: `Försök igen med mejlet till ${address}` }).click();
    await expect(page.getByRole('status').first()).toContainText('Mejlet skickas igen');
    await post.mail(address, /^Bekräfta/);
  });

  test('is away while mails are written, and the program is killed meanwhile: nothing is lost', async ({ page }) => {
    test.slow();
    const gone = await MailServer.start();
    const port = Number(new URL(gone.url).port);
    await gone.stop();
    const server = await Server.start(0, {
      FYRFALT_SMTP_URL: gone.url,
      FYRFALT_MAIL_FROM: 'portfolj@tomelilla.example',
      FYRFALT_PUBLIC_URL: SITE,
    });
    try {
      const address = somebody();
      const form = new URLSearchParams({
        key: crypto.randomUUID(), kind: 'need', origin: 'residents', title: 'Cykelställ vid stationen', purpose: 'enhancement',
        driver: 'enhancement', naming: 'anonymous', email: address, need: 'Det finns ingenstans att låsa fast cykeln.',
      });
      const answer = await fetch(`${server.url}/submit`, { method: 'POST', body: form, redirect: 'manual' });
      expect(answer.status).toBe(303);
      await server.killAndStartAgain();
      const back = await MailServer.start(port);
      try {
        await back.mail(address, /^Bekräfta/);
      } finally {
        await back.stop();
      }
    } finally {
      await server.stop();
    }
  });
});

test.describe('in both schemes', () => {
  test.use({ expectedFaults: [/422/] });

  test('the pages are accessible and hold their width', async ({ page, post }) => {
    test.slow();
    const address = somebody();
    await page.goto('/follow?filter=goal%3D4');
    await check(page);
    await page.getByRole('button', { name: 'Följ', exact: true }).click();
    await expect(page.locator('#fault-email')).not.toBeEmpty();
    await check(page);
    await page.getByLabel('E-post').fill(address);
    await page.getByRole('button', { name: 'Följ', exact: true }).click();
    await check(page);
    await page.goto(link(await post.mail(address, /^Bekräfta/), '/following/'));
    await check(page);
    await page.getByRole('button', { name: 'Ja, skicka mejl' }).click();
    await expect(page.getByRole('status').first()).toBeVisible();
    await check(page);
    await page.goto('/portfolio?goal=4');
    await hydrated(page);
    await page.locator('.follow > summary').click();
    await check(page);
    await page.goto((await page.locator('.card-title a').first().getAttribute('href')) ?? '');
    await hydrated(page);
    await page.locator('.follow > summary').click();
    await check(page);
    await signIn(page, 'chief');
    for (const filter of ['goal=4', 'unit=skola-familj&q=skola']) {
      await page.request.post('/follow', { form: { filter, pace: 'weekly' } });
    }
    await page.goto('/following');
    await check(page);
    await page.goto('/manage/outbox');
    await check(page);
    await page.goto(new URL((await page.request.post('/submit', {
      form: {
        key: crypto.randomUUID(), kind: 'need', origin: 'residents', title: 'Vattenpost i parken', purpose: 'enhancement',
        driver: 'enhancement', naming: 'anonymous', email: address, need: 'Det finns inget vatten att dricka i parken.',
      },
    })).url()).pathname);
    await check(page);
  });
});

for (const scripts of [true, false]) {
  test.describe(scripts ? 'a forgotten password, with scripts' : 'a forgotten password, without scripts', () => {
    test.use({ javaScriptEnabled: scripts });

    test('leads by mail to the choice of a new one', async ({ page, post }) => {
      const address = scripts ? 'skolchef@demo.fyrfalt.se' : 'medarbetare@demo.fyrfalt.se';
      await page.goto('/sign-in');
      await page.getByRole('link', { name: 'Har du glömt lösenordet?' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glömt lösenordet');
      if (scripts) await check(page);
      await page.locator('[name=email]').fill(address);
      await page.getByRole('button', { name: 'Mejla en länk' }).click();
      await expect(page.getByRole('status')).toContainText('en länk på väg dit');
      const mail = await post.mail(address, /^Välj ett nytt lösenord$/);
      // The password stays as it is: other journeys sign in with it.
      await page.goto(link(mail, '/password/'));
      await expect(page.locator('[name=password]')).toBeVisible();
      if (scripts) await check(page);
    });
  });
}
