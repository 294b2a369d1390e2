import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import { toStep } from '#lib/domain/wave/ladder.ts';
import { STANDINGS } from '#lib/domain/wave/settled.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { times } from '#lib/testing/long.ts';
import { keepRows } from './kept-rows.ts';
import { toApplicationRow } from './row.ts';
import { APPLICATION_SORTS, type ApplicationSelection, selectRows } from './select-rows.ts';

const ROOT = 'argocd/dev-platform';

const names = fc.integer({ min: 0, max: 30 }).map((number) => `app-${number}`);
const change = fc.tuple(
  names,
  fc.record({
    wave: fc.integer({ min: -1, max: 3 }),
    project: fc.constantFrom('apps', 'infra'),
    parent: fc.constantFrom(ROOT, 'argocd/other', null),
    health: fc.constantFrom<Application['health'][]>('Healthy', 'Progressing', 'Degraded'),
    healthSince: fc.integer({ min: 1, max: 5 }),
  }),
);
const selection: fc.Arbitrary<ApplicationSelection> = fc.record({
  ladder: fc.constant(''),
  search: fc.constantFrom('', 'app-1', 'INFRA healthy', 'nothing'),
  standings: fc.uniqueArray(fc.constantFrom(...STANDINGS), { maxLength: 2 }),
  waves: fc.uniqueArray(fc.integer({ min: -1, max: 3 }), { maxLength: 2 }),
  sort: fc.constantFrom(...APPLICATION_SORTS),
  descending: fc.boolean(),
});

type Step = (applications: ReturnType<typeof testCollection<Application>>) => void;
const upsert: fc.Arbitrary<Step> = change.map(
  ([name, fields]) =>
    (applications) =>
      applications.set(`argocd/${name}`, application({ name, ...fields })),
);
const remove: fc.Arbitrary<Step> = names.map((name) => (applications) => applications.delete(`argocd/${name}`));
/** More than are put in their places one by one. */
const burst: fc.Arbitrary<Step> = fc.integer({ min: 0, max: 3 }).map((wave) => (applications) => {
  for (let number = 0; number < 150; number += 1) {
    const name = `burst-${number}`;
    applications.set(`argocd/${name}`, application({ name, wave: (number + wave) % 4 }));
  }
});

it('rows that are kept are at every moment those that would be made and sorted anew', () => {
  const steps = fc.array(
    fc.tuple(fc.oneof({ weight: 20, arbitrary: upsert }, { weight: 5, arbitrary: remove }, burst), selection),
    {
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 60 }), (all, limit) => {
      const applications = testCollection<Application>();
      const kept = keepRows(applications, ROOT);
      for (const [step, asked] of all) {
        step(applications);
        const rows = [...applications.values()].map((each) => toApplicationRow(each, ROOT));
        const expected = selectRows(rows, asked);
        const found = kept.select(asked, limit);
        expect(found.rows.map(({ id }) => id)).toEqual(expected.slice(0, limit).map(({ id }) => id));
        expect(found.matching).toBe(expected.length);
        expect(new Set(kept.all())).toEqual(new Set(rows));
        for (const [key, parent] of [
          ['', ROOT],
          ['argocd/other', 'argocd/other'],
          ['none', null],
        ] as const) {
          const children = [...applications.values()].filter((each) => each.parent === parent);
          expect(new Set(kept.steps(key))).toEqual(new Set(children.map(toStep)));
          expect(kept.ladders().get(key) ?? 0).toBe(children.length);
        }
      }
    }),
    { numRuns: times(40, 1000) },
  );
});

it('a row stays the very same as long as its application does, so that nothing is made anew for a look', () => {
  const applications = testCollection<Application>([
    ['argocd/a', application({ name: 'a' })],
    ['argocd/b', application({ name: 'b' })],
  ]);
  const kept = keepRows(applications, ROOT);
  const [a, b] = [...kept.all()];
  applications.set('argocd/b', application({ name: 'b', health: 'Degraded' }));
  const [sameA, otherB] = [...kept.all()];
  expect(sameA).toBe(a);
  expect(otherB).not.toBe(b);
});
