import { clockConformance } from '#lib/ports/clock.conformance.ts';
import { createSystemClock } from './system-clock.ts';

clockConformance('of the machine', () => ({
  clock: createSystemClock(),
  pass: (ms) =>
    new Promise((resolve) => {
      const end = Date.now() + ms;
      const look = () => (Date.now() >= end ? resolve() : setTimeout(look, 1));
      look();
    }),
  timers: () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length,
}));
