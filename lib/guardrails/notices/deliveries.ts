import type { Notice } from '#lib/domain/guardrail/notice.ts';
import { fieldsOf, flagOf, textOf } from '#lib/domain/value/fields.ts';
import { readApplication } from '../reading/applications.ts';
import type { ManifestSubject } from '../reading/objects.ts';
import { noticeIn, type ObjectPair } from './pairs.ts';

/** An application that is read from elsewhere, goes elsewhere, or removes what it did not before. */
export function deliveries({ before, after }: ObjectPair): Notice[] {
  const [was, now] = [before, after].map((subject) => (subject === null ? null : factsOf(subject)));
  if (after === null || was == null || now == null) {
    return [];
  }
  return Object.entries(now)
    .filter(([what, value]) => was[what] !== value)
    .map(([what, value]) =>
      noticeIn(
        'delivery',
        after,
        ['spec'],
        `its ${what} is ${value || 'not named'}, not ${was[what] || 'as nothing was named'}`,
      ),
    );
}

function factsOf(subject: ManifestSubject): Record<string, string> | null {
  const application = readApplication(subject);
  if (application === null) {
    return null;
  }
  const { project, destination, sources } = application;
  const { automated } = fieldsOf(fieldsOf(subject.value.spec).syncPolicy);
  const source = ({ fields }: (typeof sources)[number]) =>
    [fields.repoURL, fields.path, fields.chart, fields.targetRevision]
      .map((part) => textOf(part, 200))
      .filter(Boolean)
      .join(' ');
  return {
    source: sources.map(source).join(', '),
    destination: [destination.server || destination.name, destination.namespace].filter(Boolean).join(' '),
    project,
    pruning: flagOf(fieldsOf(automated).prune) ? 'on' : 'off',
  };
}
