import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What the server's one PIN key gives: it opens what the database keeps, and makes each terminal a secret of its own. */
export interface PinKeys {
  /** Names the key without telling it. */
  readonly name: string;
  /** For the database: nobody without this key makes anything of it, and it fits no other person. */
  seal(staffId: string, hash: Buffer): Buffer;
  /** What was sealed; null when that was with another key, or for somebody else. */
  unseal(staffId: string, sealed: Buffer): Buffer | null;
  /**
   * The terminal's PIN secret, as it is told to that terminal alone. Of the terminal and not of its epoch: a till that
   * begins a new epoch without the network must still know its people.
   */
  secretOf(terminalId: string): Buffer;
  /** What a terminal compares with: HMAC-SHA-256 of the hash under its secret. */
  verifierFor(terminalId: string, hash: Buffer): Buffer;
}

/** @param key 32 random bytes */
export function pinKeysOf(key: Buffer): PinKeys {
  if (key.length !== KEY_BYTES) throw new Error(`a PIN key has ${KEY_BYTES} bytes, not ${key.length}`);
  const derive = (what: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', key, 'evertill pins', what, bytes));
  const atRest = derive('at rest', KEY_BYTES);
  const secretOf = (terminalId: string) => derive(`terminal ${terminalId}`, KEY_BYTES);
  return {
    name: derive('name', 9).toString('base64url'),
    seal(staffId, hash) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', atRest, iv).setAAD(Buffer.from(staffId));
      return Buffer.concat([iv, cipher.update(hash), cipher.final(), cipher.getAuthTag()]);
    },
    unseal(staffId, sealed) {
      const iv = sealed.subarray(0, IV_BYTES);
      const body = sealed.subarray(IV_BYTES, -TAG_BYTES);
      try {
        const cipher = createDecipheriv('aes-256-gcm', atRest, iv)
          .setAAD(Buffer.from(staffId))
          .setAuthTag(sealed.subarray(-TAG_BYTES));
        return Buffer.concat([cipher.update(body), cipher.final()]);
      } catch {
        return null;
      }
    },
    secretOf,
    verifierFor: (terminalId, hash) => createHmac('sha256', secretOf(terminalId)).update(hash).digest(),
  };
}

const wrongKey = (where: string) =>
  new Error(
    `${where} is not a PIN key: it wants 32 random bytes in base64, such as "openssl rand -base64 32" prints`,
  );

function keyFrom(text: string, where: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) throw wrongKey(where);
  return key;
}

/**
 * The key of this server: that of the environment (several servers on one database share it), or that of a file in the
 * data directory, made at the first start. It belongs into the backup, and not into the same one as the database.
 *
 * @throws when the environment's, or the file's, is no key
 */
export async function openPinKeys(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<PinKeys> {
  if (env.EVERTILL_PIN_KEY) return pinKeysOf(keyFrom(env.EVERTILL_PIN_KEY, 'EVERTILL_PIN_KEY'));
  const file = path.join(path.resolve(dataDir), 'pin-key');
  await fs.mkdir(path.dirname(file), { recursive: true });
  const known = await fs.readFile(file, 'utf8').catch(() => null);
  if (known !== null) return pinKeysOf(keyFrom(known, file));
  try {
    // Beside it first, and then linked: whoever finds the file finds it whole, and of two processes at once one makes it.
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
    try {
      const fresh = `${randomBytes(KEY_BYTES).toString('base64')}\n`;
      await fs.writeFile(draft, fresh, { mode: 0o600, flag: 'wx', flush: true });
      await fs.link(draft, file);
    } finally {
      await fs.rm(draft, { force: true });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return pinKeysOf(keyFrom(await fs.readFile(file, 'utf8'), file));
}
