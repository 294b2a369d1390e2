import { describe, expect, it } from 'vitest';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import type { Forge } from '#lib/ports/forge.ts';
import { forgeRefusal, whoOnForge } from './forge-refusal.ts';

const signIn = { provider: null, roles: {}, sessionMs: 0 };
const host = { id: 'gitlab', name: 'GitLab' };
const refusal = (kind: ExternalErrorKind, verb: 'approve' | 'close') =>
  forgeRefusal(host, verb, new ExternalError({ provider: 'gitlab', operation: verb, kind, message: 'so it is' }));

describe('what a person is told when the forge did not do what they asked for', () => {
  it.each([
    ['timeout', 'approve'],
    ['timeout', 'close'],
    ['unavailable', 'approve'],
    ['invalid-response', 'close'],
  ] as const)('after a %s, that nobody knows whether it did %s it, and what to do', (kind, verb) => {
    expect(refusal(kind, verb)).toMatchObject({
      code: 'unavailable',
      message: `GitLab does not answer as it should (so it is), so it is not known whether it did ${verb} this.`,
      suggestion: expect.stringMatching(/Look .* again/),
    });
  });

  it('speaks of a new commit only to those whose yes is for one commit', () => {
    expect(refusal('conflict', 'approve')).toMatchObject({
      code: 'conflict',
      message: 'A new commit arrived since you looked.',
    });
    expect(refusal('conflict', 'close')).toMatchObject({
      code: 'conflict',
      message: 'GitLab did not close this: so it is.',
      suggestion: expect.stringContaining('where it stands'),
    });
  });

  it('says that nothing was done only where the forge said so', () => {
    expect(refusal('invalid', 'close')).toMatchObject({
      code: 'refused',
      message: 'GitLab did not close this: so it is.',
      suggestion: expect.stringContaining('where it stands'),
    });
  });
});

describe('what a person is told when the forge does not say who they are', () => {
  const asked = (kind: ExternalErrorKind) => {
    const cause = new ExternalError({ provider: 'gitlab', operation: 'user', kind, message: 'so it is' });
    return whoOnForge({ signIn }, host, { whoAmI: () => Promise.reject(cause) } as unknown as Forge, 'approve');
  };

  it('is when to try again, where the forge asks the portal to slow down', async () => {
    await expect(asked('rate-limited')).rejects.toMatchObject({ code: 'rate-limited' });
  });

  it.each(['timeout', 'unavailable', 'not-found'] as const)('is that nothing was done: %s', async (kind) => {
    await expect(asked(kind)).rejects.toMatchObject({
      message: 'GitLab does not answer as it should: so it is.',
      suggestion: 'Nothing was done. Try again in a moment.',
    });
  });
});
