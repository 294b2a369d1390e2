import { expect, it } from 'vitest';
import { applicationsOnly, wholeWorld } from './world.ts';

it('has of everything as much as is asked of the portal, and in proportion on larger ones', () => {
  const whole = { pods: 20_000, nodes: 200, cards: 400, runners: 2000, runnerSets: 10, modelServers: 16 };
  expect(wholeWorld(5000)).toEqual({ applications: 5000, outsideServers: 4, ...whole });
  expect(wholeWorld(20_000)).toMatchObject({
    pods: 80_000,
    nodes: 800,
    cards: 1600,
    runners: 8000,
    outsideServers: 16,
  });
  expect(applicationsOnly(200)).toEqual({ applications: 200, runners: 0, outsideServers: 0 });
});
