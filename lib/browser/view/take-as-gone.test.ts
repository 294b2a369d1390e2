import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { ViewError, viewKey } from '#lib/views/_shared/fetch-view.ts';
import { takeAsGone } from './take-as-gone.ts';

type Data = { name: string; isGone?: boolean };

/** What is held of a page after a read of it failed. */
async function afterFailure(error: Error): Promise<unknown> {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const queryKey = viewKey('application', { name: 'web' });
  queryClient.setQueryData(queryKey, { position: 'e1.1', sources: [], data: { name: 'web' } });
  await queryClient.invalidateQueries({ queryKey });
  const failed = queryClient.fetchQuery({ queryKey, queryFn: () => Promise.reject(error) });
  await expect(failed).rejects.toBe(error);
  const state = queryClient.getQueryState<unknown, Error>(queryKey);
  takeAsGone<Data>(queryClient, queryKey, state?.error ?? null, (data) => ({ ...data, isGone: true }));
  return queryClient.getQueryData<{ data: Data }>(queryKey)?.data;
}

it('what a read does not find any more is gone from the page that shows it', async () => {
  expect(await afterFailure(new ViewError('not-found', 'There is none.', ''))).toEqual({ name: 'web', isGone: true });
});

it.each([new ViewError('unavailable', 'It is away.', ''), new Error('no line')])(
  '%s takes nothing away',
  async (error) => {
    expect(await afterFailure(error)).toEqual({ name: 'web' });
  },
);
