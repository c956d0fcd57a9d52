import fs from 'node:fs';
import { isRoot } from './project.mjs';

const places = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/**
 * The Chromium (or Chrome) of this machine: EVERTILL_CHROMIUM, or where systems keep it.
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = process.env.EVERTILL_CHROMIUM;
  const candidates = named ? [named] : (places[process.platform] ?? []);
  return candidates.find((file) => fs.existsSync(file));
}

/**
 * Parts of Chromium that a test has no use for. Only the last switch of this name counts, so the list begins with Playwright's
 * own; then what draws the address bar's suggestions, two hidden pages for each window that took as long as the till's.
 */
const NOT_NEEDED = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'PreloadTopChromeWebUI',
];

/** What Playwright needs to launch it here: root may not use Chromium's sandbox. */
export function chromiumLaunchOptions() {
  const executablePath = findChromium();
  return {
    ...(executablePath ? { executablePath } : {}),
    chromiumSandbox: !isRoot,
    // Letters are drawn alike on every machine: by the font alone, not by what the system says of screens and hinting.
    args: [
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--disable-lcd-text',
      `--disable-features=${NOT_NEEDED.join(',')}`,
    ],
  };
}
