import { expect } from 'vitest';
import { type Outcome, PORTAL } from './attack-rig.ts';

/** Nobody is signed in, the person reads what happened on the sign-in page, and one record of it is kept. */
export function expectRefused({ location, session, problem, sessions, records }: Outcome): void {
  expect({ location, session, sessions }).toEqual({ location: `${PORTAL}/sign-in`, session: undefined, sessions: 0 });
  expect(problem).toMatch(/^[A-Z].{20,}\.$/);
  expect(problem).not.toMatch(/[<>{}]|unexpected|undefined|JWT/);
  expect(records).toEqual([expect.objectContaining({ action: 'session.sign-in', actorKind: 'user' })]);
  expect(records[0]?.outcome).toMatch(/^(refused|failed)$/);
}
