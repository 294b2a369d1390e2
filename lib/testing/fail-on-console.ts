import { afterEach, beforeEach, expect, vi } from 'vitest';

/** A test that prints an error or a warning has found something: it fails unless it expected the message. */
beforeEach(() => {
  vi.spyOn(console, 'error');
  vi.spyOn(console, 'warn');
});

afterEach(() => {
  const printed = [...vi.mocked(console.error).mock.calls, ...vi.mocked(console.warn).mock.calls];
  vi.restoreAllMocks();
  expect(printed, 'printed to console.error or console.warn').toEqual([]);
});
