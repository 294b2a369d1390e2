import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Role } from '../../../lib/domain/actor/actor.ts';
import { cookiesOf, type Person } from '../sign-in.ts';

/** Somebody who sends requests. */
export type Caller = { name: string; role: Role | null; cookie: string };

const SESSION = 'portolan_session';

/** The session of a person whom `signInAll` signed in. */
export function sessionOf(person: Person): string {
  const { cookies } = JSON.parse(readFileSync(cookiesOf(person), 'utf8')) as {
    cookies: { name: string; value: string }[];
  };
  return cookies.find(({ name }) => name === SESSION)?.value ?? '';
}

export const cookieOf = (person: Person) => `${SESSION}=${sessionOf(person)}`;

export const SIGNED_IN: readonly Caller[] = (['vic', 'dana', 'rui', 'ada'] as const).map((person, index) => ({
  name: person,
  role: (['viewer', 'developer', 'approver', 'admin'] as const)[index] ?? null,
  cookie: cookieOf(person),
}));

export const NOBODY: Caller = { name: 'nobody', role: null, cookie: '' };

/** Cookies that somebody made up, from nothing and from what may be seen of a real session. */
export function forgedCallers(session: string): Caller[] {
  const values = {
    'the hash of a real one': createHash('sha256').update(session).digest('hex'),
    'a real one, cut': session.slice(0, -1),
    'made up': randomBytes(32).toString('base64url'),
    empty: '',
    'a real one, longer': `${session}A`,
    'a real one in other letters': session.toUpperCase(),
    'a query': `' OR 1=1 --`,
    'a wildcard': '%',
    'an object': '{"$ne":null}',
  };
  const forged = Object.entries(values).map(([name, value]) => ({
    name: `forged cookie: ${name}`,
    role: null,
    cookie: `${SESSION}=${value}`,
  }));
  // The right secret under a name that this portal does not read.
  return [...forged, { name: 'forged cookie: another name', role: null, cookie: `__Host-${SESSION}=${session}` }];
}
