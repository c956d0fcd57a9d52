import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decideHouseRules, needsOwner } from '../../../shared/staff/decide-house-rules.ts';
import { may, type Permission } from '../../../shared/staff/permissions.ts';
import type { Role } from '../../../shared/staff/staff-member.ts';
import type { HouseRulesChange, StoreSettings } from '../../../shared/staff/store-settings.ts';
import { askApproval } from '../../runtime/approvals.ts';
import { useCashier } from '../../runtime/cashier-store.ts';
import { requestFrom } from '../../runtime/office-requests.ts';
import type { SettingsSection } from '../../runtime/settings-section.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { Limits } from './limits.tsx';
import { Matrix } from './matrix.tsx';
import { type Limit, willBe, withCell, withLimit } from './rules-draft.ts';
import { PendingRules, RulesHistory } from './rules-history.tsx';

export const houseRulesSection: SettingsSection = {
  id: 'rules',
  title: (t) => t('houseRules.title'),
  icon: <ShieldCheck size={19} aria-hidden="true" className="shrink-0" />,
  Content: HouseRules,
};

function HouseRules() {
  const settings = useStoreSettings();
  const { t } = useTranslation();
  return settings ? <RulesOf settings={settings} /> : <LoadingState title={t('houseRules.loading')} />;
}

/**
 * Who may what in this shop, and the limits. Everybody sees it. What is changed here is asked of head office and holds
 * nowhere before the server has decided it: what people may is not for a till to say alone.
 */
function RulesOf({ settings }: { settings: StoreSettings }) {
  const { t } = useTranslation();
  const till = useTill();
  const staff = useReadable(till.staff);
  const cashierId = useCashier((state) => state.cashierId);
  const [draft, setDraft] = useState<HouseRulesChange>({});
  const [approvedBy, setApprovedBy] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const cashier = staff.find(({ id }) => id === cashierId);
  // Whose word it is: whoever agreed, or the cashier where the cashier may.
  const authority =
    staff.find(({ id }) => id === approvedBy) ?? (may(settings, cashier, 'settings') ? cashier : undefined);
  const isChanged = Object.keys(draft).length > 0;

  const barredBy = (change: HouseRulesChange): string | null => {
    if (!authority) return t('houseRules.barred.notAllowed');
    const decision = decideHouseRules(settings, staff, { staffId: authority.id }, change);
    return decision.ok ? null : t(`houseRules.barred.${decision.rejection.code}`);
  };
  const barredCell = (role: Role, permission: Permission): string | null =>
    role === 'owner'
      ? t('houseRules.barred.isKept')
      : barredBy({ permissions: { [role]: { [permission]: !willBe(settings, {}, role, permission) } } });
  const barredLimit = (limit: Limit): string | null =>
    // Any other figure will do to ask.
    barredBy({ [limit]: (settings[limit] ?? 0) + 1 });

  const ask = (least: Role) =>
    void askApproval('settings', { act: 'houseRules', least }).then(
      (approval) => approval && setApprovedBy(approval.approvedBy),
      reportError,
    );
  const send = async () => {
    const request = cashierId === null ? null : requestFrom(till, cashierId);
    if (!authority || !request) return;
    setFailed(false);
    try {
      await till.officeRequests.append({
        ...request,
        kind: 'houseRules',
        change: draft,
        sawVersion: settings.version,
        ...(authority.id === cashierId ? {} : { approvedBy: authority.id }),
      });
      setDraft({});
    } catch (error) {
      reportError(error);
      setFailed(true);
    }
  };

  return (
    <div className="flex flex-col gap-5">
      <p className="text-body text-muted">{t('houseRules.hint')}</p>
      <PendingRules settings={settings} />
      {!authority ? (
        <Banner
          tone="info"
          still
          testId="rules-read-only"
          acts={
            <Button onClick={() => ask('manager')} data-testid="rules-ask">
              {t('houseRules.ask')}
            </Button>
          }
        >
          {t('houseRules.readOnly')}
        </Banner>
      ) : authority.role === 'owner' ? null : (
        <Banner
          tone="info"
          still
          testId="rules-of-manager"
          acts={
            <Button onClick={() => ask('owner')} data-testid="rules-ask-owner">
              {t('houseRules.askOwner')}
            </Button>
          }
        >
          {t('houseRules.ofManager')}
        </Banner>
      )}
      <Limits
        settings={settings}
        draft={draft}
        barred={barredLimit}
        onLimit={(limit, value) => setDraft((now) => withLimit(settings, now, limit, value))}
      />
      <Matrix
        isAllowed={(role, permission) => willBe(settings, draft, role, permission)}
        isChanged={(role, permission) => draft.permissions?.[role]?.[permission] !== undefined}
        barred={barredCell}
        onTurn={(role, permission) =>
          setDraft((now) =>
            withCell(settings, now, role, permission, !willBe(settings, now, role, permission)),
          )
        }
      />
      {failed ? (
        <Banner tone="error" testId="rules-not-saved">
          {t('till.notices.notSaved')}
        </Banner>
      ) : null}
      {isChanged ? (
        <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-3 border-t border-line bg-surface px-1 py-3">
          <p className="min-w-0 flex-1 text-body" role="status">
            {t(needsOwner(draft) ? 'houseRules.readyByOwner' : 'houseRules.ready')}
          </p>
          <Button onClick={() => setDraft({})} data-testid="rules-discard">
            {t('houseRules.discard')}
          </Button>
          <Button look="primary" onClick={() => void send().catch(reportError)} data-testid="rules-send">
            {t('houseRules.send')}
          </Button>
        </div>
      ) : null}
      <RulesHistory changes={settings.changes ?? []} />
    </div>
  );
}
