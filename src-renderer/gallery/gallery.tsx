import { useState } from 'react';
import type { Language } from '../languages/direction.ts';
import { changeLanguage, LANGUAGES } from '../languages/i18n.ts';
import { useLanguage } from '../languages/use-words.ts';
import { BrandMark } from '../ui/brand-mark.tsx';
import { Choice } from '../ui/choice.tsx';
import { TrainingBadge } from '../ui/training-badge.tsx';
import { CashParts } from './cash-parts.tsx';
import { Controls } from './controls.tsx';
import { DialogParts } from './dialog-parts.tsx';
import { Fields } from './fields.tsx';
import { Lists } from './lists.tsx';
import { Says } from './says.tsx';
import { Tokens } from './tokens.tsx';

const THEMES = ['light', 'dark', 'hc'] as const;
const SIZES = ['100', '112', '125', '150'] as const;

/** Every part of the kit in every state, in any theme, direction and size of text. */
export function Gallery() {
  const language = useLanguage();
  const root = document.documentElement.dataset;
  const [, redraw] = useState(0);
  const wear = (name: 'theme' | 'textSize' | 'training', value: string) => {
    if (value === '') delete root[name];
    else root[name] = value;
    redraw((count) => count + 1);
  };
  return (
    <div className="flex h-full flex-col">
      <header className="flex shrink-0 flex-wrap items-end gap-x-5 gap-y-3 border-b border-line bg-surface px-6 py-3">
        <h1 className="flex items-center gap-3 self-center text-title font-semibold tracking-tight">
          <BrandMark size={32} />
          Kit
          <TrainingBadge />
        </h1>
        <span className="flex-1" />
        <Choice
          label="Theme"
          value={(root.theme ?? 'light') as (typeof THEMES)[number]}
          options={THEMES.map((value) => ({ value, label: value }))}
          onChange={(value) => wear('theme', value)}
          testId="wear"
        />
        <Choice
          label="Training"
          value={root.training ? 'on' : 'off'}
          options={[
            { value: 'off', label: 'off' },
            { value: 'on', label: 'on' },
          ]}
          onChange={(value) => wear('training', value === 'on' ? 'true' : '')}
          testId="training"
        />
        <Choice
          label="Language and direction"
          value={language as Language}
          options={Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as Language, label }))}
          onChange={(value) => void changeLanguage(value)}
          testId="language"
        />
        <Choice
          label="Text size"
          value={(root.textSize ?? '100') as (typeof SIZES)[number]}
          options={SIZES.map((value) => ({ value, label: `${value} %` }))}
          onChange={(value) => wear('textSize', value)}
          testId="text-size"
        />
      </header>
      <main className="min-h-0 flex-1 overflow-y-auto p-6 outline-offset-[-3px]" data-testid="parts">
        <Tokens />
        <Controls />
        <Fields />
        <Says />
        <Lists />
        <CashParts />
        <DialogParts />
      </main>
    </div>
  );
}
