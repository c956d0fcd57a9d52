import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { cashier, type Notice, useCashier } from '../../runtime/cashier-store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { announce } from '../../ui/live-region.tsx';
import { useClock } from '../../ui/money.tsx';

const SHOWN_MS = 9000;
const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info };
const TONES = {
  error: 'bg-danger-soft text-danger-ink',
  warning: 'bg-warn-soft text-warn-ink',
  info: 'bg-info-soft text-info-ink',
};

/** Cards in the cart that say what did not work. They ask nothing and block nothing: the next scan goes on. */
export function Notices() {
  const notices = useCashier((state) => state.notices);
  return (
    <>
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const Icon = ICONS[notice.tone];
  const clock = useClock();
  const { day } = notice.values;
  const values = typeof day === 'string' ? { ...notice.values, day: clock.day(day) } : notice.values;
  const words = t(`till.notices.${notice.code as 'unknownCode'}`, values as { code: string });
  useEffect(() => {
    announce(words, notice.tone === 'info' ? 'polite' : 'urgent', notice);
    const timer = setTimeout(() => cashier.dismiss(notice.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [words, notice]);
  return (
    <div
      data-testid="notice"
      data-code={notice.code}
      className={classNames('flex min-h-12 shrink-0 items-center gap-2.5 ps-4', TONES[notice.tone])}
    >
      <Icon size={20} aria-hidden="true" className="shrink-0" />
      <p className="min-w-0 flex-1 py-1.5 text-body font-medium">{words}</p>
      <Button
        look="quiet"
        size="square"
        aria-label={t('till.dismiss')}
        onClick={() => cashier.dismiss(notice.id)}
        className="!text-current"
      >
        <X size={18} aria-hidden="true" />
      </Button>
    </div>
  );
}
