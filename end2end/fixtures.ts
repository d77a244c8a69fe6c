// What every journey needs: a server, a page that must stay free of errors, and the few things that journeys do often.

import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { Server } from './server';

export { expect };

type Options = {
  /** Faults that this journey causes on purpose, such as a page that is not there: `test.use({ expectedFaults: [/404/] })`. */
  expectedFaults: RegExp[];
};

export const test = base.extend<Options, { server: Server }>({
  expectedFaults: [[], { option: true }],

  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],

  baseURL: ({ server }, use) => use(server.url),

  context: async ({ context, server, expectedFaults, javaScriptEnabled }, use) => {
    const faults = collectFaults(context, server.url, javaScriptEnabled);
    await use(context);
    const surprises = faults.filter((fault) => !expectedFaults.some((expected) => expected.test(fault)));
    expect(surprises, 'faults that the browser met').toEqual([]);
  },
});

/** Everything that goes wrong in any page of the context, and every request that leaves our server. */
function collectFaults(context: BrowserContext, home: string, scripts: boolean): string[] {
  const faults: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().message}`));
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // A page that is left drops what it was still loading; that is no fault.
    if (reason === 'net::ERR_ABORTED') return;
    // Chromium reports the scripts that it was told not to run as refused.
    if (reason === 'csp' && !scripts) return;
    faults.push(`failed: ${request.url()} (${reason})`);
  });
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== home) faults.push(`third party: ${request.url()}`);
  });
  return faults;
}

/** Waits until the page answers clicks: before that they are lost, or handled by plain HTML. */
export async function hydrated(page: Page) {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/**
 * WCAG 2.2 at levels A and AA, as far as a machine can tell: every rule in the light scheme, those about colours in the
 * dark one too, and nothing makes one scroll sideways (1.4.10). It is JavaScript itself, so not for a page without.
 */
export async function accessible(page: Page) {
  const found: string[] = [];
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    // Our pages have no frames, whose findings would have to be gathered in a page of its own.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const asked = scheme === 'light' ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']) : axe.withRules(COLOURS);
    for (const { id, help, nodes } of (await asked.analyze()).violations) {
      for (const { target, html, failureSummary } of nodes) {
        found.push(`in ${scheme}, ${id}: ${help}\n    ${target.join(' ')}\n    ${html}\n    ${failureSummary}`);
      }
    }
  }
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, 'sideways scroll').toBeLessThanOrEqual(0);
}

/** The rules of axe's category of colours that are of level A or AA. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

const EMAIL = {
  chief: 'chef@demo.fyrfalt.se',
  colleague: 'medarbetare@demo.fyrfalt.se',
  schools: 'skolchef@demo.fyrfalt.se',
  administrator: 'admin@demo.fyrfalt.se',
};
export const PASSWORD = 'fyra-falt-demo';

/** A picture of one green point. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Signs in as the form does, without showing it: the page itself has journeys of its own. */
export async function signIn(page: Page, role: keyof typeof EMAIL) {
  const answer = await page.request.post('/sign-in', { form: { email: EMAIL[role], password: PASSWORD, next: '/about' } });
  expect(new URL(answer.url()).pathname).toBe('/about');
}

/** Publishes what has been handed in, as a manager who has signed in. */
export async function publish(page: Page, reference: string) {
  await page.goto(`/manage/${reference}`);
  await page.getByRole('button', { name: 'Publicera', exact: true }).click();
  await expect(page).toHaveURL(/\/manage\?done=/);
}

/** Hands something in by the plain form, and gives its reference. */
export async function handIn(page: Page, title: string, more: Record<string, string> = {}): Promise<string> {
  const answer = await page.request.post('/submit', {
    form: {
      key: crypto.randomUUID(),
      kind: 'need',
      origin: 'residents',
      title: `${title} ${test.info().project.name}`,
      need: 'Det finns ingenstans att vila längs promenaden vid ån.',
      purpose: 'enhancement',
      driver: 'enhancement',
      naming: 'anonymous',
      ...more,
    },
  });
  expect(answer.url()).toMatch(/\/receipt\/\w+$/);
  const [reference] = (await answer.text()).match(/\d{4}-\d{4}/) ?? [];
  return reference ?? '';
}
