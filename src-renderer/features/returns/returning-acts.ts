import type { CartDecision } from '../../../shared/sale/cart.ts';
import { decideVoid } from '../../../shared/sale/post-void.ts';
import { decideUnverifiedReturn } from '../../../shared/sale/returns.ts';
import type { Sale, SaleApproval, SaleLine, TenderedSale } from '../../../shared/sale/sale.ts';
import { askApproval, recordedApproval } from '../../runtime/approvals.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { newId } from '../../runtime/new-id.ts';
import { play } from '../../ui/sounds.ts';

type Decide = (sale: Sale, at: string) => CartDecision;
type DecideWithIds = (sale: Sale, at: string, newLineId: () => string) => CartDecision;

/** What selling lends to the returns: the one way into the cart. */
export interface ReturnDoor {
  takeBack(decide: Decide, approval: SaleApproval, name: string): Promise<boolean>;
  /** Of the cart that is open; 0 where none is. */
  openLines(): number;
  /** An amount as a person reads it. */
  money(amountMinor: number): string;
}

/** Every act asks for its permission, and is false when it was not done. */
export interface ReturningActs {
  /** @param tooOld beyond the days in which everybody may take goods back */
  takeBack(original: TenderedSale, tooOld: boolean, decide: DecideWithIds): Promise<boolean>;
  /**
   * @param saleId the receipt that could not be looked up, where there is one
   * @param isEmpties all of it goes along with other articles, as deposits do: whoever may take goods back may
   */
  takeBackUnverified(lines: readonly SaleLine[], saleId: string | null, isEmpties: boolean): Promise<boolean>;
  /** Begins the opposite of a sale; its money goes back on the payment screen. */
  undoSale(original: TenderedSale): Promise<boolean>;
}

export function createReturningActs(door: ReturnDoor): ReturningActs {
  const refuse = (code: string): false => {
    cashier.tell('error', code);
    play('error');
    return false;
  };

  return {
    async takeBack(original, tooOld, decide) {
      const name = original.lines[0]?.name ?? '';
      const permission = tooOld ? 'returnUnverified' : 'returnGoods';
      const approval = await askApproval(permission, { act: 'returnGoods', values: { name } });
      if (!approval) return false;
      return door.takeBack(
        (sale, at) => decide(sale, at, newId),
        recordedApproval(permission, approval),
        name,
      );
    },
    async takeBackUnverified(lines, saleId, isEmpties) {
      const name = lines[0]?.name ?? '';
      const permission = isEmpties ? 'returnGoods' : 'returnUnverified';
      const approval = await askApproval(permission, { act: permission, values: { name } });
      if (!approval) return false;
      return door.takeBack(
        (sale, at) => decideUnverifiedReturn(sale, lines, at, saleId),
        recordedApproval(permission, approval),
        name,
      );
    },
    async undoSale(original) {
      if (door.openLines() > 0) return refuse('cartFirst');
      const amount = door.money(original.totalMinor + original.roundingMinor);
      const approval = await askApproval('postVoid', {
        act: 'postVoid',
        values: { number: original.sequence, amount },
      });
      if (!approval) return false;
      return door.takeBack(
        (sale, at) => decideVoid(sale, original, newId, at),
        recordedApproval('postVoid', approval),
        original.lines[0]?.name ?? '',
      );
    },
  };
}
