import { openChromiumTill } from './chromium-till.ts';
import { launchElectronTill } from './electron-till.ts';
import { TillDriver } from './till-driver.ts';

/** The two shells of the one till, without those that `npm test` found missing on this machine. */
export type Shell = 'electron' | 'chromium';
const missing = (process.env.EVERTILL_TEST_WITHOUT ?? '').split(',');
export const SHELLS = (['electron', 'chromium'] as const).filter((shell) => !missing.includes(shell));

/** For the second till of a story: the lighter shell where both are there. */
export const OTHER_SHELL: Shell = SHELLS.at(-1) ?? 'chromium';

export type OpenTill = TillDriver & {
  readonly shell: Shell;
  /** Ends the program; its data stay in the profile. */
  close(): Promise<void>;
  /** Starts it again on the same data, whether the server is there or not. */
  reopen(): Promise<OpenTill>;
};

export interface OpenTillOptions {
  /** Pairs by itself, as the launcher lets it; left out, the pairing screen shows. */
  readonly code?: string;
  readonly profile?: string;
}

/** Opens a till that belongs to the server at this address, or is to be paired with it. */
export async function openTill(
  shell: Shell,
  serverUrl: string,
  options: OpenTillOptions = {},
): Promise<OpenTill> {
  const { code } = options;
  const reopenOn = (profile: string) => () => openTill(shell, serverUrl, { profile });
  if (shell === 'electron') {
    const till = await launchElectronTill({
      ...(options.profile ? { userData: options.profile } : {}),
      env: {
        LANG: 'en_GB.UTF-8',
        LANGUAGE: 'en',
        ...(code ? { EVERTILL_PAIR_SERVER: serverUrl, EVERTILL_PAIR_CODE: code } : {}),
      },
    });
    const driver = new TillDriver(till.page);
    return Object.assign(driver, { shell, close: till.close, reopen: reopenOn(till.userData) });
  }
  const till = await openChromiumTill(`${serverUrl}/${code ? `#pair=${code}` : ''}`, options.profile);
  const driver = new TillDriver(till.page);
  return Object.assign(driver, { shell, close: till.close, reopen: reopenOn(till.profile) });
}
