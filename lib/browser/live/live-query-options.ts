import type { QueryObserverOptions } from '@tanstack/react-query';
import type { LiveClient } from './live-client.ts';
import { type LiveQuery, readCurrent } from './live-query.ts';
import { isOutdated, type LiveResult } from './live-result.ts';

/** How long nothing is asked after a read that failed, each try of it included; with every other one twice as long. */
const AGAIN_MS = 2_000;
const LONGEST_MS = 30_000;

export type Again<Result> = {
  /** After how many ms a result is to be read again that no line tells of. */
  ofResult?: ((result: Result) => number | false) | undefined;
  /** 0 to 1, the same for as long as it is shown: spreads the tabs that all failed at the same moment. */
  chance: number;
};

/**
 * How a result is read that the live line keeps up to date. A read that failed for good is begun again while somebody
 * looks: what is missing would be missing for ever, and what was told to be read again takes in no more changes.
 */
export function liveQueryOptions<Result extends LiveResult>(
  client: Pick<LiveClient, 'deltasSince'> | null,
  { queryKey, read, patches }: LiveQuery<Result>,
  { ofResult, chance }: Again<Result>,
): QueryObserverOptions<Result> & { queryKey: LiveQuery<Result>['queryKey'] } {
  return {
    queryKey,
    queryFn: ({ signal }) => readCurrent(client, { read, patches }, signal),
    // The line keeps it fresh; whether the line itself lives is shown apart.
    staleTime: Number.POSITIVE_INFINITY,
    // Patches keep what did not change; comparing everything once more would copy long lists with every change.
    structuralSharing: false,
    refetchInterval: ({ state }) => {
      // What another topic tells of meanwhile is taken in, and makes a success of what has failed.
      if (state.status === 'error' || (state.data !== undefined && isOutdated(state.data))) {
        return failedAgainMs(state.errorUpdateCount, chance);
      }
      return state.data === undefined ? false : (ofResult?.(state.data) ?? false);
    },
  };
}

/** @param failures since the page was opened */
export function failedAgainMs(failures: number, chance: number): number {
  return Math.min(AGAIN_MS * 2 ** Math.min(Math.max(failures - 1, 0), 10), LONGEST_MS) * (0.5 + 0.5 * chance);
}
