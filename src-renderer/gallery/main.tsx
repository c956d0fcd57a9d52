import { createRoot } from 'react-dom/client';
import { spokenOf, startLanguages } from '../languages/i18n.ts';
import { KitProvider } from '../ui/kit-provider.tsx';
import '../ui/till.css';
import { Gallery } from './gallery.tsx';

/** The page of the kit, for whoever builds screens; `npm run dev` serves it, no build of the product has it. */
async function start(): Promise<void> {
  const place = document.getElementById('till');
  if (!place) throw new Error('gallery.html has no place for the kit');
  const asked = new URLSearchParams(location.search);
  document.documentElement.dataset.theme = asked.get('theme') ?? 'light';
  document.documentElement.dataset.textSize = asked.get('text') ?? '100';
  if (asked.has('training')) document.documentElement.dataset.training = 'true';
  await startLanguages(spokenOf([asked.get('language') ?? navigator.language]));
  createRoot(place).render(
    <KitProvider>
      <Gallery />
    </KitProvider>,
  );
}

void start();
