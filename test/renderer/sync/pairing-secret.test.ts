import { expect, it, vi } from 'vitest';
import { parsePairing, readPairing, writePairing } from '../../../src-renderer/sync/pairing-secret.ts';

const identity = {
  serverUrl: 'http://server:7420',
  terminalId: '01900000-0000-7000-8000-00000000000a',
  terminalName: 'Till 1',
  storeId: 'main',
  epoch: 1,
  serverEpoch: 1,
};

it('a token and whose it is are one text', async () => {
  let kept: string | null = null;
  const secrets = {
    get: async () => kept,
    set: async (_name: string, value: string) => {
      kept = value;
    },
  };
  expect(await readPairing(secrets)).toBeNull();
  await writePairing(secrets, { token: 'evt_1', identity });
  expect(await readPairing(secrets)).toEqual({ token: 'evt_1', identity });
});

it('a token that stands alone is of the version before', () => {
  expect(parsePairing('evt_1')).toEqual({ token: 'evt_1', identity: null });
});

it.each([
  ['nothing in it', () => '{"token":""}'],
  ['half of it', () => '{"token":"evt_1","iden'],
  [
    'a lost key',
    () => {
      throw new Error('the key is gone');
    },
  ],
])('%s is told, and keeps nobody from selling', async (_name, get) => {
  const told = vi.fn<(error: unknown) => void>();
  vi.stubGlobal('reportError', told);
  expect(await readPairing({ get: async () => get() })).toBeNull();
  expect(told).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});
