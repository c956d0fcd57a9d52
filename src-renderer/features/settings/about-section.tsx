import { useTranslation } from 'react-i18next';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import { Facts } from './facts.tsx';
import { UpdateSection } from './update-section.tsx';

/** What protects what this till holds, and which version it is. */
export function AboutSection() {
  const { t } = useTranslation();
  const { info } = useDevice();
  const till = useTill();
  return (
    <>
      <Facts
        rows={[
          [
            t('settings.secrets'),
            info.secretBackend === 'webcrypto'
              ? t('settings.secretBackends.webcrypto')
              : t('settings.secretBackends.os', { backend: info.secretBackend }),
          ],
          [
            t('settings.commits'),
            till.commitsTo === 'journal' ? t('settings.commitsJournal') : t('settings.commitsDatabase'),
          ],
          [
            t('settings.version'),
            [info.version, info.electron && `Electron ${info.electron}`].filter(Boolean).join(' · '),
          ],
        ]}
      />
      <div className="mt-3 empty:hidden">
        <UpdateSection />
      </div>
    </>
  );
}
