import type { Finding, Guardrail, GuardrailInput } from '#lib/domain/guardrail/guardrail.ts';
import type { ManifestDocument, ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { type Demand, demandsOf, isOn } from './pods/baseline.ts';
import { podSpecsOf } from './pods/pod-specs.ts';
import { nestedValues } from './reading/embedded.ts';
import { conclude, filesWithRoles } from './reading/files.ts';
import { createLandingResolver, matchesName } from './reading/namespaces.ts';
import { findingIn, isPolicy, type ManifestSubject, subjectOf } from './reading/objects.ts';
import { walkValues } from './reading/walk.ts';

export const noPrivilegedPods: Guardrail = {
  id: 'no-privileged-pods',
  title: 'No privileged pods',
  rationale:
    'A pod that is privileged or shares the node can read every secret on it and become root; only namespaces made for that may hold one.',
  evaluate(input) {
    const findings: Finding[] = [];
    let looked = false;
    const landingOf = createLandingResolver(input);
    for (const { file, role } of filesWithRoles(input)) {
      if (role !== 'manifest' && role !== 'values') {
        continue;
      }
      for (const document of file.parsed.documents) {
        const subject = subjectOf(file.path, document);
        if (isPolicy(subject)) {
          continue;
        }
        const { demands, pods } = lookInto(document, role === 'values');
        looked ||= pods;
        const landings = landingOf(file.path, subject?.namespace ?? '');
        const closed = landings.find(({ namespace }) => !matchesName(input.privilegedNamespaces, namespace));
        if (landings.length === 0 || closed !== undefined) {
          findings.push(
            ...demands.map((demand) => toFinding(input, file.path, { document, subject }, demand, closed?.namespace)),
          );
        }
        findings.push(...namespaceFindings(input, subject));
      }
    }
    return conclude(input, findings, looked, 'pods');
  },
};

function lookInto(document: ManifestDocument, isValues: boolean): { demands: Demand[]; pods: boolean } {
  const demands: Demand[] = [];
  let pods = false;
  for (const nested of nestedValues(document)) {
    const specs = podSpecsOf(nested.value);
    pods ||= specs.length > 0;
    const isSetting = isValues || nested.path.length > 0;
    const found = [...specs.flatMap(demandsOf), ...switchesIn(nested.value, isSetting)];
    demands.push(...found.map((demand) => ({ ...demand, path: nested.locate(demand.path) })));
  }
  const unique = new Map(demands.map((demand) => [demand.path.join('\u0000'), demand]));
  return { demands: [...unique.values()], pods };
}

const SWITCHES = new Set(['privileged', 'hostNetwork', 'hostPID', 'hostIPC']);

/**
 * Fields that mean the same wherever they stand: in the settings of a chart, in a patch, in a kind nobody listed here, and in volumes
 * that a claim can bind to.
 */
function switchesIn(value: unknown, isSetting: boolean): Demand[] {
  const demands: Demand[] = [];
  for (const { path, key, value: inner, parent } of walkValues(value)) {
    if (parent === null || path.at(-1) !== key || !isOn(inner) || inner === '') {
      continue;
    }
    if (SWITCHES.has(key)) {
      demands.push({ path, what: `${key} is on`, fix: `${key}: false` });
    } else if (key === 'hostPath' && (isSetting || typeof inner === 'object')) {
      demands.push({ path, what: 'hostPath: a folder of the node', fix: 'Use another kind of volume.' });
    }
  }
  return demands;
}

type Place = { document: ManifestDocument; subject: ManifestSubject | null };

function toFinding(
  input: GuardrailInput,
  file: string,
  { document, subject }: Place,
  demand: Demand,
  namespace: string | undefined,
): Finding {
  const allowed = input.privilegedNamespaces.join(', ') || 'none';
  const where = namespace === undefined ? 'which says no namespace' : `in namespace ${namespace.slice(0, 63)}`;
  const message = `${demand.what} (${where}; allowed in: ${allowed})`;
  const detail = { message, fix: demand.fix };
  if (subject !== null) {
    return findingIn(subject, demand.path, detail);
  }
  return { severity: 'fail', file, line: document.lineOf(demand.path), ...detail };
}

const LEVEL = 'pod-security.kubernetes.io/enforce';

/** A namespace that lets privileged pods in is as good as one. */
function namespaceFindings(input: GuardrailInput, subject: ManifestSubject | null): Finding[] {
  if (subject === null) {
    return [];
  }
  const places: { path: ManifestPath; labels: unknown; name: string }[] = [];
  if (subject.kind === 'Namespace') {
    places.push({ path: ['metadata', 'labels'], labels: fieldsOf(subject.value.metadata).labels, name: subject.name });
  }
  if (subject.kind === 'Application') {
    const spec = fieldsOf(subject.value.spec);
    const managed = fieldsOf(fieldsOf(spec.syncPolicy).managedNamespaceMetadata);
    const path = ['spec', 'syncPolicy', 'managedNamespaceMetadata', 'labels'];
    places.push({ path, labels: managed.labels, name: String(fieldsOf(spec.destination).namespace ?? '') });
  }
  return places
    .filter(
      ({ labels, name }) => fieldsOf(labels)[LEVEL] === 'privileged' && !matchesName(input.privilegedNamespaces, name),
    )
    .map(({ path, name }) =>
      findingIn(subject, [...path, LEVEL], {
        message: `the namespace ${name.slice(0, 63)} would let privileged pods in`,
        fix: `${LEVEL}: restricted`,
      }),
    );
}
