import { expect, it } from 'vitest';
import { kindOfStatus } from './status-kind.ts';

it.each([
  [301, 'invalid-response'],
  [400, 'invalid'],
  [401, 'auth'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'conflict'],
  [408, 'timeout'],
  [409, 'conflict'],
  [410, 'not-found'],
  [412, 'conflict'],
  [422, 'invalid'],
  [429, 'rate-limited'],
  [500, 'unavailable'],
  [503, 'unavailable'],
  [504, 'timeout'],
])('%i means %s', (status, kind) => {
  expect(kindOfStatus(status)).toBe(kind);
});
