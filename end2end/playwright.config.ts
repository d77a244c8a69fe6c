import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  timeout: 90_000, // two cores, and axe takes its time
  workers: 2,
  // Two browsers and their servers share two cores with whatever else runs there. What passes only at the second try is
  // named in the sums of `make test`, so that it is looked into.
  retries: 1,
  reporter: [['list'], ['json', { outputFile: 'test-results/journeys.json' }]],
  use: {
    launchOptions: {
      executablePath: '/usr/bin/chromium-headless-shell',
      args: [
        '--no-sandbox', // CI runs as root
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    actionTimeout: 30_000, // so that what never comes is told before the journey's time is over
    trace: 'on-first-retry', // recording each journey takes a fifth of its time
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
  ],
});
