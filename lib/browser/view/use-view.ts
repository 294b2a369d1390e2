'use client';

import { hashKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { LivePatches } from '#lib/browser/live/live-query.ts';
import { useLiveQuery } from '#lib/browser/live/use-live-query.ts';
import { fetchView, viewKey } from '#lib/views/_shared/fetch-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import { takeAsGone } from './take-as-gone.ts';

/** A view in the browser: its name, what it takes, and how it follows the live stream. Keep it outside components. */
export type ViewQuery<Data> = {
  name: string;
  patches: LivePatches<ViewResult<Data>>;
  /** Of a result that is not yet what it could be, or that no topic tells of: after how many ms it is read again. */
  againMs?(data: Data): number | false;
  /** Of a page about one thing: its data once a read finds that it is not there any more. */
  gone?(data: Data): Data;
};

const NO_PARAMS: Record<string, unknown> = {};

/** A view that the server has read for this page, kept up to date from then on. */
export function useView<Data>(
  { name, patches, gone, againMs }: ViewQuery<Data>,
  initial: ViewResult<Data>,
  params: Record<string, unknown> = NO_PARAMS,
): ViewResult<Data> {
  const queryClient = useQueryClient();
  const queryKey = viewKey(name, params);
  // Before the first read, on the server and in the browser alike: what the page came with is the newest there is.
  useState(() => queryClient.setQueryData(queryKey, initial));
  const query = useLiveQuery<ViewResult<Data>>(
    { queryKey, read: (signal) => fetchView<Data>(name, params, signal), patches },
    againMs && (({ data }) => againMs(data)),
  );
  const keyText = hashKey(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is compared by what it says, not by which array it is
  useEffect(() => {
    if (gone !== undefined) {
      takeAsGone(queryClient, queryKey, query.error, gone);
    }
  }, [queryClient, keyText, query.error, gone]);
  return query.data ?? initial;
}

/**
 * A view that the page does not wait for; undefined until it is here.
 * @param since where the page stands in the live stream
 */
export function useLateView<Data>(
  query: ViewQuery<Data>,
  since: string,
  params: Record<string, unknown> = NO_PARAMS,
): ViewResult<Data> | undefined {
  return useLateRead(query, since, params).data;
}

/** The same for what has to say by itself why it is not here, while it is asked for again. */
export function useLateRead<Data>(
  { name, patches, againMs }: ViewQuery<Data>,
  since: string,
  params: Record<string, unknown> = NO_PARAMS,
): { data: ViewResult<Data> | undefined; error: Error | null } {
  const read = useMemo(() => (signal: AbortSignal) => fetchView<Data>(name, params, signal), [name, params]);
  const query = { queryKey: viewKey(name, params), read, patches, since };
  return useLiveQuery<ViewResult<Data>>(query, againMs && (({ data }) => againMs(data)));
}
