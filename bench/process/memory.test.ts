import { expect, it } from 'vitest';
import { parseStatus, readMemory } from './memory.ts';

it('reads resident memory and its peak', () => {
  const status = 'Name:\tnode\nVmPeak:\t 1234567 kB\nVmHWM:\t  300000 kB\nVmRSS:\t  200000 kB\nRssAnon:\t  150000 kB\n';
  expect(parseStatus(status)).toEqual({ resident: 204_800_000, peak: 307_200_000 });
  expect(() => parseStatus('Name:\tzombie\n')).toThrow('nothing of VmRSS');
});

it('reads that of a process that runs', () => {
  const { resident, peak } = readMemory(process.pid);
  expect(resident).toBeGreaterThan(10_000_000);
  expect(peak).toBeGreaterThanOrEqual(resident);
});
