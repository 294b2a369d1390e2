import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { sendRaw } from '../raw-request.ts';
import type { HostilePlatform } from './hostile-platform.ts';
import { command } from './open-change.ts';
import { textPayloads } from './payloads.ts';

/** How the note begins. */
export const NOTE = 'A note of hostile people:';

/**
 * Has models write of what is hostile, and people say it: a request in words, an explanation of every hostile application (the
 * sandbox's model repeats what it is asked), and a note under a merge request. Gives the id of the request.
 */
export async function haveWritten(
  { portal, applications }: HostilePlatform,
  cookie: string,
  changeId: string,
): Promise<string> {
  const payloads = textPayloads(40).slice(0, 20).join(' ');
  const prompt = `@prompt@ a web service ${payloads}`;
  const asked = { prompt, appName: 'hostile-words', idempotencyKey: randomUUID() };
  const run = await command(portal, cookie, 'ask-gateway', asked);
  const explained = new Set<string>();
  for (const name of applications) {
    // Of one person only so many wait at a time.
    await expect(async () => {
      explained.add(await command(portal, cookie, 'explain-application', { namespace: 'hostile', name }));
    }).toPass({ timeout: 60_000 });
  }
  expect(explained.size).toBe(applications.length);
  await command(portal, cookie, 'comment-change', { changeId, body: `${NOTE} ${payloads}` });
  const view = async (name: string, params: object) => {
    const path = `/api/views/${name}?params=${encodeURIComponent(JSON.stringify(params))}`;
    const { body } = await sendRaw({ port: portal.port, path, headers: { cookie } });
    return JSON.parse(body) as { data: { run?: { state: string }; review?: { state: string } | null } };
  };
  const isOver = (state: string | undefined) =>
    state !== undefined && !['queued', 'writing', 'opening'].includes(state);
  await expect(async () => {
    expect(isOver((await view('gateway-run', { id: run })).data.run?.state)).toBe(true);
    for (const name of applications) {
      expect((await view('explanation', { namespace: 'hostile', name })).data.review?.state).toBe('done');
    }
  }).toPass({ timeout: 180_000 });
  return run;
}
