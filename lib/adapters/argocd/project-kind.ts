import type { Project, SyncWindow } from '#lib/domain/sync-window/sync-window.ts';
import { type Fields, fieldsOf, itemsOf, oneOf, textOf } from '#lib/domain/value/fields.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { readMetadata } from '../_shared/object-metadata.ts';
import { parseGoDuration } from './go-duration.ts';

const MOST_WINDOWS = 100;
const MOST_PATTERNS = 100;
/** One that lists names is longer than any name. */
const LONGEST_PATTERN = 512;

/** `AppProject`, of which only the times are kept in which its applications may be synced. */
export const PROJECT_KIND: KindDescriptor<Project> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  resource: 'appprojects',
  kind: 'AppProject',
  namespaced: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const { namespace, name } = readMetadata(object);
    const windows = itemsOf(fieldsOf(object.spec).syncWindows, MOST_WINDOWS).map(fieldsOf).flatMap(readWindow);
    return { id: `${namespace}/${name}`, name, windows };
  },
};

function readWindow(fields: Fields): SyncWindow[] {
  const kind = oneOf(fields.kind, ['allow', 'deny'] as const, null);
  return kind === null
    ? []
    : [
        {
          kind,
          schedule: textOf(fields.schedule),
          // What cannot be read is kept: Argo CD refuses every sync for it.
          durationMs: parseGoDuration(textOf(fields.duration)),
          timeZone: textOf(fields.timeZone) || 'UTC',
          applications: readPatterns(fields.applications),
          namespaces: readPatterns(fields.namespaces),
          clusters: readPatterns(fields.clusters),
          isAll: fields.andOperator === true,
          allowsManual: fields.manualSync === true,
        },
      ];
}

function readPatterns(value: unknown): string[] {
  return itemsOf(value, MOST_PATTERNS).map((item) => textOf(item, LONGEST_PATTERN));
}
