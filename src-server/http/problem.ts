import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Problem, ProblemCode } from '../../shared/sync/protocol.ts';

const MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** The status and the title of every code. Clients go by the code; people read the title. */
const PROBLEMS: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  invalidRequest: { status: 400, title: 'The request is not understood' },
  unauthorized: { status: 401, title: 'A valid terminal token is required' },
  revoked: { status: 401, title: 'This terminal has been revoked' },
  wrongPairingCode: { status: 403, title: 'The pairing code is wrong, used or too old' },
  notFound: { status: 404, title: 'There is nothing here' },
  checkpointExpired: { status: 409, title: 'The checkpoint is unknown: pull from the beginning' },
  notAvailable: { status: 409, title: 'Not every line could be reserved' },
  saleTendered: { status: 409, title: 'The sale has been paid' },
  alreadyResolved: { status: 409, title: 'Somebody has done it before' },
  // Not 403: a till takes that for somebody else's answer.
  pinRefused: { status: 409, title: 'The PIN was not set' },
  stale: { status: 409, title: 'The server knows something newer of this sale' },
  tooLarge: { status: 413, title: 'The request is too large' },
  unsupportedMediaType: { status: 415, title: 'Only application/json is understood' },
  tooManyRequests: { status: 429, title: 'Too many requests: wait a little' },
  unavailable: { status: 503, title: 'The server cannot do this at present' },
  internal: { status: 500, title: 'The server failed' },
};

/** Thrown by a route to end with a problem; the only use of exceptions for what is not a bug, at this edge alone. */
export class ProblemReply extends Error {
  readonly code: ProblemCode;
  /** Further members of the answer, such as `result`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.code = code;
    this.members = members;
  }
}

export function problemOf(
  code: ProblemCode,
  detail?: string,
  members: Readonly<Record<string, unknown>> = {},
): Problem & { status: number } {
  const { status, title } = PROBLEMS[code];
  return { type: 'about:blank', title, status, code, ...(detail ? { detail } : {}), ...members };
}

export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  detail?: string,
  members?: Readonly<Record<string, unknown>>,
): FastifyReply {
  const problem = problemOf(code, detail, members);
  return reply
    .code(problem.status)
    .type(MEDIA_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);
}

/** Codes of the way to the database, and of a database that starts, ends or has gone. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '3D000',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);
/** The driver gives these no code. */
const PASSING_WORDS =
  /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/;

const isPassing = (error: FastifyError) => PASSING.has(error.code) || PASSING_WORDS.test(error.message);

const FRAMEWORK_PROBLEMS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalidRequest',
  404: 'notFound',
  413: 'tooLarge',
  // A part of the path so long that it names nothing.
  414: 'notFound',
  415: 'unsupportedMediaType',
  429: 'tooManyRequests',
  503: 'unavailable',
};

/** Every error leaves as a problem; what is not ours leaves without its text, and is logged. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof ProblemReply) {
    sendProblem(reply, error.code as ProblemCode, error.message, error.members);
    return;
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({
      path: `${error.validationContext ?? 'body'}${issue.instancePath}`,
      message: issue.message ?? 'is not valid',
    }));
    const first = errors[0];
    sendProblem(reply, 'invalidRequest', first && `${first.path}: ${first.message}`, { errors });
    return;
  }
  const { statusCode = 500 } = error;
  const code = FRAMEWORK_PROBLEMS[statusCode] ?? (statusCode < 500 ? 'invalidRequest' : undefined);
  if (code) {
    sendProblem(reply, code, error.message);
    return;
  }
  request.log.error({ err: error }, 'request failed');
  if (isPassing(error)) sendProblem(reply, 'unavailable', 'The database does not answer; send again.');
  else sendProblem(reply, 'internal', `Look for request ${request.id} in the server's log.`);
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, 'notFound', `${request.method} ${request.url.split('?')[0]} is not part of the API.`);
}

/** What is not HTTP, or has headers without end: there is no request to answer, only the connection. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const problem = problemOf(
    error.code === 'HPE_HEADER_OVERFLOW' ? 'tooLarge' : 'invalidRequest',
    late ? 'The request took too long to arrive.' : 'This is not an HTTP request that can be read.',
  );
  const body = JSON.stringify(problem);
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: ${MEDIA_TYPE}\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  socket.destroy(error);
}
