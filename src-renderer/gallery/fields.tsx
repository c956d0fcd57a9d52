import { useState } from 'react';
import { useWords } from '../languages/use-words.ts';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Part } from './part.tsx';

export function Fields() {
  const { t } = useWords();
  const [page, setPage] = useState<'cp858' | 'cp1252' | null>(null);
  const options = [
    { value: 'cp858', label: 'CP858' },
    { value: 'cp1252', label: 'Windows-1252' },
  ] as const;
  return (
    <>
      <Part name="text-field">
        <TextField
          className="w-72"
          label={t('pairing.name')}
          defaultValue={t('pairing.defaultName', { number: 1 })}
        />
        <TextField
          className="w-72"
          label={t('pairing.code')}
          hint={t('pairing.codeHint')}
          placeholder="ABCD2345"
          after="8"
        />
        <TextField
          className="w-72"
          label={t('pairing.server')}
          defaultValue="till.example"
          error={t('pairing.errors.invalidAddress')}
          dir="ltr"
        />
        <TextField className="w-72" label={t('settings.printerPort')} defaultValue="9100" disabled />
      </Part>
      <Part name="select">
        <div className="w-72">
          <Select
            label={t('settings.printerCodePage')}
            value={page}
            placeholder={t('settings.printerNone')}
            options={options}
            onChange={setPage}
            testId="select"
          />
        </div>
        <div className="w-72">
          <Select
            label={t('settings.printerCodePage')}
            value="cp858"
            options={options}
            onChange={setPage}
            error={t('settings.printerInvalid')}
          />
        </div>
        <div className="w-72">
          <Select
            label={t('settings.printerCodePage')}
            value="cp1252"
            options={options}
            onChange={setPage}
            disabled
          />
        </div>
      </Part>
    </>
  );
}
