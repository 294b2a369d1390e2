import { parseQuantity } from '#lib/domain/quantity/quantity.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import type { ManifestSubject } from '../reading/objects.ts';
import { kindName } from '../reading/scope.ts';
import { DATA_KEY, isGiven, quoted, type ShapeProblem } from './names.ts';

/** What the API server refuses of what holds data (pkg/apis/core/validation): settings, secrets and claims. */
export function dataProblems({ apiVersion, kind, value }: ManifestSubject): ShapeProblem[] {
  switch (kindName(apiVersion, kind)) {
    case 'ConfigMap':
      return entryProblems(value, ['data', 'binaryData'], kind);
    case 'Secret':
      return entryProblems(value, ['data', 'stringData'], kind);
    case 'PersistentVolumeClaim':
      return claimProblems(value);
    default:
      return [];
  }
}

function entryProblems(
  value: Readonly<Record<string, unknown>>,
  parts: readonly string[],
  kind: string,
): ShapeProblem[] {
  const entries = parts.flatMap((part) =>
    Object.entries(fieldsOf(value[part])).map(([key, text]) => ({ path: [part, key], key, text })),
  );
  const problems: ShapeProblem[] = entries
    .filter(({ key }) => !DATA_KEY.test(key))
    .map(({ path, key }) => {
      return { path, message: `the key ${quoted(key)} may hold letters, digits, and - _ . alone, 253 of them at most` };
    });
  const binary = fieldsOf(value.binaryData);
  if (kind === 'ConfigMap') {
    const twice = entries.filter(({ path, key }) => path[0] === 'data' && Object.hasOwn(binary, key));
    problems.push(
      ...twice.map(({ path, key }) => ({ path, message: `the key ${quoted(key)} is in binaryData as well` })),
    );
  }
  return problems;
}

function claimProblems(value: Readonly<Record<string, unknown>>): ShapeProblem[] {
  const { accessModes, resources } = fieldsOf(value.spec);
  const { storage } = fieldsOf(fieldsOf(resources).requests);
  const problems: ShapeProblem[] = [];
  if (itemsOf(accessModes).length === 0) {
    const fix = 'accessModes: [ReadWriteOnce]';
    problems.push({ path: ['spec', 'accessModes'], message: 'spec.accessModes must name one way at least', fix });
  }
  const amount = parseQuantity(storage);
  if (!isGiven(storage) || (amount !== null && amount <= 0n)) {
    const message = 'spec.resources.requests.storage must say how much, and more than nothing';
    problems.push({ path: ['spec', 'resources'], message, fix: 'resources:\n  requests:\n    storage: 5Gi' });
  }
  return problems;
}
