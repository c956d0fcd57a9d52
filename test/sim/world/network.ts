import type { Life } from './life.ts';
import type { Random } from './random.ts';
import type { VirtualClock } from './virtual-time.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An open answer: pieces of text as they come. */
export interface WireStream {
  readonly status: number;
  onText(listener: (text: string) => void): void;
  onEnd(listener: () => void): void;
  /** The client is gone. */
  destroy(): void;
}

/** What stands at the other end. Null: nobody does. */
export interface WireServer {
  readonly life: Life;
  answer(request: WireRequest): Promise<WireAnswer>;
  stream(request: WireRequest): Promise<WireStream>;
}

export interface NetworkFaults {
  readonly loseRequest: number;
  readonly loseAnswer: number;
  readonly duplicate: number;
  /** A message that takes long, so that later ones overtake it. */
  readonly slow: number;
}

export interface NetworkCounts {
  requests: number;
  lostRequests: number;
  lostAnswers: number;
  duplicates: number;
  slow: number;
  brokenStreams: number;
}

/** The cable of one till. `silent`: it swallows without a word, so that only a timeout tells. */
export interface Link {
  state: 'whole' | 'cut' | 'silent';
  /** Requests to addresses that begin so never arrive; null: none in particular. */
  losing: string | null;
  /** Requests to addresses that begin so take a second or more each way. */
  slowing: string | null;
  readonly streams: Set<() => void>;
}

/** Everything between tills and server: it delays, loses, repeats and lets overtake, as the seed wants it. */
export class Network {
  readonly counts: NetworkCounts = {
    requests: 0,
    lostRequests: 0,
    lostAnswers: 0,
    duplicates: 0,
    slow: 0,
    brokenStreams: 0,
  };
  faults: NetworkFaults;
  server: WireServer | null = null;
  /** Told of every request and what became of it. */
  onMessage: (line: string) => void = () => {};
  /** Told before the server hears of a request. */
  onArrival: (link: Link, path: string) => void = () => {};
  readonly #clock: VirtualClock;
  readonly #chance: Random;

  constructor(clock: VirtualClock, chance: Random, faults: NetworkFaults) {
    this.#clock = clock;
    this.#chance = chance;
    this.faults = faults;
  }

  cut(link: Link, state: Link['state']): void {
    link.state = state;
    if (state !== 'whole') for (const end of [...link.streams]) end();
  }

