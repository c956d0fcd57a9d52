import { type CSSProperties, createContext, useContext } from 'react';
import { type MoneyFormat, moneyFormat } from '../ui/money-format.ts';

interface Formats {
  readonly locale: string;
  readonly money: MoneyFormat;
}

/** How amounts and times of the newest message are written. */
export const FormatContext = createContext<Formats>({
  locale: 'en-IE',
  money: moneyFormat('en-IE', 'EUR'),
});

export const useFormats = (): Formats => useContext(FormatContext);

/** A large amount: as large as its work asks for, and as its place allows. */
export function LargeAmount(props: { minor: number; size: 'sum' | 'hero'; testId: string }) {
  const { money } = useFormats();
  const shown = money.format(props.minor);
  return (
    <span className="display-fit">
      <span
        className={`money display-${props.size}`}
        style={{ '--chars': shown.length } as CSSProperties}
        data-testid={props.testId}
        data-minor={props.minor}
      >
        {shown}
      </span>
    </span>
  );
}
