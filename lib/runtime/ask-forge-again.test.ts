import { describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { createAttention } from '#lib/live/attention.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { askForgeAgain } from './ask-forge-again.ts';

const BRANCH = { name: 'main', sha: 'c0ffee' };

type Asked = { operation: string; at: number; timeoutMs: number };

/** A forge that answers as it is told, and with each question how long it was waited for. */
function startForge() {
  const clock = createFakeClock();
  const attention = createAttention();
  const asked: Asked[] = [];
  const server = { answersAfterMs: 0, isSilent: false };
  const from = clock.now();
  const host: Pick<ForgeHost, 'as' | 'name' | 'id' | 'webUrl'> = {
    id: 'gitlab',
    name: 'GitLab',
    webUrl: 'https://gitlab',
    as(_, pace) {
      const timeoutMs = pace?.timeoutMs ?? 20_000;
      const answer =
        <Value>(operation: string, value: Value) =>
        async () => {
          asked.push({ operation, at: clock.now() - from, timeoutMs });
          const takes = server.isSilent ? Number.POSITIVE_INFINITY : server.answersAfterMs;
          await clock.sleep(Math.min(takes, timeoutMs));
          if (takes >= timeoutMs) {
            const what = { provider: 'gitlab', operation, kind: 'timeout', message: 'no answer' } as const;
            throw new ExternalError(what);
          }
          return value;
        };
      return { branch: answer('branch', BRANCH), addNote: answer('addNote', undefined) } as unknown as Forge;
    },
  };
  const forge = askForgeAgain(host as ForgeHost, { clock, attention }).as({ accessToken: 'own' });
  const ask = (work: Promise<unknown>) => {
    const told: { what: unknown; at: number } = { what: 'nothing', at: 0 };
    const note = (what: unknown) => Object.assign(told, { what, at: clock.now() - from });
    work.then(note, (error: Error) => note(error.message));
    return told;
  };
  return { clock, attention, asked, server, forge, ask };
}

describe('a forge that does not answer', () => {
  it('has answered soon after it is well again, where somebody looks', async () => {
    const { clock, attention, server, forge, ask, asked } = startForge();
    attention.begin();
    server.isSilent = true;
    const told = ask(forge.branch('shop', 'main'));
    await clock.advance(9_000);
    expect(told.what).toBe('nothing');
    server.isSilent = false;
    await clock.advance(2_500);
    expect(told.what).toEqual(BRANCH);
    // Two were on their way at most, and nothing is asked any more.
    expect(asked.map(({ at, timeoutMs }) => [at, timeoutMs])).toEqual([
      [0, 20_000],
      [3_500, 2_500],
      [6_000, 2_500],
      [8_500, 2_500],
      [11_000, 2_500],
    ]);
    await clock.advance(60_000);
    expect(asked).toHaveLength(5);
    expect(clock.sleeping).toBe(0);
  });

  it('is asked once where nobody looks', async () => {
    const { clock, server, forge, ask, asked } = startForge();
    server.isSilent = true;
    const told = ask(forge.branch('shop', 'main'));
    await clock.advance(60_000);
    expect(asked).toHaveLength(1);
    expect(told).toMatchObject({ what: expect.stringContaining('no answer'), at: 20_000 });
  });

  it('is never told twice to do something', async () => {
    const { clock, attention, server, forge, ask, asked } = startForge();
    attention.begin();
    server.isSilent = true;
    const told = ask(forge.addNote('shop', 1, 'hello'));
    await clock.advance(60_000);
    expect(asked).toHaveLength(1);
    expect(told.at).toBe(20_000);
  });
});

it('a forge that always takes long is asked once, after it has taken long once', async () => {
  const { clock, attention, server, forge, ask, asked } = startForge();
  attention.begin();
  server.answersAfterMs = 6_000;
  const first = ask(forge.branch('shop', 'main'));
  await clock.advance(10_000);
  expect(first).toMatchObject({ what: BRANCH, at: 6_000 });
  expect(asked.length).toBeGreaterThan(1);
  asked.length = 0;
  const second = ask(forge.branch('shop', 'main'));
  await clock.advance(10_000);
  expect(second.what).toEqual(BRANCH);
  expect(asked).toHaveLength(1);
});
