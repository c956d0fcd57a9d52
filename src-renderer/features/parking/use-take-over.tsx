import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { askApproval } from '../../runtime/approvals.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { Banner } from '../../ui/banner.tsx';
import { play } from '../../ui/sounds.ts';
import { askAgain, type TakeOverOutcome, type TakeOverRefusal, takeOver } from './take-over.ts';

export interface TakingOver {
  readonly busy: boolean;
  /** What came of the last try, where it was not taken. */
  readonly says: ReactNode;
  /** Asks whoever may, then the server. */
  take(parked: OpenSale): void;
  /** For one that is stored here already. */
  again(taken: OpenSale): void;
}

/** Takes a parked sale of another till, and says why not. @param onTaken it is parked here now */
export function useTakeOver(
  onTaken: (saleId: string) => void,
  onRefused: (code: TakeOverRefusal) => void = () => undefined,
): TakingOver {
  const { t } = useTranslation();
  const till = useTill();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<TakeOverRefusal | 'unanswered' | 'notSaved' | null>(null);

  const run = (ask: () => Promise<TakeOverOutcome | null>) => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const fail = (code: NonNullable<typeof failure>) => {
      setFailure(code);
      play('error');
    };
    ask()
      .then(
        (outcome) => {
          if (outcome?.state === 'moved') onTaken(outcome.saleId);
          else if (outcome?.state === 'unanswered') fail('unanswered');
          else if (outcome) {
            fail(outcome.code);
            onRefused(outcome.code);
          }
        },
        (error: unknown) => {
          reportError(error);
          fail('notSaved');
        },
      )
      .finally(() => setBusy(false));
  };

  return {
    busy,
    says:
      failure === null ? null : (
        <div className="mt-3">
          <Banner
            tone={failure === 'unanswered' ? 'warning' : 'error'}
            testId="take-over-failed"
            code={failure}
          >
            {t(`parking.failure.${failure}`)}
          </Banner>
        </div>
      ),
    take: (parked) =>
      run(async () => {
        const { cashierId } = cashier.get();
        const approval = await askApproval('handOver', { act: 'handOver' });
        return approval && cashierId ? takeOver(till, parked, { cashierId, approval }) : null;
      }),
    again: (taken) => run(() => askAgain(till, taken)),
  };
}
