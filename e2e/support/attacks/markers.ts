import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STANDALONE } from '../../../lib/cli/build-portal.ts';
import type { Role } from '../../../lib/domain/actor/actor.ts';
import { sendRaw } from '../raw-request.ts';
import type { Address } from './addresses.ts';
import type { Caller } from './callers.ts';
import { mayUse } from './rights.ts';

const SHORTEST = 8;
const LONGEST = 200;
/** Ids tell; numbers, times and places in the live stream do not, and change by themselves. */
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const MOST_EACH = 25;

/** Texts that only the platform's data has: whoever finds one in an answer was given something to see. */
export type Markers = { for(role: Role | null): readonly string[] };

/** Reads what each role may see, as somebody who has it, and keeps for each the texts that only others may see. */
export async function collectMarkers(
  { port, url }: { port: number; url: string },
  addresses: readonly Address[],
  people: readonly Caller[],
): Promise<Markers> {
  // The probe names the sources to whoever can reach it, and a sign-in leads to the forge.
  const shown = await Promise.all([
    ...['/sign-in', '/readyz'].map((path) => sendRaw({ port, path })),
    sendRaw({
      port,
      method: 'POST',
      path: '/api/session/start',
      headers: { origin: url, 'content-type': 'application/json' },
      body: '{}',
    }),
  ]);
  const open = `${publicFiles()}${shown.map(({ body }) => body).join('')}`;
  const sources = addresses.filter(({ isPage, rights: { GET } }) => !isPage && GET !== undefined && GET !== 'anyone');
  const bodies = new Map<Caller, string[]>();
  for (const person of people) {
    const readable = sources.filter(({ rights }) => mayUse(person.role, rights.GET ?? 'admin'));
    // With a page, which knows who looks at it.
    const answers = await Promise.all(
      ['/', ...readable.map(({ path }) => path)].map((path) =>
        sendRaw({ port, path, headers: { cookie: person.cookie } }),
      ),
    );
    bodies.set(
      person,
      answers.map(({ body }) => body),
    );
  }
  const most = bodies.get(people.at(-1) as Caller)?.slice(1) ?? [];
  const markersBeside = (known: string) => [
    ...new Set(
      most.flatMap((body) =>
        textsOf(body)
          .filter((text) => !known.includes(text))
          .slice(0, MOST_EACH),
      ),
    ),
  ];
  const byRole = new Map<Role | null, readonly string[]>([[null, markersBeside(open)]]);
  for (const person of people) {
    byRole.set(person.role, markersBeside(`${open}${(bodies.get(person) ?? []).join('')}`));
  }
  return { for: (role) => byRole.get(role) ?? [] };
}

/** Strings of an answer in JSON, JSON Lines or events, the longest and so the most telling first. */
function textsOf(body: string): string[] {
  const texts = [...body.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);
  return [...new Set(texts)]
    .filter(
      (text) =>
        text.length >= SHORTEST &&
        text.length <= LONGEST &&
        !/^[\da-f.:TZ-]+$/.test(text.replace(UUID, ' ')) &&
        !text.includes('\\'),
    )
    .toSorted((a, b) => b.length - a.length);
}

/** What anybody may fetch. */
function publicFiles(): string {
  const folder = join(STANDALONE, '.next/static');
  return globSync('**/*.{js,css}', { cwd: folder })
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('');
}
