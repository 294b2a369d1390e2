import { expect, it } from 'vitest';
import { parseStat, readCpu } from './cpu.ts';

it('reads the time in user and in system, whatever the process is called', () => {
  expect(parseStat('7 (a) b) (c) S 1 7 7 0 -1 4194304 1 0 0 0 250 50 9 9 20 0 11 0 100 1 1')).toBe(3);
});

it('grows while a process works', () => {
  const before = readCpu(process.pid);
  while (readCpu(process.pid) === before) {
    JSON.stringify(process.versions);
  }
  expect(readCpu(process.pid)).toBeGreaterThan(before);
});
