import net from 'node:net';

export interface FakePrinter {
  readonly host: string;
  readonly port: number;
  /** What each call brought to print, in order. */
  readonly jobs: Buffer[];
  /** How many calls were open at once at most. */
  mostAtOnce: number;
  /** How many calls began with the question how it is. */
  timesAsked: number;
  end(): Promise<void>;
}

type Habit =
  | 'prints'
  | 'saysNothing'
  | 'noPaper'
  | 'coverOpen'
  | 'neverReads'
  | 'hangsUp'
  | 'keepsTheLineOpen';

/** How it answers DLE EOT 2 and 4; the others do not speak. */
const STATUS: Partial<Record<Habit, readonly [number, number]>> = {
  prints: [0x12, 0x12],
  noPaper: [0x32, 0x72],
  coverOpen: [0x16, 0x12],
};
const QUESTIONS = Buffer.of(0x10, 0x04, 0x02, 0x10, 0x04, 0x04);

/** A network printer on a port of its own, or where one stood before. Printers are the one thing that tests may not have for real. */
export async function startFakePrinter(habit: Habit = 'prints', wantedPort = 0): Promise<FakePrinter> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer(
    { allowHalfOpen: habit === 'keepsTheLineOpen', pauseOnConnect: true },
    (socket) => {
      sockets.add(socket);
      printer.mostAtOnce = Math.max(printer.mostAtOnce, sockets.size);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
      if (habit === 'neverReads') return;
      if (habit === 'hangsUp') {
        socket.resetAndDestroy();
        return;
      }
      const chunks: Buffer[] = [];
      let asked = false;
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        const status = STATUS[habit];
        if (asked || !Buffer.concat(chunks).subarray(0, QUESTIONS.length).equals(QUESTIONS)) return;
        asked = true;
        printer.timesAsked += 1;
        if (status) socket.write(Buffer.from(status));
      });
      socket.on('end', () => {
        const job = Buffer.concat(chunks).subarray(asked ? QUESTIONS.length : 0);
        if (job.length > 0) printer.jobs.push(job);
      });
      socket.resume();
    },
  );
  await new Promise<void>((resolve) => server.listen(wantedPort, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const printer: FakePrinter = {
    host: '127.0.0.1',
    port,
    jobs: [],
    mostAtOnce: 0,
    timesAsked: 0,
    end: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return printer;
}
