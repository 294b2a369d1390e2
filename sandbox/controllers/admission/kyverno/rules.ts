import type { KubeObject } from '../../../kubernetes/object.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../../api/fields.ts';
import { selectorMatches } from '../../api/labels.ts';
import { matchesWildcard } from '../../api/wildcard.ts';

/** A rule of a policy for one kind, as Kyverno evaluates it. */
export type Rule = { name: string; match: Fields; exclude: Fields; validate: Fields; raw: Fields };

const CONTROLLERS = new Set(['DaemonSet', 'Deployment', 'Job', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);
const NAME_LENGTH = 63;

function kindsOf(block: Fields): string[] {
  return [...listOf(block.any), ...listOf(block.all)].flatMap((element) =>
    listOf(fieldsOf(fieldsOf(element).resources).kinds).map((kind) => textOf(kind)),
  );
}

/** A rule for pods alone is also meant for what makes pods: pkg/autogen. */
function isForPodsAlone(rule: Fields): boolean {
  const kinds = kindsOf(fieldsOf(rule.match));
  return kinds.length > 0 && kinds.every((kind) => kind === 'Pod');
}

function wrapped(validate: Fields, wrap: (pattern: unknown) => Fields): Fields {
  return {
    ...validate,
    ...(validate.pattern === undefined ? {} : { pattern: wrap(validate.pattern) }),
    ...(Array.isArray(validate.anyPattern) ? { anyPattern: validate.anyPattern.map(wrap) } : {}),
  };
}

function forKind(block: Fields, kind: string): Fields {
  const change = (value: unknown) =>
    listOf(value).map((element) => {
      const resources = fieldsOf(fieldsOf(element).resources);
      return {
        ...fieldsOf(element),
        resources: { ...resources, kinds: resources.kinds === undefined ? undefined : [kind] },
      };
    });
  return {
    ...(block.any === undefined ? {} : { any: change(block.any) }),
    ...(block.all === undefined ? {} : { all: change(block.all) }),
  };
}

/** The rules of a policy that look at a kind, those that Kyverno generates for controllers of pods among them. */
export function rulesFor(policy: KubeObject, kind: string): Rule[] {
  const isController = CONTROLLERS.has(kind);
  return listOf(policy.spec?.rules).flatMap((value): Rule[] => {
    const raw = fieldsOf(value);
    const name = textOf(raw.name);
    const validate = fieldsOf(raw.validate);
    const parts = { match: fieldsOf(raw.match), exclude: fieldsOf(raw.exclude), raw };
    if (kind === 'Pod' || !isForPodsAlone(raw)) {
      return [{ name, validate, ...parts }];
    }
    const blocks = { match: forKind(parts.match, kind), exclude: forKind(parts.exclude, kind), raw };
    if (isController) {
      const template = wrapped(validate, (pattern) => ({ spec: { template: pattern } }));
      return [{ name: `autogen-${name}`.slice(0, NAME_LENGTH), validate: template, ...blocks }];
    }
    const cron = wrapped(validate, (pattern) => ({ spec: { jobTemplate: { spec: { template: pattern } } } }));
    return kind === 'CronJob'
      ? [{ name: `autogen-cronjob-${name}`.slice(0, NAME_LENGTH), validate: cron, ...blocks }]
      : [];
  });
}

function elementMatches(element: unknown, object: KubeObject): boolean {
  const { kinds, namespaces, names, name, selector } = fieldsOf(fieldsOf(element).resources);
  const isListed = (patterns: unknown, text: string) =>
    listOf(patterns).length === 0 || listOf(patterns).some((pattern) => matchesWildcard(textOf(pattern), text));
  return (
    isListed(kinds, object.kind) &&
    isListed(namespaces, object.metadata.namespace ?? '') &&
    isListed(names ?? (name === undefined ? undefined : [name]), object.metadata.name) &&
    (selector === undefined || selectorMatches(selector, object.metadata.labels))
  );
}

/** `match` and `exclude` blocks: one element of `any`, every element of `all`. An empty block matches nothing. */
export function blockMatches(block: Fields, object: KubeObject): boolean {
  const [any, all] = [listOf(block.any), listOf(block.all)];
  return (
    any.length + all.length > 0 &&
    (any.length === 0 || any.some((element) => elementMatches(element, object))) &&
    all.every((element) => elementMatches(element, object))
  );
}
