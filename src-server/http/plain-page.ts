import type { FastifyReply } from 'fastify';

const escape = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char,
  );

/** A page for people with nothing but text: the policy allows neither inline styles nor scripts. */
export function sendPage(reply: FastifyReply, title: string, lines: readonly string[]): FastifyReply {
  const body = lines.map((line) => `<p>${escape(line)}</p>`).join('\n');
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${escape(title)} · Evertill</title>\n` +
        `<h1>${escape(title)}</h1>\n${body}\n</html>\n`,
    );
}
