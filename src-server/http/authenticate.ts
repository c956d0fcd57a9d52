import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { EnrolledTerminal } from '../terminals/terminals.ts';
import { ProblemReply } from './problem.ts';

/** Finds the terminal of a token; null when there is none. */
export type FindTerminal = (token: string) => Promise<EnrolledTerminal | null>;

const terminals = new WeakMap<FastifyRequest, EnrolledTerminal>();

function bearerToken(request: FastifyRequest): string | null {
  return /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

async function identify(find: FindTerminal, request: FastifyRequest): Promise<EnrolledTerminal> {
  const token = bearerToken(request);
  const terminal = token === null ? null : await find(token);
  if (!terminal) throw new ProblemReply('unauthorized', 'Send the header: Authorization: Bearer <token>.');
  terminals.set(request, terminal);
  return terminal;
}

/** A hook that lets only enrolled terminals in. */
export function enrolledOnly(find: FindTerminal) {
  return async (request: FastifyRequest): Promise<void> => {
    const terminal = await identify(find, request);
    if (terminal.revoked) throw new ProblemReply('revoked', `Terminal ${terminal.terminalId} was revoked.`);
  };
}

/** The same for what must be heard of a revoked terminal too: the sales that it was paid for. */
export function enrolledOrRevoked(find: FindTerminal) {
  return async (request: FastifyRequest): Promise<void> => {
    await identify(find, request);
  };
}

/** The terminal that asks. Only behind one of the hooks above. */
export function terminalOf(request: FastifyRequest): EnrolledTerminal {
  const terminal = terminals.get(request);
  if (!terminal) throw new Error('a route asks who calls without having authenticated the call');
  return terminal;
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Whether a request comes from head office. Until it has people of its own it is known by one token, which may be absent. */
export function officeOf(token: string | null): (request: FastifyRequest) => boolean {
  if (!token) return () => false;
  const expected = digest(`Bearer ${token}`);
  return (request) => timingSafeEqual(digest(request.headers.authorization ?? ''), expected);
}

/** A hook that lets only head office in. @param what is told to anybody else: what head office keeps, or does */
export function officeOnly(isOffice: ReturnType<typeof officeOf>, what: string) {
  return async (request: FastifyRequest): Promise<void> => {
    if (!isOffice(request)) throw new ProblemReply('unauthorized', `${what}: EVERTILL_OFFICE_TOKEN.`);
  };
}

/** A hook that lets head office in, and enrolled terminals. */
export function officeOrEnrolled(isOffice: ReturnType<typeof officeOf>, find: FindTerminal) {
  const asTerminal = enrolledOnly(find);
  return async (request: FastifyRequest): Promise<void> => {
    if (!isOffice(request)) await asTerminal(request);
  };
}
