import { shiftActsOf } from '../../src-renderer/features/shift/shift-acts.ts';
import { startPayment } from '../../src-renderer/features/tendering/payment.ts';
import { type Cashier, PERSON } from './cashier.ts';

export type HowToPay = 'cash' | 'card' | 'declined' | 'changes mind' | 'take what is left';

/** Pays the open sale as the payment screen does. `change`: the shopper changes his mind after being asked. */
export function pay(cashier: Cashier, how: HowToPay): void {
  cashier.act('pay', async (till) => {
    const { machine, oracle, clock, chance } = cashier.facts;
    if (till.shifts.current.getSnapshot() === null) await shiftActsOf(till).open({ cashierId: PERSON }, []);
    const open = cashier.openSale(till);
    if (!open || open.lines.length === 0) return 'nothing';
    const storeLife = machine.storeLife;
    let paid = false;
    const payment = startPayment({
      till,
      saleId: open.id,
      cashierId: PERSON,
      mayOversell: true,
      onPaid: (sale) => {
        paid = true;
        // The receipt prints now.
        oracle.printReceipt(machine.name, sale, storeLife, machine.hasJournal);
      },
      onCart: () => {},
      onRefused: () => {},
    });
    const { state } = payment;
    cashier.tellsOfAct(() => `${how}, payment ${state.getSnapshot().phase}`);
    const phaseAfter = async (...waiting: string[]): Promise<string> => {
      while (waiting.includes(state.getSnapshot().phase)) {
        await new Promise<void>((resolve) => {
          const stop = state.subscribe(() => {
            stop();
            resolve();
          });
        });
      }
      return state.getSnapshot().phase;
    };
    const timeout = new Promise<string>((resolve) => setTimeout(() => resolve('stuck'), 30_000));
    const phase = await Promise.race([phaseAfter('asking'), timeout]);
    oracle.count(`payment ${phase}${state.getSnapshot().asked === 'notAsked' ? ', not asked' : ''}`);
    if (phase === 'refused') {
      if (how === 'take what is left') await payment.takeWhatIsLeft();
      else await payment.cancel();
      return 'refused';
    }
    if (phase === 'taken') {
      await payment.giveUp();
      return 'taken';
    }
    if (state.getSnapshot().asked === 'granted') oracle.promise(open.id);
    else oracle.promiseNothing(open.id);
    if (phase !== 'ready') return phase;
    if (how === 'changes mind') {
      await payment.cancel();
      return 'changed mind';
    }
    await clock.wait(chance.between(0, 1_500));
    if (how === 'card' || how === 'declined') {
      await payment.start('card');
      const pending = till.sales.get(open.id)?.tenders.find((tender) => tender.state === 'pending');
      await clock.wait(chance.between(100, 4_000));
      if (pending && how === 'declined') {
        await payment.decline(pending.id);
        await payment.cancel();
        return 'declined';
      }
      if (pending) await payment.approve(pending.id);
      else await payment.cash();
    } else await payment.cash();
    if (!paid && state.getSnapshot().phase === 'ready') await payment.complete();
    // Nothing came of it: back to the cart, or nobody could do anything here any more.
    if (!paid) await payment.cancel();
    return paid ? 'paid' : `not paid (${state.getSnapshot().phase})`;
  });
}
