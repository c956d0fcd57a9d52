import { createSimilarNames } from './similar-names.ts';
import type { SimilarNamesAnswer, SimilarNamesRequest } from './similar-search.ts';

// 100,000 names take a second or two to index: off the main thread, where a scan may come at any time.
let names = createSimilarNames();

self.onmessage = ({ data }: MessageEvent<SimilarNamesRequest>) => {
  if (data.kind === 'begin') names = createSimilarNames();
  else if (data.kind === 'add') names.add(data.items);
  else answer({ question: data.question, ids: names.like(data.text, data.most) });
};

const answer = (message: SimilarNamesAnswer): void => self.postMessage(message);
