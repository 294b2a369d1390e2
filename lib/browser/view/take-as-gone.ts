import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { ViewError } from '#lib/views/_shared/fetch-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';

/**
 * A read that finds that what the page is about is not there: the page holds it as gone from then on, as it does when the
 * live line tells so. Any other failure leaves what is shown, and is told by the frame.
 * @param gone gives the data of what is gone
 */
export function takeAsGone<Data>(
  queryClient: QueryClient,
  queryKey: QueryKey,
  error: Error | null,
  gone: (data: Data) => Data,
): void {
  if (error instanceof ViewError && error.code === 'not-found') {
    queryClient.setQueryData<ViewResult<Data>>(queryKey, (before) => before && { ...before, data: gone(before.data) });
  }
}
