import { Monitor, MonitorCheck, MonitorOff } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { cashier } from '../../runtime/cashier-store.ts';
import { useDevice } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { announce } from '../../ui/live-region.tsx';
import { useDisplayState } from './use-display-state.ts';

/** In the bar: whether customers see what is scanned, and the way to the settings of that. Nothing where none is wanted. */
export function DisplayHealth() {
  const { t } = useTranslation();
  const mode = useReadable(useDevice().settings).display?.mode ?? 'off';
  const [state] = useDisplayState(mode);
  const shown = state ?? 'waiting';
  const isAway = mode !== 'off' && shown !== 'open' && shown !== 'waiting';
  const words = t(`display.settings.states.${shown}`);
  useEffect(() => {
    if (isAway) announce(words);
  }, [isAway, words]);
  if (mode === 'off') return null;
  const Icon = isAway ? MonitorOff : shown === 'open' ? MonitorCheck : Monitor;
  return (
    <IconButton
      label={`${t('display.settings.title')}: ${words}`}
      onClick={() => cashier.set({ panel: 'settings', settingsSection: 'display' })}
      data-testid="display-health"
      data-state={shown}
      // A customer who sees nothing is no danger: as calm as being offline.
      className={isAway ? 'bg-sunken' : ''}
      icon={<Icon size={20} aria-hidden="true" />}
    />
  );
}
