import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from '../../languages/en/words.ts';
import { Banner } from '../../ui/banner.tsx';
import { play } from '../../ui/sounds.ts';

export interface PanelSays {
  /** What was said last, where it can be seen however far the panel is scrolled. */
  readonly banner: ReactNode;
  say(code: keyof Words['returns']['says'], values?: Readonly<Record<string, string>>): void;
  quiet(): void;
}

/** Why a scan inside the panel did nothing: the till's own notices lie behind it. */
export function usePanelSays(): PanelSays {
  const { t } = useTranslation();
  const [said, setSaid] = useState<{
    code: keyof Words['returns']['says'];
    values: Readonly<Record<string, string>>;
  } | null>(null);
  return {
    banner: said ? (
      <div className="sticky top-0 z-10">
        <Banner tone="warning" testId="returns-says" code={said.code}>
          {t(`returns.says.${said.code as 'unknownCode'}`, said.values as { code: string })}
        </Banner>
      </div>
    ) : null,
    say(code, values = {}) {
      play('warning');
      setSaid({ code, values });
    },
    quiet: () => setSaid(null),
  };
}
