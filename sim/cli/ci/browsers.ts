/** Browsers as Debian packages them, started for one page at a time. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const FIREFOX = '/usr/bin/firefox-esr';

export function launchChromium(): Promise<Browser> {
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

export function hasFirefox(): boolean {
  return existsSync(FIREFOX);
}

/** Nothing of its own is shown or asked for. */
const preferences: Readonly<Record<string, boolean | string | number>> = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.firstRunURL': '',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.enabled': false,
  'dom.max_script_run_time': 0,
};

/** Shows a page in a Firefox of its own until `done` has come to an end; playwright drives no Firefox but its own. */
export async function inFirefox<T>(address: string, done: Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'zabsim-firefox-'));
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  writeFileSync(join(home, 'user.js'), `${lines.join('\n')}\n`);
  const browser = spawn(FIREFOX, ['--headless', '--no-remote', '--profile', home, address], {
    env: { ...process.env, HOME: home, MOZ_HEADLESS: '1' },
    stdio: 'ignore',
    detached: true,
  });
  const gone = new Promise<void>((resolve) => browser.once('close', () => resolve()));
  const broken = new Promise<never>((_, reject) => {
    browser.once('error', reject);
    browser.once('exit', (code) => reject(new Error(`Firefox ended with ${String(code)}`)));
  });
  try {
    return await Promise.race([done, broken]);
  } finally {
    broken.catch(() => undefined);
    // It is several processes, in a group of their own.
    if (browser.pid !== undefined && browser.exitCode === null) process.kill(-browser.pid, 'SIGKILL');
    await gone;
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
