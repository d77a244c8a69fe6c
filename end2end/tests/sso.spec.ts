// Signing in where the municipality does, at a real OpenID provider on loopback.

import type { Server as HttpServer } from 'node:http';
import type { Page } from '@playwright/test';
import Provider from 'oidc-provider';
import { test as base, accessible, expect, hydrated } from '../fixtures';
import { freePort } from '../port.mjs';
import { Server } from '../server';

type Person = { name?: string; email?: string; email_verified?: boolean; groups?: string[] };

/** A provider whose people a journey decides. */
class Municipality {
  readonly people: Record<string, Person> = {};
  private listener?: HttpServer;

  private constructor(readonly issuer: string) {}

  static async open(): Promise<Municipality> {
    return new Municipality(`http://127.0.0.1:${await freePort()}`);
  }

  /** Lets a site sign people in; whether groups stand in the ID token, or only in what is told of a user, is the site's luck. */
  async serve(site: string, inToken: boolean) {
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: 'fyrfalt', client_secret: 'mycket-hemligt', redirect_uris: [`${site}/sign-in/sso/back`] }],
      claims: { profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
      scopes: ['openid', 'profile', 'email', 'groups'],
      conformIdTokenClaims: !inToken,
      pkce: { required: () => true },
      cookies: { keys: ['en nyckel för prov'] },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...this.people[id] }) }),
    });
    this.listener = provider.listen(Number(new URL(this.issuer).port), '127.0.0.1');
  }

  close() {
    this.listener?.close();
    this.listener?.closeAllConnections();
  }
}

