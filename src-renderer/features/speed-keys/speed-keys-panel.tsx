import { useEffect, useRef, useState } from 'react';
import { type Approval, askApproval } from '../../runtime/approvals.ts';
import { cashier, useCashier } from '../../runtime/cashier-store.ts';
import { requestFrom } from '../../runtime/office-requests.ts';
import { useSpeedKeys } from '../../runtime/speed-keys.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { finished } from './arrangement.ts';
import { Arranging } from './arranging.tsx';

/** Asks whoever may, then lets them arrange; what they have arranged holds on this till at once, and goes to the others. */
export function SpeedKeysPanel(props: { onClose: () => void }) {
  const { onClose } = props;
  const till = useTill();
  const settings = useStoreSettings();
  const cashierId = useCashier((state) => state.cashierId);
  const page = useCashier((state) => state.speedKeyPage);
  const connection = useReadable(till.connection);
  const { pages, news } = useSpeedKeys();
  const [approval, setApproval] = useState<Approval | null>(null);
  const asked = useRef(false);

  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    askApproval('arrangeKeys', { act: 'arrangeKeys' }).then((given) => {
      if (given) setApproval(given);
      else onClose();
    }, reportError);
  }, [onClose]);

  if (!approval || !cashierId) return null;
  const save = async (arranged: typeof pages): Promise<boolean> => {
    const request = requestFrom(till, cashierId);
    if (!request) return false;
    try {
      await till.officeRequests.append({
        ...request,
        kind: 'speedKeys',
        pages: finished(arranged),
        ...(approval.approvedBy === cashierId ? {} : { approvedBy: approval.approvedBy }),
        ...(settings ? { sawVersion: settings.version } : {}),
      });
    } catch (error) {
      reportError(error);
      return false;
    }
    cashier.tell('info', connection.state === 'online' ? 'speedKeysSaved' : 'speedKeysWaiting');
    onClose();
    return true;
  };
  return <Arranging pages={pages} news={news} page={page} onSave={save} onClose={onClose} />;
}
