import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAtLeast } from '../../../shared/staff/decide-house-rules.ts';
import { hasPins } from '../../../shared/staff/entry.ts';
import { approversOf, type Permission } from '../../../shared/staff/permissions.ts';
import type { StaffMember } from '../../../shared/staff/staff-member.ts';
import { type Approval, useAskedApproval } from '../../runtime/approvals.ts';
import { useCashier } from '../../runtime/cashier-store.ts';
import { nowIso } from '../../runtime/new-id.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Avatar } from '../../ui/letter-tile.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PinEntry } from './pin-entry.tsx';

/** What is usually said, by what it is about; anything else can be written. */
const REASONS = {
  goods: ['customerWish', 'wrongPrice', 'damaged', 'goodwill', 'mistake'],
  drawer: ['smallChange', 'check', 'mistake'],
  stock: ['delivery', 'damaged', 'found', 'mistake'],
  till: ['setUp', 'fault', 'practice'],
} as const;
type About = keyof typeof REASONS;

const ABOUT: Readonly<Partial<Record<Permission, About>>> = {
  openDrawer: 'drawer',
  cashInOut: 'drawer',
  closeShift: 'drawer',
  seeExpected: 'drawer',
  adjustStock: 'stock',
  countStock: 'stock',
  receiveStock: 'stock',
  arrangeKeys: 'till',
  settings: 'till',
  training: 'till',
};

/** The override that stands, over whatever screen asked for it. Mounted once. */
export function AskedApprovalDialog() {
  const { t } = useTranslation();
  const till = useTill();
  const settings = useStoreSettings();
  const staff = useReadable(till.staff);
  const asked = useAskedApproval((state) => state.asked);
  const cashierId = useCashier((state) => state.cashierId);
  if (!asked) return null;
  const { act, values = {} } = asked.asked;
  const cashierName = staff.find(({ id }) => id === cashierId)?.name ?? '';
  return (
    <ApprovalDialog
      // Each act has values of its own; whoever asks gives those of its sentence.
      says={t(`staff.acts.${act}` as 'staff.acts.settings', values)}
      hint={t('staff.approval.hint', { name: cashierName })}
      approvers={approversOf(settings, staff, asked.permission).filter(({ role }) =>
        isAtLeast(role, asked.asked.least ?? 'cashier'),
      )}
      about={ABOUT[asked.permission] ?? 'goods'}
      onAnswer={asked.answer}
    />
  );
}

/**
 * Who agrees, why, and that it is really that person: named in one place, and the cart stays under it. Escape is no.
 */
export function ApprovalDialog(props: {
  /** What is agreed to. */
  says: string;
  hint?: string;
  approvers: readonly StaffMember[];
  /** What the reason is about; null where none is needed. */
  about: About | null;
  onAnswer: (approval: Approval | null) => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const { approvers, about, onAnswer } = props;
  const [approverId, setApproverId] = useState(approvers.length === 1 ? (approvers[0]?.id ?? null) : null);
  const [reason, setReason] = useState('');
  const approver = approvers.find(({ id }) => id === approverId);
  // Nobody of the shop has a PIN yet: then it is the name alone, as at the door.
  const isOpen = !hasPins(useReadable(till.staff));
  const isReasoned = about === null || reason.trim() !== '';
  const agree = useCallback(() => {
    if (!approver) return;
    const why = reason.trim();
    onAnswer({ approvedBy: approver.id, at: nowIso(), ...(why === '' ? {} : { reason: why }) });
  }, [approver, reason, onAnswer]);

  return (
    <Dialog
      title={props.says}
      description={props.hint}
      width="wide"
      closeLabel={t('staff.approval.back')}
      onClose={() => onAnswer(null)}
      testId="approval"
    >
      {approvers.length === 0 ? (
        <Banner tone="warning" testId="approval-nobody">
          {t('staff.approval.nobody')}
        </Banner>
      ) : (
        <div className="flex flex-wrap gap-x-8 gap-y-5 pt-2">
          <div className="flex min-w-0 flex-1 basis-72 flex-col gap-5">
            <fieldset className="m-0 flex min-w-0 flex-col gap-2 border-0 p-0">
              <legend className="mb-1.5 text-small font-medium text-muted">{t('staff.approval.who')}</legend>
              {approvers.map((member) => (
                <Button
                  key={member.id}
                  size="large"
                  aria-pressed={member.id === approverId}
                  onClick={() => setApproverId(member.id)}
                  data-testid={`approver-${member.id}`}
                  className={classNames(
                    '!justify-start',
                    member.id === approverId && 'border-accent-ink ring-2 ring-accent-ink',
                  )}
                >
                  <Avatar name={member.name} {...(member.hue === undefined ? {} : { hue: member.hue })} />
                  {member.name}
                </Button>
              ))}
            </fieldset>
            {about ? <Reason about={about} reason={reason} onReason={setReason} /> : null}
          </div>
          <div className="flex min-h-97 basis-72 flex-col justify-start gap-4">
            {!approver || !isReasoned ? (
              <p className="text-body text-muted" role="status" data-testid="approval-next">
                {t(approver ? 'staff.approval.reasonFirst' : 'staff.approval.whoFirst')}
              </p>
            ) : isOpen ? (
              <Button look="primary" size="large" onClick={agree} data-testid="approval-agree">
                {t('staff.approval.agree', { name: approver.name })}
              </Button>
            ) : approver.pin ? (
              <PinEntry key={approver.id} member={approver} onRight={agree} />
            ) : (
              <Banner tone="info" testId="pin-missing">
                {t('staff.noPinYet', { name: approver.name })}
              </Banner>
            )}
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Reason(props: { about: About; reason: string; onReason: (reason: string) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="m-0 flex min-w-0 flex-col gap-3 border-0 p-0">
      <legend className="mb-1.5 text-small font-medium text-muted">{t('staff.approval.why')}</legend>
      <div className="flex flex-wrap gap-2">
        {REASONS[props.about].map((code) => {
          const words = t(`staff.reasons.${code}`);
          return (
            <Button
              key={code}
              aria-pressed={props.reason === words}
              onClick={() => props.onReason(words)}
              data-testid={`reason-${code}`}
              className={classNames(props.reason === words && 'border-accent-ink ring-2 ring-accent-ink')}
            >
              {words}
            </Button>
          );
        })}
      </div>
      <TextField
        label={t('staff.approval.other')}
        value={props.reason}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => props.onReason(event.target.value)}
        // From here on digits are the PIN's.
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        data-testid="approval-reason"
      />
    </fieldset>
  );
}
