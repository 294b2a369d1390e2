import type { Application } from '#lib/domain/application/application.ts';
import { type Step, toStep } from '#lib/domain/wave/ladder.ts';
import type { LadderKey } from '#lib/domain/wave/ladder-key.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Collection } from '#lib/ports/collection.ts';
import { type ApplicationRow, toApplicationRow } from './row.ts';
import { type ApplicationSelection, type ApplicationSort, rowOrder, searchText, textMatcher } from './select-rows.ts';
import { createSortedRows, type SortedRows } from './sorted-rows.ts';

/** The rows of all applications, made anew only for those that changed, and kept in every order that was asked for. */
export type KeptRows = {
  all(): Iterable<ApplicationRow>;
  /** What a ladder is made of. */
  steps(ladder: LadderKey): Iterable<Step>;
  /** The ladders there are, with how many stand on each. */
  ladders(): ReadonlyMap<LadderKey, number>;
  /** As `selectRows` has them: the first `limit`, and how many match. */
  select(selection: ApplicationSelection, limit: number): { rows: ApplicationRow[]; matching: number };
};

const kept = new WeakMap<Collection<Application>, KeptRows>();

/** The rows that are kept for these applications. */
export function keptRowsOf({ seenApplications, engine }: Pick<Services, 'seenApplications' | 'engine'>): KeptRows {
  const known = kept.get(seenApplications) ?? keepRows(seenApplications, engine.root);
  kept.set(seenApplications, known);
  return known;
}

/** A row with what a search looks at, which takes longer to make than to look through. */
type Entry = { row: ApplicationRow; text: string };

/** @param root the id of the application at the root of the ladder */
export function keepRows(applications: Collection<Application>, root: string): KeptRows {
  const entries = new Map<string, Entry>();
  const steps = createLadderSteps();
  const orders = new Map<ApplicationSort, SortedRows<Entry>>();
  let changed = new Set([...applications.values()].map(({ id }) => id));
  applications.subscribe(({ upserted, removed }) => {
    for (const ids of [upserted, removed]) {
      for (const id of ids) {
        changed.add(id);
      }
    }
  });

  const bringUpToDate = () => {
    const ids = changed;
    changed = new Set();
    for (const id of ids) {
      const application = applications.get(id);
      const after = application === undefined ? undefined : toEntry(application, root);
      for (const order of orders.values()) {
        order.replace(entries.get(id), after);
      }
      steps.put(entries.get(id)?.row.ladder ?? null, id, undefined);
      put(entries, id, after);
      steps.put(after?.row.ladder ?? null, id, application && toStep(application));
    }
  };
  const inOrder = (sort: ApplicationSort): readonly Entry[] => {
    const compare = rowOrder({ sort, descending: false });
    const order =
      orders.get(sort) ??
      createSortedRows(
        (a, b) => compare(a.row, b.row),
        () => entries.values(),
      );
    orders.set(sort, order);
    return order.rows();
  };

  return {
    all() {
      bringUpToDate();
      return entries.values().map(({ row }) => row);
    },
    steps(ladder) {
      bringUpToDate();
      return steps.of(ladder);
    },
    ladders() {
      bringUpToDate();
      return steps.sizes();
    },
    select(selection, limit) {
      bringUpToDate();
      const matches = textMatcher(selection);
      const sorted = inOrder(selection.sort);
      const found: ApplicationRow[] = [];
      let matching = 0;
      for (let index = 0; index < sorted.length; index += 1) {
        const entry = sorted[selection.descending ? sorted.length - 1 - index : index];
        if (entry !== undefined && matches(entry.row, () => entry.text)) {
          matching += 1;
          if (found.length < limit) {
            found.push(entry.row);
          }
        }
      }
      return { rows: found, matching };
    },
  };
}

/** The steps of each ladder by application; a ladder without any is none. */
function createLadderSteps() {
  const ladders = new Map<LadderKey, Map<string, Step>>();
  return {
    of: (ladder: LadderKey): Iterable<Step> => ladders.get(ladder)?.values() ?? [],
    sizes: (): ReadonlyMap<LadderKey, number> => new Map([...ladders].map(([key, { size }]) => [key, size])),
    put(ladder: LadderKey | null, id: string, step: Step | undefined): void {
      if (ladder === null) {
        return;
      }
      const steps = ladders.get(ladder) ?? new Map<string, Step>();
      put(steps, id, step);
      put(ladders, ladder, steps.size === 0 ? undefined : steps);
    },
  };
}

function toEntry(application: Application, root: string): Entry {
  const row = toApplicationRow(application, root);
  return { row, text: searchText(row) };
}

function put<Value>(map: Map<string, Value>, id: string, value: Value | undefined): void {
  if (value === undefined) {
    map.delete(id);
  } else {
    map.set(id, value);
  }
}
