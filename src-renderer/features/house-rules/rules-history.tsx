import { useTranslation } from 'react-i18next';
import type { AskedHouseRules } from '../../../shared/office/office-request.ts';
import type { SettingsChange, StoreSettings } from '../../../shared/staff/store-settings.ts';
import { useOwnRequests } from '../../runtime/own-requests.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { useClock } from '../../ui/money.tsx';
import { ChangeList } from './change-list.tsx';

const MOST_SHOWN = 10;

/** What this till has asked for and head office has not answered: nothing of it holds yet. */
export function PendingRules({ settings }: { settings: StoreSettings }) {
  const { t } = useTranslation();
  const till = useTill();
  const connection = useReadable(till.connection);
  const waiting = useOwnRequests('houseRules').filter(
    ({ request, state }) => state !== 'kept' && !isAnswered(request, settings),
  );
  if (waiting.length === 0) return null;
  return (
    <Banner
      tone="info"
      testId="rules-pending"
      title={t(connection.state === 'online' ? 'houseRules.pending' : 'houseRules.pendingOffline')}
    >
      {waiting.map(({ request }) => (
        <ChangeList key={request.id} after={request.change} />
      ))}
    </Banner>
  );
}

/** Head office has said what came of it, or has said so much since that it tells of it no more. */
function isAnswered(request: AskedHouseRules, { changes = [] }: StoreSettings): boolean {
  const oldest = changes.at(-1);
  return (
    changes.some(({ id }) => id === request.id) ||
    (changes.length >= MOST_TOLD && oldest !== undefined && oldest.appliedAt > request.at)
  );
}
/** So many changes the server tells a till of (note_settings_change). */
const MOST_TOLD = 30;

/** Who changed what of the rules, and when; also what was refused, and why. */
export function RulesHistory({ changes }: { changes: readonly SettingsChange[] }) {
  const { t } = useTranslation();
  const clock = useClock();
  const staff = useReadable(useTill().staff);
  const nameOf = (id: string | undefined) => staff.find((member) => member.id === id)?.name ?? '–';
  const shown = changes.filter(({ kind }) => kind === 'houseRules').slice(0, MOST_SHOWN);
  if (shown.length === 0) return null;
  return (
    <div>
      <h4 className="mb-2 text-body font-semibold">{t('houseRules.history')}</h4>
      <ul className="divide-y divide-line rounded-md border border-line" data-testid="rules-history">
        {shown.map(({ id, staffId, approvedBy, appliedAt, refused, before, after }) => (
          <li key={id} className="flex flex-col gap-1 px-4 py-2.5" data-refused={refused}>
            <p className="text-body font-medium">
              <bdi>{nameOf(staffId)}</bdi>
              {approvedBy ? ` · ${t('houseRules.agreed', { name: nameOf(approvedBy) })}` : ''} ·{' '}
              {clock.dayAndTime(appliedAt)}
            </p>
            {refused ? (
              <p className="text-small font-medium text-danger-ink">
                {t('houseRules.refused')} {t(`houseRules.barred.${refused as 'notAllowed'}`)}
              </p>
            ) : null}
            {after ? <ChangeList after={after} before={refused ? undefined : before} /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
