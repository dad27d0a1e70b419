// Drives one Firefox page for the .NET tests: reads commands as lines of JSON, { id, command: { do, ... } }, and writes
// { id, value } or { id, error } for each, and { complaint } or { requested } as they happen. Ends with its standard input.
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

const write = (message) => process.stdout.write(JSON.stringify(message) + '\n');
/** For what is to be there at once, however busy the machine is. */
const limitMs = 30_000;
const byTestId = (testId) => `[data-testid="${testId}"]`;
let browser;
let page;

const commands = {
  async start({ script, width, height }) {
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: '/usr/bin/firefox-esr',
      headless: true,
      timeout: 60_000,
      extraPrefsFirefox: {
        'media.navigator.permission.disabled': true, // no prompt for camera and microphone
        'media.navigator.streams.fake': true,
        'media.autoplay.default': 0, // sound plays in a headless page
        'network.captive-portal-service.enabled': false,
        'network.connectivity-service.enabled': false,
      },
    });
    page = await browser.newPage();
    await page.setViewport({ width, height });
    await page.evaluateOnNewDocument(script);
    page.on('console', (message) => {
      if (['error', 'warn', 'warning'].includes(message.type())) write({ complaint: `${message.type()}: ${message.text()}` });
    });
    page.on('pageerror', (error) => write({ complaint: `uncaught: ${error.message}` }));
    page.on('request', (request) => write({ requested: request.url() }));
  },
  open: ({ address }) => page.goto(address, { waitUntil: 'load', timeout: 60_000 }).then(() => undefined),
  evaluate: ({ expression }) => page.evaluate(expression),
  click: ({ testId }) => page.locator(byTestId(testId)).setTimeout(limitMs).click(),
  clickAt: ({ selector }) => page.locator(selector).setTimeout(limitMs).click(),
  fill: ({ testId, text }) => page.locator(byTestId(testId)).setTimeout(limitMs).fill(text),
  screenshot: ({ path }) => page.screenshot({ path }).then(() => undefined),
  stop: async () => {
    await browser?.close();
    browser = undefined;
  },
};

const input = createInterface({ input: process.stdin });
input.on('line', async (line) => {
  const { id, command } = JSON.parse(line);
  try {
    write({ id, value: await commands[command.do](command) });
  } catch (error) {
    write({ id, error: String(error?.stack ?? error) });
  }
});
input.on('close', async () => {
  await commands.stop().catch(() => {});
  process.exit(0);
});
