import { describe, expect, it } from 'vitest';
import { parseLock } from './lock.ts';
import { advisories, type Run, youngVersions } from './registry.ts';

const NOW = Date.UTC(2026, 10, 21);
const HOUR = 3_600_000;
const lockText = (version: string) => JSON.stringify({ packages: { 'node_modules/a': { version } } });
const lock = parseLock(lockText('2.0.0'));

/** Answers as npm and git do; what it was asked is kept. */
function answering(answers: Record<string, string | null>) {
  const asked: string[] = [];
  const ask: Run = async (command, args) => {
    asked.push(`${command} ${args.join(' ')}`);
    return answers[`${command} ${args[0]}`] ?? null;
  };
  return { ask, asked };
}

describe('advisories', () => {
  it('of high and critical severity are problems, lower ones are not', async () => {
    const vulnerabilities = {
      a: { severity: 'critical', range: '<2' },
      b: { severity: 'high', range: '*' },
      c: { severity: 'moderate', range: '*' },
    };
    const { problems, notChecked } = await advisories(
      answering({ 'npm audit': JSON.stringify({ vulnerabilities }) }).ask,
    );
    expect([problems.length, notChecked]).toEqual([2, undefined]);
  });

  it.each([[null], [''], ['<html>'], ['{"message":"405 Method Not Allowed","statusCode":405}']])(
    'that the registry does not tell (%j) are said not to be checked',
    async (answer) => {
      const finding = await advisories(answering({ 'npm audit': answer }).ask);
      expect(finding).toEqual({ problems: [], notChecked: 'advisories (the registry does not tell any)' });
    },
  );
});

describe('a version', () => {
  const asking = (before: string | null, publishedAt: number | null) =>
    answering({
      'git log': before === null ? null : 'abc\n',
      'git show': before,
      'npm view': publishedAt === null ? null : JSON.stringify({ '2.0.0': new Date(publishedAt).toISOString() }),
    });

  it('younger than three days is a problem', async () => {
    const { ask } = asking(lockText('1.0.0'), NOW - 71 * HOUR);
    expect((await youngVersions(lock, ask, NOW)).problems).toEqual(['a@2.0.0: it is younger than three days']);
  });

  it('older than that is none', async () => {
    const { ask } = asking(lockText('1.0.0'), NOW - 73 * HOUR);
    expect(await youngVersions(lock, ask, NOW)).toEqual({ problems: [] });
  });

  it('that was locked three days ago is not asked for', async () => {
    const { ask, asked } = asking(lockText('2.0.0'), NOW);
    expect(await youngVersions(lock, ask, NOW)).toEqual({ problems: [] });
    expect(asked.filter((one) => one.startsWith('npm'))).toEqual([]);
  });

  it.each([
    ['no history', null, NOW],
    ['no answer', lockText('1.0.0'), null],
  ])('of which there is %s is said not to be checked', async (_, before, publishedAt) => {
    const finding = await youngVersions(lock, asking(before, publishedAt).ask, NOW);
    expect(finding).toEqual({ problems: [], notChecked: expect.stringMatching(/^the age of /) });
  });
});
