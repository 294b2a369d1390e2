import { clockConformance } from '#lib/ports/clock.conformance.ts';
import { createFakeClock } from './fake-clock.ts';

clockConformance('of tests', () => {
  const clock = createFakeClock();
  return { clock, pass: clock.advance, timers: () => clock.sleeping };
});
