'use client';

import { hashKey, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLiveClient } from './live-provider.tsx';
import { followQuery, type LiveQuery } from './live-query.ts';
import { liveQueryOptions } from './live-query-options.ts';
import type { LiveResult } from './live-result.ts';

/**
 * A query whose cached result follows the live line: read once, then patched row by row, and read again only when the
 * server says so. Rows that did not change stay the same objects.
 * @param againMs after how many ms a result is to be read again that no line tells of
 */
export function useLiveQuery<Result extends LiveResult>(
  query: LiveQuery<Result>,
  againMs?: (result: Result) => number | false,
): UseQueryResult<Result> {
  const client = useLiveClient();
  const queryClient = useQueryClient();
  const { queryKey, patches, since } = query;
  const [chance] = useState(Math.random);
  const result = useQuery<Result>(liveQueryOptions(client, query, { ofResult: againMs, chance }));
  const hasData = result.data !== undefined;
  const keyText = hashKey(queryKey);
  const place = hasData ? undefined : since;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is compared by what it says, not by which array it is
  useEffect(() => {
    return client === null ? undefined : followQuery<Result>(client, queryClient, { queryKey, patches, since: place });
  }, [client, queryClient, hasData, place, keyText, patches]);
  return result;
}
