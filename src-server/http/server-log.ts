import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

/** Members that would be secrets in a log line. Bodies are never logged; this is for what is logged by mistake. */
const SECRETS = ['token', 'pin', 'pairingCode', 'password', 'authorization', 'tokenHash'];

/**
 * One JSON object a line. Tokens, pairing codes and PINs never appear.
 *
 * @param to where the lines go; standard error by default, so that standard output belongs to results
 */
export function createServerLog(level: string, to?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: {
        paths: [
          ...SECRETS,
          ...SECRETS.map((name) => `*.${name}`),
          'req.headers.authorization',
          'headers.authorization',
          'body.code',
        ],
        censor: '[secret]',
      },
    },
    to ?? pino.destination({ dest: 2, sync: false }),
  );
}
