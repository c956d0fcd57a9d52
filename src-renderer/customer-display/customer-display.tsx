import { GraduationCap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DisplayMessage } from '../../shared/display/display-message.ts';
import { localeOf, moneyFormat } from '../ui/money-format.ts';
import { CalmScene } from './calm-scene.tsx';
import { CartScene } from './cart-scene.tsx';
import { DoneScene } from './done-scene.tsx';
import { FormatContext } from './formats.tsx';

/** What the customer sees, drawn from the newest message alone. */
export function CustomerDisplay({ message }: { message: DisplayMessage }) {
  const { t } = useTranslation();
  const { scene, shop, look } = message;
  const locale = localeOf(look.language, shop?.locale);
  const money = moneyFormat(locale, shop?.currency ?? 'EUR');
  return (
    <FormatContext.Provider value={{ locale, money }}>
      <main className="customer-display" data-testid="display" data-scene={scene.kind}>
        {look.training ? (
          <p className="display-training" data-testid="display-training">
            <GraduationCap aria-hidden="true" className="display-icon" />
            {t('display.training')}
          </p>
        ) : null}
        {scene.kind === 'cart' || scene.kind === 'paying' ? (
          <CartScene scene={scene} shopName={shop?.name ?? ''} />
        ) : scene.kind === 'done' ? (
          <DoneScene scene={scene} />
        ) : (
          <CalmScene kind={scene.kind} shop={shop} />
        )}
      </main>
    </FormatContext.Provider>
  );
}
