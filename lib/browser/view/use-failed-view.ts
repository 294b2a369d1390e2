'use client';

import { type QueryClient, type QueryState, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { isOutdated, type LiveResult } from '#lib/browser/live/live-result.ts';
import { ViewError } from '#lib/views/_shared/fetch-view.ts';

/** What could not be read of what is shown now: what is missing or no longer followed, and why. */
export type FailedView = Pick<QueryState<unknown, Error>, 'data' | 'dataUpdatedAt' | 'error' | 'errorUpdatedAt'>;

/** One of those that could not be read; null while everything that is shown was. */
export function useFailedView(): FailedView | null {
  const queryClient = useQueryClient();
  const subscribe = useCallback(
    (onChange: () => void) => queryClient.getQueryCache().subscribe(onChange),
    [queryClient],
  );
  return useSyncExternalStore(
    subscribe,
    () => failedView(queryClient),
    () => null,
  );
}

/** The same object for as long as nothing about it changes. */
export function failedView(queryClient: QueryClient): FailedView | null {
  const failed = queryClient.getQueryCache().findAll({ type: 'active', predicate: isFailed })[0];
  return failed === undefined ? null : (failed.state as FailedView);
}

/** One that goes on failing fails again within this time; a failure of before says nothing of a read that is on its way. */
const STILL_MS = 60_000;

/** What is not there any more the page says by itself. */
function isFailed({ state }: { state: QueryState }): boolean {
  const { status, error, data, errorUpdatedAt } = state;
  // What another topic told of meanwhile has made a success of the failure.
  const isStuck = data !== undefined && isOutdated(data as LiveResult) && Date.now() - errorUpdatedAt < STILL_MS;
  return isStuck || (status === 'error' && !(error instanceof ViewError && error.code === 'not-found'));
}
