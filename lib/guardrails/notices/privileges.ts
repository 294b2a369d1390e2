import type { Notice } from '#lib/domain/guardrail/notice.ts';
import { fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { isSame } from '#lib/domain/value/same.ts';
import { type Demand, demandsOf } from '../pods/baseline.ts';
import { podSpecsOf } from '../pods/pod-specs.ts';
import { nestedValues } from '../reading/embedded.ts';
import { groupOf, isPolicy, type ManifestSubject } from '../reading/objects.ts';
import { noticeIn, type ObjectPair } from './pairs.ts';

/** The label by which Kubernetes holds the pods of a namespace to a standard. */
const POD_SECURITY = 'pod-security.kubernetes.io/enforce';

/** Rights that are given, rules that change, and what pods ask of their node beyond the baseline and did not before. */
export function privileges({ before, after }: ObjectPair): Notice[] {
  if (after === null || (before !== null && isSame(before.value, after.value))) {
    return [];
  }
  const notice = (message: string) => noticeIn('privilege', after, [], message);
  const is = before === null ? 'is new' : 'changes';
  if (groupOf(after.apiVersion) === 'rbac.authorization.k8s.io') {
    return [notice(`${is}: ${rightsOf(after)}`)];
  }
  if (isPolicy(after)) {
    return [notice(`${is}: it decides what others may put into the cluster`)];
  }
  return [...labels(before, after), ...asked(before, after)];
}

function labels(before: ManifestSubject | null, after: ManifestSubject): Notice[] {
  const [was, now] = [before, after].map((subject) =>
    textOf(fieldsOf(fieldsOf(subject?.value.metadata).labels)[POD_SECURITY]),
  );
  return after.kind === 'Namespace' && was !== now
    ? [
        noticeIn(
          'privilege',
          after,
          ['metadata', 'labels'],
          `its pods are held to ${now || 'no standard'}, not to ${was || 'none'}`,
        ),
      ]
    : [];
}

function asked(before: ManifestSubject | null, after: ManifestSubject): Notice[] {
  const known = new Set(before === null ? [] : demandsIn(before).map(({ what }) => what));
  return demandsIn(after)
    .filter(({ what }) => !known.has(what))
    .map(({ path, what }) => noticeIn('privilege', after, path, what));
}

/** What its pods ask of their node, and whose rights they have. */
function demandsIn({ document }: ManifestSubject): Pick<Demand, 'path' | 'what'>[] {
  return nestedValues(document).flatMap(({ value, locate }) =>
    podSpecsOf(value).flatMap((pod) => {
      const account = textOf(pod.spec.serviceAccountName, 63);
      const runsAs =
        account === '' || account === 'default'
          ? []
          : [
              {
                path: [...pod.path, 'serviceAccountName'],
                what: `runs with the rights of the service account ${account}`,
              },
            ];
      return [...demandsOf(pod), ...runsAs].map(({ path, what }) => ({ path: locate(path), what }));
    }),
  );
}

/** What a role allows, or whom a binding gives it to. */
function rightsOf({ kind, value }: ManifestSubject): string {
  if (kind.endsWith('Binding')) {
    const { kind: of, name } = fieldsOf(value.roleRef);
    const whom = itemsOf(value.subjects, 5).map(
      (subject) => `${textOf(fieldsOf(subject).kind, 40)} ${textOf(fieldsOf(subject).name, 80)}`,
    );
    return `it gives ${textOf(of, 40)} ${textOf(name, 80)} to ${whom.join(', ') || 'nobody'}`;
  }
  const rules = itemsOf(value.rules, 50).map(fieldsOf);
  const has = (field: string) => rules.some((rule) => itemsOf(rule[field], 100).includes('*'));
  return has('verbs') || has('resources') ? 'it allows everything (*) of something' : 'it says what may be done';
}
