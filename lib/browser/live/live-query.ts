import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Delta } from '#lib/domain/live/wire.ts';
import type { LiveClient } from './live-client.ts';
import { applyDeltas, type LiveResult, markOutdated, placeOf } from './live-result.ts';

/** How a result takes in what happens in the topics that it shows. Keep it outside components: it never changes. */
export type LivePatches<Result> = Readonly<Record<string, (result: Result, delta: Delta) => Result>>;

export type LiveQuery<Result extends LiveResult> = {
  queryKey: QueryKey;
  read(signal: AbortSignal): Promise<Result>;
  patches: LivePatches<Result>;
  /** Where the page stands that shows it: its topics are followed from there before its own data is here. */
  since?: string | undefined;
};

const MOST_READS = 3;
/** Spreads the reads of all tabs that were told at the same moment to read again. */
const RESET_SPREAD_MS = 400;

/**
 * Reads a result and brings it up to date with what arrived while it was on its way. In the rare case that more
 * arrived than is kept, it reads again.
 */
export async function readCurrent<Result extends LiveResult>(
  client: Pick<LiveClient, 'deltasSince'> | null,
  { read, patches }: Pick<LiveQuery<Result>, 'read' | 'patches'>,
  signal: AbortSignal,
): Promise<Result> {
  for (let reads = 1; ; reads += 1) {
    const result = await read(signal);
    const brought = client === null ? result : bringUpToDate(client, result, patches);
    if (brought !== null) {
      return brought;
    }
    if (reads === MOST_READS) {
      throw new Error('The page cannot keep up with what happens. Reload it in a moment.');
    }
  }
}

function bringUpToDate<Result extends LiveResult>(
  client: Pick<LiveClient, 'deltasSince'>,
  result: Result,
  patches: LivePatches<Result>,
): Result | null {
  let next = result;
  for (const [topic, patch] of Object.entries(patches)) {
    const deltas = client.deltasSince(topic, result.position);
    if (deltas === null) {
      return null;
    }
    next = applyDeltas(next, topic, deltas, patch);
  }
  return next;
}

/**
 * Keeps the cached result of a query up to date, row by row, as long as somebody shows it. Call it anew when the result
 * is in the cache: what comes before that is only kept, for `readCurrent` to bring the result up to date with.
 * Returns how to stop.
 * @param random 0 to 1
 */
export function followQuery<Result extends LiveResult>(
  client: LiveClient,
  queryClient: QueryClient,
  { queryKey, patches, since }: Omit<LiveQuery<Result>, 'read'>,
  random: () => number = Math.random,
): () => void {
  const result = queryClient.getQueryData<Result>(queryKey);
  if (result === undefined) {
    return since === undefined ? () => undefined : keepTopics(client, Object.keys(patches), since);
  }
  const update = (change: (before: Result) => Result) =>
    queryClient.setQueryData<Result>(queryKey, (before) => (before === undefined ? undefined : change(before)));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const readAgain = () => {
    timer = undefined;
    void queryClient.invalidateQueries({ queryKey, exact: true });
  };
  const stops = Object.entries(patches).map(([topic, patch]) =>
    client.follow(topic, placeOf(result, topic), {
      onDeltas: (deltas) => update((before) => applyDeltas(before, topic, deltas, patch)),
      onReset(reason) {
        update((before) => markOutdated(before, topic));
        timer ??= setTimeout(readAgain, reason === 'gap' ? random() * RESET_SPREAD_MS : 0);
      },
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const stop of stops) {
      stop();
    }
  };
}

/** Has topics on the line for data that is still to come, so that the line need not be opened anew when it does. */
function keepTopics(client: LiveClient, topics: readonly string[], since: string): () => void {
  // Nothing is shown that could change or be outdated; what is read meanwhile is compared with what the line kept.
  const nobody = { onDeltas: () => undefined, onReset: () => undefined };
  const stops = topics.map((topic) => client.follow(topic, since, nobody));
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}
