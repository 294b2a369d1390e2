import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longer than half a minute, or wait for most of it: begun last, everything else would wait for them. */
const LONG = [
  'lib/runtime/source-matrix.postgresql.database.test.ts',
  'sandbox/platform/platform.conformance.test.ts',
  'lib/usecases/change/forge-faults-gitlab.conformance.test.ts',
  'sandbox/argocd/status.conformance.test.ts',
  'lib/runtime/platform-metrics.conformance.test.ts',
  'lib/adapters/db/audit/verify.database.test.ts',
  'lib/adapters/db/kills.database.test.ts',
];

/** The order of the files of a run. Vitest's own goes by how long each took the last time, which a fresh clone does not know. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex((long) => moduleId.endsWith(`/${long}`));
      return place === -1 ? LONG.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
