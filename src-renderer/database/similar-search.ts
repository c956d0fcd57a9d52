import type { Item } from '../../shared/catalog/item.ts';
import type { NamedItem } from './similar-names.ts';
import { createTimeSlice } from './time-slice.ts';

export type SimilarNamesRequest =
  | { readonly kind: 'begin' }
  | { readonly kind: 'add'; readonly items: readonly NamedItem[] }
  | { readonly kind: 'ask'; readonly question: number; readonly text: string; readonly most: number };

export interface SimilarNamesAnswer {
  readonly question: number;
  readonly ids: readonly string[];
}

const HANDED_OVER_AT_ONCE = 500;

/** Items whose names are like a text, typos and all. The index is made at the first question and after each change. */
export interface SimilarSearch {
  /** Ids, likest first; empty where no worker can be had. */
  like(text: string, most: number): Promise<readonly string[]>;
}

/**
 * @param revision what the catalogue counts up with each change
 */
export function createSimilarSearch(
  allItems: () => Iterable<Item>,
  revision: () => number,
  newWorker: () => Pick<Worker, 'postMessage' | 'onmessage' | 'onerror'> = () =>
    new Worker(new URL('./similar-names-worker.ts', import.meta.url), { type: 'module' }),
): SimilarSearch {
  let worker: ReturnType<typeof newWorker> | null = null;
  let indexed: { readonly revision: number; readonly done: Promise<void> } | null = null;
  let questions = 0;
  const waiting = new Map<number, (ids: readonly string[]) => void>();

  const post = (request: SimilarNamesRequest) => worker?.postMessage(request);

  function start(): void {
    worker = newWorker();
    worker.onmessage = ({ data }: MessageEvent<SimilarNamesAnswer>) => {
      waiting.get(data.question)?.(data.ids);
      waiting.delete(data.question);
    };
    worker.onerror = () => {
      // The search goes on without it; the next question tries anew.
      for (const answer of waiting.values()) answer([]);
      waiting.clear();
      worker = null;
      indexed = null;
    };
  }

  async function handOver(): Promise<void> {
    const slice = createTimeSlice();
    post({ kind: 'begin' });
    let batch: NamedItem[] = [];
    for (const { id, name } of allItems()) {
      batch.push({ id, name });
      if (batch.length < HANDED_OVER_AT_ONCE) continue;
      post({ kind: 'add', items: batch });
      batch = [];
      await slice.breathe();
    }
    post({ kind: 'add', items: batch });
  }

  return {
    async like(text, most) {
      try {
        if (!worker) start();
        const now = revision();
        if (indexed?.revision !== now) {
          const before = indexed?.done ?? Promise.resolve();
          indexed = { revision: now, done: before.then(handOver) };
        }
        await indexed.done;
      } catch (error) {
        reportError(error);
        return [];
      }
      return new Promise((resolve) => {
        questions += 1;
        waiting.set(questions, resolve);
        post({ kind: 'ask', question: questions, text, most });
      });
    },
  };
}
