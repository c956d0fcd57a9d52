import { PackageOpen } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../languages/use-words.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Avatar } from '../ui/letter-tile.tsx';
import { List, ListRow } from '../ui/list-row.tsx';
import { MoneyText } from '../ui/money-text.tsx';
import { Table, type TableColumn } from '../ui/table.tsx';
import { Part } from './part.tsx';
import { useSampleMoney } from './sample-money.ts';

interface Row {
  readonly name: string;
  readonly count: number;
  readonly minor: number;
}

const ROWS: readonly Row[] = [
  { name: 'Oat milk 1 L', count: 12, minor: 2868 },
  { name: 'Sourdough loaf, seeded, sliced, family size', count: 3, minor: 1197 },
  { name: 'قهوة عربية 250 غ', count: 1, minor: 649 },
];

const nothing = () => {};

export function Lists() {
  const { t } = useWords();
  const money = useSampleMoney();
  const [chosen, setChosen] = useState(ROWS[0]?.name);
  const columns: readonly TableColumn<Row>[] = [
    { id: 'name', title: t('receipt.paper.item'), cell: (row) => <bdi>{row.name}</bdi> },
    { id: 'count', title: t('selling.padQuantityShort'), figures: true, cell: (row) => row.count },
    { id: 'sum', title: t('receipt.paper.total'), figures: true, cell: (row) => money.format(row.minor) },
  ];
  return (
    <>
      <Part name="table" wide>
        <Card title={t('parking.title')} acts={<Button>{t('receipt.print')}</Button>}>
          <Table
            label={t('parking.title')}
            columns={columns}
            rows={ROWS}
            keyOf={(row) => row.name}
            onChoose={(row) => setChosen(row.name)}
            isChosen={(row) => row.name === chosen}
            foot={{ name: t('kit.sum'), count: 16, sum: money.format(4714) }}
          />
        </Card>
        <Card>
          <Table
            label={t('parking.empty')}
            columns={columns}
            rows={[]}
            keyOf={(row) => row.name}
            empty={<EmptyState icon={<PackageOpen size={40} />} title={t('selling.noCatalogue')} />}
          />
        </Card>
      </Part>
      <Part name="list-row">
        <div className="w-110">
          <List label={t('staff.title')}>
            <ListRow
              lead={<Avatar name="Ada Lovelace" className="h-9 w-9 text-small" />}
              title="Ada Lovelace"
              note={t('staff.roles.manager')}
              end={<MoneyText minor={123_456} money={money} />}
              onPress={nothing}
            />
            <ListRow
              current
              title={t('attention.collections.sales')}
              note={t('attention.allSent')}
              end={<Badge tone="good">{t('attention.synced')}</Badge>}
              onPress={nothing}
            />
            <ListRow title={t('settings.version')} end="0.1.0" />
          </List>
        </div>
      </Part>
    </>
  );
}