  #delayMs(link?: Link, path = ''): number {
    if (link && link.slowing !== null && path.startsWith(link.slowing))
      return this.#chance.between(700, 2_000);
    if (this.#chance.chance(this.faults.slow)) {
      this.counts.slow += 1;
      return this.#chance.between(300, 4_000);
    }
    return this.#chance.between(1, 25);
  }

  /** `fetch` as a program of a till has it. */
  fetchOf(life: Life, link: Link): typeof globalThis.fetch {
    return (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const request: WireRequest = {
        method: init?.method === 'POST' ? 'POST' : 'GET',
        path: url.pathname + url.search,
        headers: Object.fromEntries(new Headers(init?.headers)),
        body: typeof init?.body === 'string' ? init.body : null,
      };
      return new Promise<Response>((resolve, reject) => {
        let done = false;
        const end = (finish: () => void) => {
          if (done) return;
          done = true;
          if (life.alive) finish();
        };
        const fail = (why: string) => {
          if (!done) this.onMessage(`${life.name} ${request.path.slice(0, 60)}: ${why}`);
          end(() => reject(new TypeError(why)));
        };
        const { signal } = init ?? {};
        const aborted = () => {
          if (!done) this.onMessage(`${life.name} ${request.path.slice(0, 60)}: aborted`);
          end(() => reject(new DOMException('aborted', 'AbortError')));
        };
        if (signal?.aborted) return aborted();
        signal?.addEventListener('abort', aborted, { once: true });
        life.onKill(() => end(() => {}));
        this.counts.requests += 1;
        const what = `${life.name} ${request.method} ${request.path.slice(0, 60)}`;
        this.onMessage(`${what} ${request.body?.slice(0, 300) ?? ''}`);
        if (request.path === '/v1/sync/stream')
          this.#stream(life, link, request, signal ?? null, fail, (response) => end(() => resolve(response)));
        else this.#send(link, request, fail, (response) => end(() => resolve(response)));
      });
    };
  }

  #send(
    link: Link,
    request: WireRequest,
    fail: (why: string) => void,
    answered: (response: Response) => void,
  ): void {
    const clock = this.#clock;
    const isRepeated = this.#chance.chance(this.faults.duplicate);
    const isLost = this.#chance.chance(this.faults.loseRequest);
    const isAnswerLost = this.#chance.chance(this.faults.loseAnswer);
    if (isRepeated) {
      this.counts.duplicates += 1;
      clock.after(this.#delayMs() + this.#chance.between(0, 500), () => {
        if (link.state === 'whole') this.server?.answer(request).catch(() => undefined);
      });
    }
    clock.after(this.#delayMs(link, request.path), () => {
      const { server } = this;
      if (link.state === 'silent') return;
      if (link.state === 'cut') return fail('no network');
      if (isLost || (link.losing !== null && request.path.startsWith(link.losing))) {
        this.counts.lostRequests += 1;
        return clock.after(this.#delayMs(), () => fail('lost on the way'));
      }
      if (!server) return fail('connection refused');
      this.onArrival(link, request.path);
      const reset = server.life.onKill(() => fail('connection reset'));
      server.answer(request).then(
        (answer) => {
          reset();
          clock.after(this.#delayMs(link, request.path), () => {
            if (link.state === 'silent') return;
            if (link.state === 'cut' || isAnswerLost) {
              this.counts.lostAnswers += 1;
              return fail('the answer was lost');
            }
            const { status, headers, body } = answer;
            this.onMessage(`answer ${request.path.slice(0, 60)} ${status} ${body.slice(0, 400)}`);
            answered(new Response(body === '' ? null : body, { status, headers: { ...headers } }));
          });
        },
        () => fail('connection reset'),
      );
    });
  }

  #stream(
    life: Life,
    link: Link,
    request: WireRequest,
    signal: AbortSignal | null,
    fail: (why: string) => void,
    answered: (response: Response) => void,
  ): void {
    const clock = this.#clock;
    clock.after(this.#delayMs(), () => {
      const { server } = this;
      if (link.state === 'silent') return;
      if (link.state === 'cut' || !server) return fail('connection refused');
      server.stream(request).then(
        (wire) => {
          let open = true;
          let dead = false;
          let readyMs = 0;
          const encoder = new TextEncoder();
          const body = new ReadableStream<Uint8Array>({
            start: (controller) => {
              const close = (how: (() => void) | null) => {
                if (!open) return;
                open = false;
                link.streams.delete(broken);
                wire.destroy();
                how?.();
              };
              const broken = () => {
                this.counts.brokenStreams += 1;
                // A line that is silent breaks without a word: the reader waits until it loses patience.
                if (link.state !== 'silent')
                  return close(() => controller.error(new TypeError('terminated')));
                link.streams.delete(broken);
                dead = true;
                wire.destroy();
              };
              link.streams.add(broken);
              signal?.addEventListener('abort', () =>
                close(() => controller.error(new DOMException('aborted', 'AbortError'))),
              );
              life.onKill(() => close(null));
              server.life.onKill(() => {
                if (!dead) close(() => controller.error(new TypeError('terminated')));
              });
              wire.onText((text) => {
                // In order: it is one connection.
                readyMs = Math.max(readyMs, clock.nowMs + this.#chance.between(1, 60));
                clock.after(readyMs - clock.nowMs, () => {
                  if (open && !dead) controller.enqueue(encoder.encode(text));
                });
              });
              wire.onEnd(() =>
                clock.after(Math.max(0, readyMs - clock.nowMs) + 1, () => {
                  if (!dead) close(() => controller.close());
                }),
              );
            },
          });
          answered(
            new Response(body, { status: wire.status, headers: { 'content-type': 'text/event-stream' } }),
          );
        },
        () => fail('connection reset'),
      );
    });
  }
}
