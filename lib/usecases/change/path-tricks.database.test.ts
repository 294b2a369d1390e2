// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of templates look like those of JavaScript
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { matchesPath } from '#lib/domain/repository/path.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { templateOf, withSteps } from '#lib/templates/testing/template-files.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { PATH_TRICKS } from '#lib/testing/path-tricks.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { openChange } from './open.ts';

const MANIFEST = configMap('x');
const publish = '    - action: portolan:merge-request\n      input: {branchName: add, title: Add}\n';
const fetching = (input: string) =>
  withSteps(`    - action: fetch:template\n      input: {url: ./skeleton, ${input}}\n${publish}`);

/** Templates that let a person decide where a file goes, as careless ones do. */
const TEMPLATES = {
  'the name of a file': templateOf({
    'template.yaml': fetching('values: {path: "${{ parameters.name }}"}'),
    'skeleton/${{ values.path }}': MANIFEST,
  }),
  'a part of the name of a file': templateOf({
    'template.yaml': fetching('values: {path: "${{ parameters.name }}"}'),
    'skeleton/apps/x/${{ values.path }}': MANIFEST,
  }),
  'the folder that files go to': templateOf({
    'template.yaml': fetching('targetPath: "${{ parameters.name }}"'),
    'skeleton/kustomization.yaml': MANIFEST,
  }),
  'the folder of the merge request': templateOf({
    'template.yaml': withSteps(
      '    - action: fetch:plain\n      input: {url: ./skeleton}\n    - action: portolan:merge-request\n      input: {branchName: add, title: Add, targetPath: "${{ parameters.name }}"}\n',
    ),
    'skeleton/CODEOWNERS': MANIFEST,
  }),
  'the name of the branch': templateOf({
    'template.yaml': withSteps(
      '    - action: fetch:plain\n      input: {url: ./skeleton}\n    - action: portolan:merge-request\n      input: {branchName: "${{ parameters.name }}", title: Add}\n',
    ),
    'skeleton/evil.yaml': MANIFEST,
  }),
};

let portal: TestPortal;
let dana: UserContext;
beforeAll(async () => {
  portal = await createTestPortal({ templates: new Map(Object.entries(TEMPLATES)) });
  dana = await portal.as('dana', { role: 'developer' });
});
afterAll(() => portal.close());

const send = (templateId: string, name: string) =>
  openChange(dana, { templateId, values: { name }, idempotencyKey: randomUUID() });

/** Every file that is on any branch, and was not there in the beginning. */
function written(): string[] {
  const { branches } = portal.forge.repository;
  return [...branches.keys()]
    .flatMap((branch) => [...(portal.forge.repository.find(branch)?.files.keys() ?? [])])
    .filter((path) => path !== 'README.md');
}

describe.each(Object.keys(TEMPLATES))('a form that decides %s', (templateId) => {
  it(`writes nothing outside of the landing zone by any of ${PATH_TRICKS.length} tricks`, async () => {
    expect(PATH_TRICKS.length).toBeGreaterThanOrEqual(60);
    const strays: string[] = [];
    for (const trick of PATH_TRICKS) {
      await send(templateId, trick).catch((error: unknown) => {
        // Refused in words for the person, never a crash.
        expect(error, trick).toBeInstanceOf(PortalError);
        expect((error as PortalError).code, trick).not.toBe('unexpected');
      });
      // Looked at each time: the next one changes the same merge request.
      strays.push(...written().filter((path) => !matchesPath('apps/x/**', path)));
    }
    expect(strays).toEqual([]);
  });
});

it('writes where it may, so that what is refused is refused for its path', async () => {
  await send('the name of a file', 'apps/good/a.yaml');
  expect(written()).toContain('apps/good/a.yaml');
});
