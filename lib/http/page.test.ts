import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { defineView, type ViewResult } from '#lib/views/_shared/view.ts';
import { addressOf, readPageView } from './page.ts';

const RESULT: ViewResult<string> = { data: 'rows', sources: [], position: 'e1.0' };

function reading(read: () => Promise<ViewResult<string>>, params: { name: string } = { name: 'web' }) {
  const errors: unknown[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_: string, fields: unknown) => errors.push(fields),
  };
  const limits = { ofPerson: () => undefined };
  const actor = { accountId: 'dana' };
  const context = { actor, requestId: 'request-7', services: { log, limits } } as unknown as UserContext;
  const view = defineView({ name: 'things', params: z.object({ name: z.string().min(2) }), read });
  return { page: readPageView(context, view, params), errors };
}

const NOT_FOUND = expect.objectContaining({ digest: expect.stringContaining('404') });

describe('a view for a page', () => {
  it('is its result', async () => {
    expect(await reading(async () => RESULT).page).toEqual({ result: RESULT });
  });

  it('is the page that says 404 for what is not there, and for an address that cannot be one', async () => {
    const missing = () => Promise.reject(new PortalError('not-found', 'There is none.'));
    await expect(reading(missing).page).rejects.toEqual(NOT_FOUND);
    await expect(reading(async () => RESULT, { name: '' }).page).rejects.toEqual(NOT_FOUND);
  });

  it('is a state of the page where it cannot be shown, in the words of the error', async () => {
    const error = new PortalError('not-permitted', 'Your role does not allow this.', { suggestion: 'Ask.' });
    const { page, errors } = reading(() => Promise.reject(error));
    expect(await page).toEqual({ problem: { message: 'Your role does not allow this.', suggestion: 'Ask.' } });
    expect(errors).toEqual([]);
  });

  it('tells nothing of what nobody expected but where the log has it', async () => {
    const { page, errors } = reading(() => Promise.reject(new TypeError('canary')));
    const answer = JSON.stringify(await page);
    expect(answer).toContain('request-7');
    expect(answer).not.toContain('canary');
    expect(errors).toEqual([expect.objectContaining({ view: 'things', requestId: 'request-7' })]);
  });
});

it.each([
  [{}, '/audit'],
  [{ subject: 'abc', before: undefined }, '/audit?subject=abc'],
  [{ x: ['1', '2'], q: 'a b&c' }, '/audit?x=1&x=2&q=a+b%26c'],
])('keeps the query %j of a page for after the sign-in', (query, address) => {
  expect(addressOf('/audit', query)).toBe(address);
});
