import { classNames } from './class-names.ts';
import type { MoneyFormat } from './money-format.ts';

const SIZES = {
  body: 'text-body font-semibold',
  strong: 'text-strong font-semibold',
  title: 'text-title font-bold',
  sum: 'text-sum font-bold tracking-tight',
  hero: 'text-hero font-bold tracking-tight',
  due: 'text-due font-bold tracking-tight',
} as const;

/** An amount, in figures of one width, never broken over two lines, at 7:1 on every ground. */
export function MoneyText(props: {
  minor: number;
  money: MoneyFormat;
  size?: keyof typeof SIZES;
  /** Struck through: what it was before. */
  was?: boolean;
  testId?: string;
}) {
  const shown = props.money.format(props.minor);
  const className = classNames('money', props.was ? 'font-normal text-muted' : SIZES[props.size ?? 'body']);
  const data = { 'data-testid': props.testId, 'data-minor': props.minor, className };
  return props.was ? <s {...data}>{shown}</s> : <span {...data}>{shown}</span>;
}
