import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { ViewError } from '#lib/views/_shared/fetch-view.ts';
import { failedView } from './use-failed-view.ts';

async function showing(...errors: (Error | null)[]) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  for (const [index, error] of errors.entries()) {
    const queryFn = () => (error === null ? Promise.resolve('all') : Promise.reject(error));
    new QueryObserver(queryClient, { queryKey: ['view', index], queryFn }).subscribe(() => undefined);
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  return queryClient;
}

it('is what is shown and could not be read, and the same object while it stays so', async () => {
  const queryClient = await showing(null, new ViewError('limited', 'Too many at once.', 'Wait.'));
  expect(failedView(queryClient)?.error?.message).toBe('Too many at once.');
  expect(failedView(queryClient)).toBe(failedView(queryClient));
});

it('is nothing where all was read, where nobody shows it any more, and for what is not there', async () => {
  expect(failedView(await showing(null))).toBeNull();
  expect(failedView(await showing(new ViewError('not-found', 'There is no such thing.', '')))).toBeNull();
  const left = await showing();
  await left.prefetchQuery({ queryKey: ['view', 1], queryFn: () => Promise.reject(new Error('x')) });
  expect(failedView(left)).toBeNull();
});
