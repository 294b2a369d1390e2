import { expect, it } from 'vitest';
import { configMap } from '#lib/testing/config-map.ts';
import { PATH_TRICKS } from '#lib/testing/path-tricks.ts';
import { inputOf, LANDING, runRule } from '../testing/input.ts';

const MANIFEST = configMap('x');
const verdictOn = (path: string, paths = LANDING.paths, before: Record<string, string> = {}) => {
  const input = inputOf({ [path]: MANIFEST }, before, { landing: { ...LANDING, paths } });
  return runRule('landing-zone', input).verdict;
};

it.each(PATH_TRICKS)('the head of a merge request that writes %j fails', (path) => {
  expect(verdictOn(path)).toBe('fail');
});

it('fails for what steers pipelines and reviews also where the zone is everything', () => {
  const steering = PATH_TRICKS.filter((path) =>
    /(^|\/)\.?(git|gitlab|github|gitea|forgejo|woodpecker|drone|circleci|codeowners|jenkinsfile)/i.test(path),
  );
  expect(steering.length).toBeGreaterThan(15);
  expect(steering.filter((path) => verdictOn(path, ['**']) !== 'fail')).toEqual([]);
});

it('fails for a file that differs from one that is there in letters only, and for links and submodules', () => {
  expect(verdictOn('apps/X/a.yaml', LANDING.paths, { 'apps/x/a.yaml': MANIFEST })).toBe('fail');
  for (const entry of ['link', 'submodule'] as const) {
    const input = inputOf({ 'apps/x/a.yaml': MANIFEST });
    const files = input.files.map((file) => ({ ...file, entry }));
    expect(runRule('landing-zone', { ...input, files }).verdict).toBe('fail');
  }
});

it('passes for a plain path', () => {
  expect(verdictOn('apps/good/a.yaml')).not.toBe('fail');
});
