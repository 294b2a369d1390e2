import { inTurns } from '#lib/adapters/_shared/in-turns.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { isRefused, type Reader } from './reader.ts';
import { Details, type Entry, Manager } from './schema.ts';

/** What is known of one runner beside its list entry; `details` is null where they may not be read. */
export type Known = { details: Details | null; managers: Manager[]; unread: string[] };

export type DetailBook = {
  get(id: number): Known | undefined;
  /** Reads what is new, changed or old: so many at most, the rest the next time. */
  refresh(entries: readonly Entry[], signal?: AbortSignal): Promise<void>;
};

/** After an accident it is asked for again the next time, when what is due by itself was asked for. */
type Attempt = Known & { isAccident: boolean };
type Page = Attempt & { readAt: number; mark: string };

/** Each takes two requests. */
const MOST_AT_ONCE = 100;
const WIDTH = 4;
/** After so many in a row GitLab is in trouble: the fleet is shown with what is known, and asked for again the next time. */
const MOST_ACCIDENTS = 4;
/** GitLab lists no time of change, and writes down when a runner called in every 40 minutes or so. */
const FRESH_MS = 10 * 60_000;

const RIGHT: Record<Entry['runner_type'], string> = {
  instance_type: 'a token with the scope "read_api"',
  group_type: 'the role Owner in its group',
  project_type: 'the role Maintainer in one of its projects',
};

/** Keeps the details of runners, so that a fleet of thousands is not asked for one by one all the time. */
export function createDetailBook(reader: Reader, now: () => number): DetailBook {
  const pages = new Map<number, Page>();
  return {
    get: (id) => pages.get(id),
    async refresh(entries, signal) {
      const ids = new Set(entries.map(({ id }) => id));
      for (const id of pages.keys()) {
        if (!ids.has(id)) {
          pages.delete(id);
        }
      }
      const due = entries
        .map((entry) => ({ entry, urgency: urgencyOf(pages.get(entry.id), markOf(entry), now()) }))
        .filter(({ urgency }) => urgency > 0)
        .toSorted((a, b) => b.urgency - a.urgency)
        .slice(0, MOST_AT_ONCE);
      let accidents = 0;
      await inTurns(due, WIDTH, async ({ entry }) => {
        if (accidents >= MOST_ACCIDENTS) {
          return;
        }
        const page = await read(reader, entry, pages.get(entry.id), signal);
        accidents = page.isAccident ? accidents + 1 : 0;
        pages.set(entry.id, { ...page, readAt: now(), mark: markOf(entry) });
      });
    },
  };
}

/** When any of these is another, its details may be, too. */
function markOf({ status, online, paused, active, description }: Entry): string {
  return JSON.stringify([status, online, paused, active, description]);
}

/** 0 for what is fresh; what was never read first, then what changed, then the oldest, then what could not be read. */
function urgencyOf(known: Page | undefined, mark: string, now: number): number {
  if (known === undefined) {
    return Number.POSITIVE_INFINITY;
  }
  if (known.isAccident) {
    return 1;
  }
  const age = Math.abs(now - known.readAt);
  if (known.mark !== mark) {
    return Number.MAX_SAFE_INTEGER;
  }
  return age >= FRESH_MS ? age : 0;
}

async function read(
  reader: Reader,
  entry: Entry,
  before: Known | undefined,
  signal: AbortSignal | undefined,
): Promise<Attempt> {
  const path = `/runners/${entry.id}`;
  const details = await attempt(() => reader.one(path, Details, signal));
  if (details instanceof ExternalError) {
    return { ...unreadable(entry, before, details), isAccident: !isRefused(details) };
  }
  const managers = await attempt(() => reader.all(`${path}/managers`, Manager, signal));
  if (managers instanceof ExternalError) {
    const known = isRefused(managers) ? [] : (before?.managers ?? []);
    const unread = [sentence('Its machines', entry, managers)];
    return { details, managers: known, unread, isAccident: !isRefused(managers) };
  }
  return { details, managers, unread: [], isAccident: false };
}

/** A failure that is not one of this runner alone ends the whole read. */
async function attempt<Value>(ask: () => Promise<Value>): Promise<Value | ExternalError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ExternalError && error.kind !== 'auth' && error.kind !== 'rate-limited') {
      return error;
    }
    throw error;
  }
}

/** What was known stays after an accident; after a refusal there is nothing to show any more. */
function unreadable(entry: Entry, before: Known | undefined, error: ExternalError): Known {
  const unread = [sentence('Its details', entry, error)];
  return isRefused(error) || before === undefined
    ? { details: null, managers: [], unread }
    : { details: before.details, managers: before.managers, unread };
}

function sentence(what: string, { runner_type }: Entry, error: ExternalError): string {
  return error.kind === 'forbidden'
    ? `${what} may not be read with the portal's token: that takes ${RIGHT[runner_type]}.`
    : `${what} could not be read: ${error.words}.`;
}
