import { MoneyText } from '../ui/money-text.tsx';
import { Part } from './part.tsx';
import { useSampleMoney } from './sample-money.ts';

const GROUNDS = [
  ['canvas', 'bg-canvas text-ink'],
  ['surface', 'bg-surface text-ink'],
  ['sunken', 'bg-sunken text-ink'],
  ['accent', 'bg-accent text-on-accent'],
  ['accent-soft', 'bg-accent-soft text-accent-ink'],
  ['info-soft', 'bg-info-soft text-info-ink'],
  ['warn-soft', 'bg-warn-soft text-warn-ink'],
  ['danger-soft', 'bg-danger-soft text-danger-ink'],
  ['training-soft', 'bg-training-soft text-training-ink'],
] as const;

const STEPS = [
  ['note', 'text-note'],
  ['small', 'text-small'],
  ['body', 'text-body'],
  ['strong', 'text-strong'],
  ['title', 'text-title'],
] as const;

const AMOUNTS = ['body', 'strong', 'title', 'sum', 'hero', 'due'] as const;

export function Tokens() {
  const money = useSampleMoney();
  return (
    <>
      <Part name="tokens: grounds and inks">
        {GROUNDS.map(([name, className]) => (
          <span
            key={name}
            className={`rounded-md border border-line px-4 py-3 text-body font-medium ${className}`}
          >
            {name}
          </span>
        ))}
      </Part>
      <Part name="tokens: type">
        {STEPS.map(([name, className]) => (
          <span key={name} className={className}>
            {name}
          </span>
        ))}
      </Part>
      <Part name="tokens: radii and elevation">
        <span className="rounded-sm bg-surface px-4 py-3 text-body shadow-lift">sm, lift</span>
        <span className="rounded-md bg-surface px-4 py-3 text-body shadow-lift">md, lift</span>
        <span className="rounded-lg bg-surface px-4 py-3 text-body shadow-float">lg, float</span>
      </Part>
      <Part name="money-text">
        {AMOUNTS.map((size) => (
          <MoneyText key={size} size={size} minor={size === 'body' ? -1250 : 123_456} money={money} />
        ))}
        <MoneyText was minor={199} money={money} />
      </Part>
    </>
  );
}
