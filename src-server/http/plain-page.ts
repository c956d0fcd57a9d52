import type { FastifyReply } from 'fastify';

const escapeHtml = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char,
  );

/** A page for people with nothing but text: the policy allows neither inline styles nor scripts. */
export function sendPage(reply: FastifyReply, title: string, lines: readonly string[]): FastifyReply {
  const body = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)} · Evertill</title>\n` +
        `<h1>${escapeHtml(title)}</h1>\n${body}\n</html>\n`,
    );
}
