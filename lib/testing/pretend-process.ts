import type { ForgeHost } from '#lib/ports/forge.ts';
import type { Repositories, Store } from '#lib/ports/store.ts';

/** A point where a process waits for somebody else, and so one where it can end: `store.changes.update`, after. */
export type Moment = { call: string; when: 'before' | 'after' };

/** What everything throws in a process that was killed. */
export class Killed extends Error {}

type Calls = Readonly<Record<string, unknown>>;

/**
 * A process that can be killed wherever it waits: what goes through it reaches the outside while it lives, and gets no
 * answer once it is dead. The dead stay dead, whatever of them still runs.
 * @param onMoment told of every moment; may kill
 */
export function createPretendProcess(onMoment: (moment: Moment) => void) {
  let isDead = false;

  function pass(moment: Moment): void {
    if (!isDead) {
      onMoment(moment);
    }
    if (isDead) {
      throw new Killed();
    }
  }

  async function through<Result>(call: string, run: () => Promise<Result>): Promise<Result> {
    pass({ call, when: 'before' });
    try {
      return await run();
    } finally {
      // Also an error is an answer that the dead do not get.
      pass({ call, when: 'after' });
    }
  }

  /** The same object, each of its methods through the process, also those of the objects in it. */
  function guard<Part extends object>(part: Part, name: string): Part {
    return Object.fromEntries(
      Object.entries(part as Calls).map(([member, value]) => {
        const call = `${name}.${member}`;
        return [
          member,
          typeof value === 'function'
            ? (...args: unknown[]) => through(call, () => value(...args) as Promise<unknown>)
            : guard(value as object, call),
        ];
      }),
    ) as Part;
  }

  return {
    kill() {
      isDead = true;
    },
    isDead: () => isDead,
    /** Every call is a moment, also those inside a transaction; one that is cut off there leaves nothing behind. */
    store(store: Store): Store {
      const { transaction, ...rest } = store;
      return {
        ...guard(rest, 'store'),
        transaction: (work) =>
          through('store.transaction', () =>
            transaction((repositories: Repositories) => work(guard(repositories, 'transaction'))),
          ),
      };
    },
    forge<Host extends ForgeHost>(host: Host): Host {
      return { ...host, as: (credential) => guard(host.as(credential), 'forge') };
    },
  };
}

export type PretendProcess = ReturnType<typeof createPretendProcess>;
