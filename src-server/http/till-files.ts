import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendPage } from './plain-page.ts';
import { answerNotFound } from './problem.ts';

/**
 * The browser variant of the till at `/`. Names of built files carry their content's hash, so they may be kept for
 * ever; the page itself is asked for anew each time.
 *
 * @param tillDir the built renderer; it may be built after the server has started
 */
export async function registerTillFiles(app: FastifyInstance, tillDir: string) {
  await app.register(fastifyStatic, {
    root: tillDir,
    serve: false,
    cacheControl: false,
    etag: true,
    setHeaders(reply, path) {
      const immutable = /[/\\]assets[/\\]/.test(path);
      reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });

  app.get('/', { schema: { hide: true } }, (_request, reply) => {
    if (existsSync(join(tillDir, 'index.html'))) return reply.sendFile('index.html');
    return sendPage(reply.code(503), 'The till is not built yet', [
      'The server runs, but there is no till to show at this address.',
      'Build it with: npm run build — then load this page again. (npm start does both.)',
    ]);
  });

  app.get<{ Params: { '*': string } }>('/*', { schema: { hide: true } }, (request, reply) => {
    const path = request.params['*'];
    if (path.startsWith('v1/') || !existsSync(join(tillDir, 'index.html'))) {
      answerNotFound(request, reply);
      return reply;
    }
    return reply.sendFile(path);
  });
}
