import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect } from 'react';
import { assert } from '../../shared/core/assert.ts';
import { tellWhatIsUrgent } from '../features/attention/attention-notices.ts';
import { askApproval } from '../runtime/approvals.ts';
import { cashier } from '../runtime/cashier-store.ts';
import { currentKeys, useTillAct } from '../runtime/key-acts.ts';
import { refuse } from '../runtime/refuse.ts';
import { TillRuntimeProvider } from '../runtime/till-context.tsx';
import { tillKeyOf } from '../runtime/till-keys.ts';
import { useReadable } from '../runtime/use-readable.ts';
import { isDialogOpen } from '../ui/dialog.tsx';
import { TrainingBar } from './training-bar.tsx';
import { BeginDialog, EndDialog, OfTheRealDialog } from './training-dialogs.tsx';
import type { Training, TrainingSession } from './training-session.ts';

const TrainingContext = createContext<Training | null>(null);

export function useTraining(): Training {
  const training = useContext(TrainingContext);
  assert(training !== null, 'the way into the training is drawn outside TillStage');
  return training;
}

/** Where the screens stand: on the real till, or on a training's beside it. With each change they begin anew. */
export function TillStage(props: { training: Training; children: ReactNode }) {
  const { training } = props;
  const session = useReadable(training.session);
  const { till, device } = session ?? training;
  return (
    <TrainingContext.Provider value={training}>
      <TillRuntimeProvider
        key={session?.id ?? 'real'}
        till={till}
        device={device}
        training={session !== null}
      >
        {session ? <Rehearsal session={session}>{props.children}</Rehearsal> : props.children}
        <Questions />
      </TillRuntimeProvider>
    </TrainingContext.Provider>
  );
}

/** Cannot be mistaken for work: the frame and the tint, the word in the window's title, and a bar over every screen. */
function Rehearsal(props: { session: TrainingSession; children: ReactNode }) {
  const { real } = props.session;
  const training = useTraining();
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset.training = 'true';
    return () => {
      delete dataset.training;
    };
  }, []);
  // On the lock screen nobody else hears the till's keys.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isDialogOpen() || cashier.get().cashierId !== null) return;
      if (tillKeyOf(event, false, currentKeys()) !== 'training') return;
      event.preventDefault();
      training.ask('end');
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [training]);
  // A customer of the real till may still be in the shop.
  useEffect(() => tellWhatIsUrgent(real), [real]);
  return (
    <div className="flex h-full flex-col">
      <TrainingBar onEnd={() => training.ask('end')} />
      <div className="min-h-0 flex-1">{props.children}</div>
    </div>
  );
}

function Questions() {
  const training = useTraining();
  const asking = useReadable(training.asking);
  const close = () => training.ask(null);
  useTillAct('training', () => askForTraining(training), 'anywhere');
  const end = () => training.end('left');
  if (asking === 'end') return <EndDialog onEnd={end} onStay={close} />;
  if (asking === 'ofTheReal') return <OfTheRealDialog onEnd={end} onStay={close} />;
  if (asking !== 'begin') return null;
  return (
    <BeginDialog
      onBegin={() => {
        close();
        void askApproval('training', { act: 'training' }).then(async (approval) => {
          const why = approval && (await training.begin(approval));
          if (why) refuse(why, {}, 'warning');
        });
      }}
      onBack={close}
    />
  );
}

/** The way in and out by a key or a tap: asks first, and says why where it cannot be. */
export function askForTraining(training: Training): void {
  const isPractising = training.session.getSnapshot() !== null;
  const why = isPractising ? null : training.whyNot();
  if (why) refuse(why, {}, 'warning');
  else training.ask(isPractising ? 'end' : 'begin');
}
