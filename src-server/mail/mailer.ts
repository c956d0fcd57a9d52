import { createTransport } from 'nodemailer';
import type { Letter } from '../database/letter-queries.ts';

export interface Mailer {
  /** Resolves when the mail server has taken it. */
  send(letter: Letter): Promise<void>;
  close(): void;
}

const PATIENCE_MS = 20_000;

/**
 * @param url `smtp://user:password@host:587` or `smtps://…`; its password goes into no message
 * @param from the address that receipts come from, with or without a name
 */
export function openMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // A letter is what it says: nothing in it is read from a file or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'evertill';
  return {
    async send(letter) {
      await transport.sendMail({
        from,
        to: letter.email,
        subject: letter.receipt.subject,
        html: letter.receipt.html,
        text: letter.receipt.text,
        // The same letter sent twice is the same message to whoever receives it.
        messageId: `<${letter.id}@${domain}>`,
        headers: { 'Content-Language': letter.language, 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transport.close(),
  };
}
