import { useTranslation } from 'react-i18next';
import type { DeviceSettings } from '../../../shared/ipc/channels.ts';
import { LANGUAGES } from '../../languages/i18n.ts';
import type { SettingsSectionProps } from '../../runtime/settings-section.ts';
import { Choice } from '../../ui/choice.tsx';

const TEXT_SIZES = [100, 112, 125, 150] as const;
const THEMES = ['system', 'light', 'dark', 'highContrast'] as const;

/** Language, colours, size of the text: at once, so that the eye decides. */
export function LookSection({ settings, onSave }: SettingsSectionProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      <Choice
        label={t('settings.language')}
        value={settings.language}
        options={Object.entries(LANGUAGES).map(([value, label]) => ({
          value: value as DeviceSettings['language'],
          label,
        }))}
        onChange={(language) => onSave({ ...settings, language })}
        testId="language"
      />
      <Choice
        label={t('settings.theme')}
        value={settings.theme}
        options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
        onChange={(theme) => onSave({ ...settings, theme })}
        testId="theme"
      />
      <Choice
        label={t('settings.textSize')}
        value={String(settings.textSize ?? 100)}
        options={TEXT_SIZES.map((percent) => ({
          value: String(percent),
          label: t('settings.textSizePercent', { percent }),
        }))}
        onChange={(value) => {
          const textSize = TEXT_SIZES.find((percent) => String(percent) === value);
          if (textSize) onSave({ ...settings, textSize });
        }}
        testId="text-size"
      />
    </div>
  );
}