const test = base.extend<object, { municipality: Municipality; server: Server }>({
  municipality: [
    async ({}, use) => {
      const municipality = await Municipality.open();
      await use(municipality);
      municipality.close();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ municipality }, use, { project }) => {
      const server = await Server.start(0, {
        FYRFALT_SSO_ISSUER: municipality.issuer,
        FYRFALT_SSO_CLIENT_ID: 'fyrfalt',
        FYRFALT_SSO_CLIENT_SECRET: 'mycket-hemligt',
        FYRFALT_SSO_SCOPES: 'groups',
        FYRFALT_SSO_ROLES: 'Portfolj-admin=administrator,Chefer=manager,Rektorer=unit-manager:skola-familj,Alla=employee',
      });
      // One device meets a provider of either kind.
      await municipality.serve(server.url, project.name === 'desktop');
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

test.use({ expectedFaults: [/fonts\.googleapis\.com|third party: http:\/\/127\.0\.0\.1|console: .*127\.0\.0\.1:\d+\/(favicon|interaction|auth)/] });

// The provider's own page wants a typeface from elsewhere; nothing here loads from elsewhere.
test.beforeEach(({ context }) =>
  context.route(/fonts\.googleapis\.com/, (route) => route.fulfill({ contentType: 'text/css', body: '' })),
);

/** Goes to the provider and signs in there, unless it still knows who it is. */
async function signInAs(page: Page, who: string, next = '') {
  await page.context().clearCookies();
  await page.goto(`/sign-in${next && `?next=${next}`}`);
  await page.getByRole('link', { name: 'Logga in med kommunens konto' }).click();
  await page.locator('[name=login]').fill(who);
  await page.locator('[name=password]').fill('vad som helst');
  await page.locator('[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

const account = (page: Page) => page.locator('header details.menu summary');

test('the page offers both ways, and is accessible', async ({ page }) => {
  await page.goto('/sign-in');
  await hydrated(page);
  await expect(page.getByRole('link', { name: 'Logga in med kommunens konto' })).toBeVisible();
  await accessible(page);
});

test('groups give roles, and one comes to where one was going', async ({ page, municipality }) => {
  municipality.people.rut = { name: 'Rut Rektor', email: 'rut@kommun.example', groups: ['Rektorer', 'Alla'] };
  await signInAs(page, 'rut', '/manage');
  await expect(page).toHaveURL(/\/manage$/);
  await expect(account(page)).toContainText('Rut Rektor');
  await page.goto('/account');
  await expect(page.getByText('Chef för vissa verksamheter: Skola/familj')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Byt lösenord' })).toHaveCount(0);

  // Name and role follow from there; the account stays the same.
  municipality.people.rut = { name: 'Rut Rektorsson', email: 'rut@kommun.example', groups: ['Portfolj-admin'] };
  await signInAs(page, 'rut', '/people');
  await expect(page).toHaveURL(/\/people$/);
  await expect(page.getByRole('link', { name: 'Rut Rektorsson' })).toHaveCount(1);
  await page.getByRole('link', { name: 'Rut Rektorsson' }).click();
  await expect(page.getByText('följer därifrån vid nästa inloggning')).toBeVisible();
});

test('whoever loses the role there is out here', async ({ page, browser, municipality }) => {
  municipality.people.lars = { name: 'Lars Lämnar', email: 'lars@kommun.example', groups: ['Chefer'] };
  await signInAs(page, 'lars', '/manage');
  await expect(page).toHaveURL(/\/manage$/);
  municipality.people.lars.groups = [];
  const context = await browser.newContext({ locale: 'sv-SE', baseURL: new URL(page.url()).origin });
  const elsewhere = await context.newPage();
  await signInAs(elsewhere, 'lars');
  await expect(elsewhere.getByRole('alert')).toContainText('ingen roll här');
  await context.close();
  await page.goto('/about');
  await expect(page.locator('header').getByRole('link', { name: 'Logga in' })).toBeVisible();
});

test('an account that was made here is taken over only with a verified address', async ({ page, municipality }) => {
  municipality.people.inkrakt = { name: 'Inge Inkräktare', email: 'chef@demo.fyrfalt.se', groups: ['Alla'] };
  await signInAs(page, 'inkrakt');
  await expect(page.getByRole('alert')).toContainText('redan din e-postadress');
  municipality.people.egon = { name: 'Egon Egen', email: 'medarbetare@demo.fyrfalt.se', email_verified: true, groups: ['Alla'] };
  await signInAs(page, 'egon');
  await expect(account(page)).toContainText('Egon Egen');
});

test('whoever is told too little of, or gives up, is told why', async ({ page, municipality }) => {
  municipality.people.namnlos = { groups: ['Alla'] };
  await signInAs(page, 'namnlos');
  await expect(page.getByRole('alert')).toContainText('lämnade inte ditt namn');
  await page.goto('/sign-in/sso/back?error=access_denied&state=x');
  await expect(page.getByRole('alert')).toContainText('avbröts');
});

test('what was not begun here, or comes twice, signs nobody in', async ({ page, municipality }) => {
  municipality.people.klas = { name: 'Klas Klok', email: 'klas@kommun.example', groups: ['Alla'] };
  await page.goto('/sign-in/sso/back?code=abc&state=abc');
  await expect(page.getByRole('alert')).toContainText('kunde inte slutföras');

  const back = page.waitForRequest(/\/sign-in\/sso\/back/);
  await signInAs(page, 'klas');
  await expect(account(page)).toContainText('Klas Klok');
  const address = (await back).url();
  await page.context().clearCookies();
  await page.goto(address);
  await expect(page.getByRole('alert')).toContainText('kunde inte slutföras');

  // Another state than the one that this browser began with.
  await page.goto('/sign-in');
  const going = page.waitForRequest(/\/auth\?/);
  await page.getByRole('link', { name: 'Logga in med kommunens konto' }).click();
  expect(new URL((await going).url()).searchParams.get('code_challenge_method')).toBe('S256');
  await page.goto(address);
  await expect(page.getByRole('alert')).toContainText('kunde inte slutföras');
});

test('without the provider a clear word is said, and passwords still work', async ({ page }) => {
  const server = await Server.start(0, {
    FYRFALT_SSO_ISSUER: `http://127.0.0.1:${await freePort()}`,
    FYRFALT_SSO_CLIENT_ID: 'fyrfalt',
    FYRFALT_SSO_ROLES: '*=employee',
  });
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('link', { name: 'Logga in med kommunens konto' }).click();
  await expect(page.getByRole('alert')).toContainText('svarar inte');
  await page.getByRole('button', { name: 'Logga in som medarbetare' }).click();
  await expect(account(page)).toContainText('Demo Medarbetare');
  // Nothing of the page is on its way any more.
  await hydrated(page);
  await page.goto('about:blank');
  await server.stop();
});

test('passwords can be switched off', async ({ page, municipality }) => {
  const server = await Server.start(0, {
    FYRFALT_SSO_ISSUER: municipality.issuer,
    FYRFALT_SSO_CLIENT_ID: 'fyrfalt',
    FYRFALT_SSO_ROLES: '*=employee',
    FYRFALT_PASSWORDS: 'no',
  });
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole('link', { name: 'Logga in med kommunens konto' })).toBeVisible();
  await expect(page.locator('[name=password]')).toHaveCount(0);
  const form = { email: 'chef@demo.fyrfalt.se', password: 'fyra-falt-demo' };
  const answer = await page.request.post(`${server.url}/sign-in`, { form });
  expect(answer.status()).toBe(404);
  // Nothing of the page is on its way any more.
  await hydrated(page);
  await page.goto('about:blank');
  await server.stop();
});
