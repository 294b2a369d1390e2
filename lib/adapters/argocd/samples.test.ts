import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Fields } from '#lib/domain/value/fields.ts';
import { APPLICATION_KIND } from './application-kind.ts';

const RECORDED = new URL('../../../../shared/contracts/samples/argo-cd-objects/diff-cache.yaml', import.meta.url);

it('what Argo CD 2.x wrote of an application that was synced by hand is read whole', ({ skip }) => {
  if (!existsSync(RECORDED)) {
    return skip('the recorded objects of upstream are not beside this checkout');
  }
  const application = APPLICATION_KIND.toDomain(parse(readFileSync(RECORDED, 'utf8')) as Fields);
  const ids = application.history.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(3);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  expect(application.history.every(({ revisions, deployedAt }) => revisions.length === 1 && deployedAt !== null)).toBe(
    true,
  );
  expect(application).toMatchObject({
    resourceHealth: 'inline',
    retry: null,
    operation: {
      phase: 'Succeeded',
      automated: false,
      retryCount: 0,
      revisions: ['ea8759964626a583667a2bfd08f334ec2070040a'],
      finishedAt: Date.parse('2024-03-05T07:33:04Z'),
    },
  });
  expect(application.resources.every(({ health }) => health === 'Healthy')).toBe(true);
  expect(application.hooks).toEqual([]);
});
