import type { JournalFileSystem } from '../../../src-main/journal/file-system.ts';
import type { Life } from '../world/life.ts';

type Calls = Record<string, (...given: unknown[]) => Promise<unknown>>;

/** A disk as one program has it: its calls take time, and those of a killed program do not come back. */
export function diskOf(disk: JournalFileSystem, life: Life, delay: () => Promise<void>): JournalFileSystem {
  const guard = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, name) {
        const member = Reflect.get(target, name, target) as unknown;
        if (typeof member !== 'function') return member;
        return async (...given: unknown[]) => {
          await life.guard();
          await delay();
          await life.guard();
          const result = await (target as Calls)[String(name)]?.(...given);
          await life.guard();
          return name === 'open' ? guard(result as object) : result;
        };
      },
    });
  return guard(disk);
}
