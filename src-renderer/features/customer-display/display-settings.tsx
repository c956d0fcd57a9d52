import { Monitor } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplayMode, DisplayState } from '../../../shared/display/display-message.ts';
import type { DeviceSettings } from '../../../shared/ipc/channels.ts';
import { LANGUAGES } from '../../languages/i18n.ts';
import { askApproval } from '../../runtime/approvals.ts';
import type { SettingsSection, SettingsSectionProps } from '../../runtime/settings-section.ts';
import { useDevice } from '../../runtime/till-context.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDisplayState } from './use-display-state.ts';

type DisplaySettings = NonNullable<DeviceSettings['display']>;

const TEXT_SIZES = [100, 112, 125, 150] as const;

/** Where the customer display stands, in which language and look, and how it is doing. */
function DisplaySection({ settings, onSave }: SettingsSectionProps) {
  const { t } = useTranslation();
  const { display: port } = useDevice();
  const display: DisplaySettings = settings.display ?? { mode: 'off' };
  const [state, look] = useDisplayState(display.mode);
  const [opened, setOpened] = useState<DisplayState['state'] | null>(null);
  const browser = !port.modes.includes('secondScreen');
  const shown = opened === 'blocked' && state === 'closed' ? 'blocked' : state;

  const save = (part: Partial<DisplaySettings>) => onSave({ ...settings, display: { ...display, ...part } });
  const setMode = async (mode: DisplayMode) => {
    if (!(await askApproval('settings', { act: 'customerDisplay' }))) return;
    setOpened(null);
    save({ mode });
  };
  const open = async () => {
    setOpened((await port.open()).state);
    look();
  };
  const without = (name: 'language' | 'theme') => {
    const { [name]: _left, ...rest } = display;
    onSave({ ...settings, display: rest });
  };

  return (
    <div className="flex flex-col gap-4">
      <p className="text-body text-muted">{t('display.settings.hint')}</p>
      <Choice
        label={t('display.settings.mode')}
        value={display.mode}
        options={(['off', ...port.modes] as const).map((value) => ({
          value,
          label:
            browser && value !== 'secondScreen'
              ? t(`display.settings.browserModes.${value}`)
              : t(`display.settings.modes.${value}`),
        }))}
        onChange={(mode) => void setMode(mode).catch(reportError)}
        testId="display-mode"
      />
      {display.mode !== 'off' && shown ? (
        <Banner
          tone={shown === 'open' ? 'good' : shown === 'blocked' ? 'error' : 'info'}
          testId="display-state"
          code={shown}
          acts={
            shown === 'closed' || shown === 'blocked' ? (
              <Button onClick={() => void open().catch(reportError)} data-testid="display-open">
                {t(browser ? 'display.settings.openWindow' : 'display.settings.open')}
              </Button>
            ) : undefined
          }
        >
          {t(`display.settings.states.${shown}`)}
          {browser && shown !== 'blocked' ? ` ${t('display.settings.browserHint')}` : null}
        </Banner>
      ) : null}
      {display.mode === 'off' ? null : (
        <>
          <Choice
            label={t('display.settings.language')}
            value={display.language ?? 'shop'}
            options={[
              { value: 'shop' as const, label: t('display.settings.languageOfShop') },
              ...(['en', 'de', 'ar'] as const).map((value) => ({ value, label: LANGUAGES[value] })),
            ]}
            onChange={(value) => (value === 'shop' ? without('language') : save({ language: value }))}
            testId="display-language"
          />
          <Choice
            label={t('display.settings.theme')}
            value={display.theme ?? 'till'}
            options={[
              { value: 'till' as const, label: t('display.settings.themeOfTill') },
              ...(['light', 'dark', 'highContrast'] as const).map((value) => ({
                value,
                label: t(`settings.themes.${value}`),
              })),
            ]}
            onChange={(value) => (value === 'till' ? without('theme') : save({ theme: value }))}
            testId="display-theme"
          />
          <Choice
            label={t('display.settings.textSize')}
            value={String(display.textSize ?? 100)}
            options={TEXT_SIZES.map((percent) => ({
              value: String(percent),
              label: t('settings.textSizePercent', { percent }),
            }))}
            onChange={(value) => {
              const textSize = TEXT_SIZES.find((percent) => String(percent) === value);
              if (textSize) save({ textSize });
            }}
            testId="display-text-size"
          />
        </>
      )}
    </div>
  );
}

export const displaySettings: SettingsSection = {
  id: 'display',
  title: (t) => t('display.settings.title'),
  icon: <Monitor size={19} aria-hidden="true" className="shrink-0" />,
  Content: DisplaySection,
};
