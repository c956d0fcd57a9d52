import { useTranslation } from 'react-i18next';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Facts } from './facts.tsx';
import { MoveServer } from './move-server.tsx';

/** Which server this till belongs to, and who it is there. */
export function ServerSection() {
  const { t } = useTranslation();
  const identity = useReadable(useTill().identity);
  return (
    <>
      <Facts
        rows={[
          [
            t('settings.serverAddress'),
            identity ? (
              <span key="address" data-varies>
                {identity.serverUrl}
              </span>
            ) : (
              t('settings.notPaired')
            ),
          ],
          [t('settings.terminal'), identity?.terminalName ?? ''],
          [t('settings.store'), identity?.storeId ?? ''],
          [t('settings.epoch'), identity ? String(identity.epoch) : ''],
        ]}
      />
      {identity ? <MoveServer /> : null}
    </>
  );
}
