import net from 'node:net';

export interface FakePrinter {
  readonly host: string;
  readonly port: number;
  /** What each call brought, in order. */
  readonly jobs: Buffer[];
  /** How many calls were open at once at most. */
  mostAtOnce: number;
  end(): Promise<void>;
}

type Habit = 'prints' | 'neverReads' | 'hangsUp' | 'keepsTheLineOpen';

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
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('end', () => printer.jobs.push(Buffer.concat(chunks)));
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
    end: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return printer;
}
