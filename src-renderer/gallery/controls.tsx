import { Printer, Settings, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../languages/use-words.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Choice } from '../ui/choice.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { KeyCap } from '../ui/key-cap.tsx';
import { Avatar, ItemTile } from '../ui/letter-tile.tsx';
import { Menu } from '../ui/menu.tsx';
import { QuantityStepper } from '../ui/quantity-stepper.tsx';
import { Switch } from '../ui/switch.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { Part } from './part.tsx';

const LOOKS = ['primary', 'secondary', 'quiet', 'danger'] as const;
const TONES = ['neutral', 'strong', 'good', 'info', 'warning', 'danger', 'training'] as const;

const nothing = () => {};

export function Controls() {
  const { t } = useWords();
  const [tab, setTab] = useState<'sales' | 'shifts' | 'stockCommands'>('sales');
  const [choice, setChoice] = useState<'light' | 'dark' | 'system'>('light');
  const [on, setOn] = useState(true);
  const [count, setCount] = useState(3);
  const [size, setSize] = useState('M');
  return (
    <>
      <Part name="button">
        {LOOKS.map((look) => (
          <Button key={look} look={look}>
            {t('selling.park')}
          </Button>
        ))}
        <Button look="primary" size="large" keyCap="F9">
          {t('selling.pay')}
        </Button>
        <Button look="primary" busy data-testid="busy">
          {t('receipt.print')}
        </Button>
        <Button disabled>{t('selling.clear')}</Button>
        <Button disabledReason={t('tendering.notAsked')} data-testid="with-reason">
          <Printer size={20} aria-hidden="true" />
          {t('tendering.card')}
        </Button>
      </Part>
      <Part name="icon-button · key-cap · tooltip · menu">
        <IconButton label={t('till.settings')} icon={<Settings size={20} aria-hidden="true" />} />
        <IconButton
          look="danger"
          label={t('selling.clearLabel')}
          icon={<Trash2 size={20} aria-hidden="true" />}
        />
        <IconButton disabled label={t('receipt.print')} icon={<Printer size={20} aria-hidden="true" />} />
        <span className="flex items-center gap-2 text-body">
          <KeyCap standing>F9</KeyCap>
          <KeyCap standing>Enter</KeyCap>
        </span>
        <Tooltip words={t('parking.emptyHint')}>
          <Button data-testid="with-tooltip">{t('selling.park')}</Button>
        </Tooltip>
        <Menu
          label={t('till.settings')}
          testId="menu"
          entries={[
            {
              id: 'print',
              label: t('receipt.print'),
              icon: <Printer size={18} aria-hidden="true" />,
              onPress: nothing,
            },
            { id: 'pdf', label: t('receipt.pdf'), disabled: true, onPress: nothing },
            { id: 'clear', label: t('selling.clearLabel'), dangerous: true, onPress: nothing },
          ]}
        />
      </Part>
      <Part name="badge · avatar · tile">
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone === 'strong' ? '3' : t('selling.reserved')}
          </Badge>
        ))}
        <Avatar name="Ada Lovelace" />
        <Avatar name="نور حسن" className="h-12 w-12 text-strong" />
        <ItemTile item={{ name: 'Oat milk' }} className="h-12 w-12 rounded-md text-strong" />
      </Part>
      <Part name="chip">
        {['S', 'M', 'L'].map((value) => (
          <Chip
            key={value}
            pressed={size === value}
            onPress={() => setSize(value)}
            note={value === 'L' ? '2' : '12'}
          >
            {value}
          </Chip>
        ))}
        <Chip pressed={false} impossible onPress={nothing} note={t('selling.notMade')}>
          XL
        </Chip>
      </Part>
      <Part name="choice · switch · quantity-stepper">
        <div className="w-90">
          <Choice
            label={t('settings.theme')}
            value={choice}
            options={(['system', 'light', 'dark'] as const).map((value) => ({
              value,
              label: t(`settings.themes.${value}`),
            }))}
            onChange={setChoice}
          />
        </div>
        <div className="w-80">
          <Switch
            label={t('settings.sounds')}
            hint={t('settings.soundsHint')}
            checked={on}
            onChange={setOn}
            testId="switch"
          />
          <Switch label={t('settings.printer')} checked={false} onChange={nothing} disabled />
        </div>
        <QuantityStepper
          label={t('selling.padQuantity')}
          value={count}
          onChange={setCount}
          lessLabel={t('selling.less', { name: '' })}
          moreLabel={t('selling.more', { name: '' })}
          testId="stepper"
        />
      </Part>
      <Part name="tabs" wide>
        <Tabs
          label={t('attention.outbox')}
          value={tab}
          onChange={setTab}
          testId="tabs"
          tabs={(['sales', 'shifts', 'stockCommands'] as const).map((value, index) => ({
            value,
            label: t(`attention.collections.${value}`),
            count: index === 0 ? 12 : 0,
            content: <p className="p-4 text-body text-muted">{t(`attention.collections.${value}`)}</p>,
          }))}
        />
      </Part>
    </>
  );
}
