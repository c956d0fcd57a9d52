import { useState } from 'react';
import { useWords } from '../languages/use-words.ts';
import { DenominationCounter, type DenominationCounts } from '../ui/denomination-counter.tsx';
import { NumberPad } from '../ui/number-pad.tsx';
import { type PadKey, typedAfter } from '../ui/pad-entry.ts';
import { PinPad } from '../ui/pin-pad.tsx';
import { Part } from './part.tsx';
import { useSampleMoney } from './sample-money.ts';

const DENOMINATIONS = [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1] as const;

export function CashParts() {
  const { t } = useWords();
  const money = useSampleMoney();
  const [typed, setTyped] = useState('');
  const [counts, setCounts] = useState<DenominationCounts>({ 2000: 4, 50: 7 });
  const [refused, setRefused] = useState(false);
  const onKey = (key: PadKey) => setTyped((before) => typedAfter(before, key));
  return (
    <>
      <Part name="number-pad">
        <div className="w-80">
          <output className="money block h-9 text-end text-title font-semibold">{typed}</output>
          <NumberPad
            label={t('selling.padLabel')}
            point={money.point}
            onKey={onKey}
            eraseLabel={t('selling.padErase')}
          />
        </div>
      </Part>
      <Part name="pin-pad">
        <div className="w-80">
          <PinPad
            label={t('staff.title')}
            length={4}
            onPin={() => setRefused(true)}
            error={refused ? t('tendering.tenderDeclined') : null}
          />
        </div>
        <div className="w-80">
          <PinPad
            label={t('till.keys.lock')}
            length={6}
            onPin={() => {}}
            locked={t('pairing.errors.tooManyRequests')}
          />
        </div>
        <div className="w-80">
          <PinPad label={t('staff.title')} length={4} onPin={() => {}} busy />
        </div>
      </Part>
      <Part name="denomination-counter" wide>
        <DenominationCounter
          label={t('kit.sum')}
          denominationsMinor={DENOMINATIONS}
          counts={counts}
          onChange={setCounts}
          money={money}
        />
      </Part>
    </>
  );
}
