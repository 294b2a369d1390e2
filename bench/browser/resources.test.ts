import { expect, it } from 'vitest';
import type { Resource } from './network-tally.ts';
import { allKib, answerKib, dataKib, scriptKib } from './resources.ts';

const resource = (type: string, kib: number, url: string, endedMs: number | null = 100): Resource => ({
  url: `http://portal${url}`,
  type,
  bytes: kib * 1024,
  endedMs,
});
const resources = [
  resource('Document', 10, '/waves', 400),
  resource('Script', 130, '/framework.js'),
  resource('Script', 50, '/page.js'),
  resource('Font', 30, '/sans.woff2'),
  resource('Fetch', 4, '/api/views/early', 200),
  resource('Fetch', 120, '/api/views/applications?params={}', 600),
];

it('adds up scripts, all or some of them', () => {
  expect(scriptKib(resources)).toBe(180);
  expect(scriptKib(resources, ['/framework.js'])).toBe(130);
});

it('adds up the page and the data that were there by a time', () => {
  expect(dataKib(resources, 300)).toBe(14);
  expect(dataKib(resources)).toBe(134);
});

it('gives the bytes of one answer, and of all', () => {
  expect(answerKib(resources, '/api/views/applications')).toBe(120);
  expect(() => answerKib(resources, '/api/views/nothing')).toThrow('never asked for /api/views/nothing');
  expect(allKib(resources)).toBe(344);
});
