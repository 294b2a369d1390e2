import { expect, it } from 'vitest';
import { reportRequestError } from './report-request-error.ts';

it('puts what failed under the request’s id and the digest that people see, without the address', () => {
  const lines: [string, Record<string, unknown>][] = [];
  const quiet = () => undefined;
  const error = Object.assign(new Error('it broke'), { digest: '12345' });
  reportRequestError(
    { info: quiet, warn: quiet, error: (message, fields = {}) => void lines.push([message, fields]) },
    error,
    { method: 'GET', headers: { 'x-request-id': 'request-7', cookie: 'canary' } },
    { routePath: '/changes/[id]', routeType: 'render' },
  );
  expect(lines).toEqual([
    [
      'page or route failed',
      { requestId: 'request-7', method: 'GET', route: '/changes/[id]', type: 'render', digest: '12345', error },
    ],
  ]);
});
