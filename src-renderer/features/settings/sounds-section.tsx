import { Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SettingsSectionProps } from '../../runtime/settings-section.ts';
import { Button } from '../../ui/button.tsx';
import { play, SOUNDS } from '../../ui/sounds.ts';
import { Switch } from '../../ui/switch.tsx';

/** On or off, and each sound to be heard beside what it means. */
export function SoundsSection({ settings, onSave }: SettingsSectionProps) {
  const { t } = useTranslation();
  const on = settings.sounds ?? true;
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label={t('settings.sounds')}
        hint={t('settings.soundsHint')}
        checked={on}
        onChange={(sounds) => onSave({ ...settings, sounds })}
        testId="sounds"
      />
      <ul className="divide-y divide-line rounded-md border border-line">
        {SOUNDS.map((sound) => (
          <li key={sound} className="flex min-h-14 items-center gap-4 px-4 py-1">
            <span id={`sound-of-${sound}`} className="min-w-0 flex-1 text-body">
              {t(`settings.soundOf.${sound}`)}
            </span>
            <Button
              aria-labelledby={`sound-play-${sound} sound-of-${sound}`}
              disabledReason={on ? null : t('settings.soundsAreOff')}
              onClick={() => play(sound)}
              data-testid={`sound-${sound}`}
            >
              <Volume2 size={18} aria-hidden="true" />
              <span id={`sound-play-${sound}`}>{t('settings.soundPlay')}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
