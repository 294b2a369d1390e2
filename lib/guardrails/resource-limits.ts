import type { Finding, Guardrail } from '#lib/domain/guardrail/guardrail.ts';
import { parseQuantity, type Quantity } from '#lib/domain/quantity/quantity.ts';
import { cutText, fieldsOf } from '#lib/domain/value/fields.ts';
import { type Container, containersOf, type PodSpec, podSpecsOf } from './pods/pod-specs.ts';
import { conclude, yamlFiles } from './reading/files.ts';
import { findingIn, isPolicy, type ManifestSubject, objectsOf } from './reading/objects.ts';

type Amounts = Readonly<Record<string, unknown>>;
type Resources = { requests: Amounts; limits: Amounts };

/** What stands in for a figure that is missing, in the YAML that a finding proposes. */
const PROPOSED = { 'requests.cpu': '100m', 'requests.memory': '128Mi', 'limits.memory': '256Mi' };

export const resourceLimits: Guardrail = {
  id: 'resource-limits',
  title: 'Requests and limits',
  rationale:
    'The scheduler places pods by what they request, and a container without a memory limit can take a whole node down with it.',
  evaluate(input) {
    const findings: Finding[] = [];
    let looked = false;
    for (const subject of objectsOf(yamlFiles(input)).filter((each) => !isPolicy(each))) {
      for (const pod of podSpecsOf(subject.value)) {
        looked = true;
        findings.push(...podFindings(subject, pod));
      }
    }
    return conclude(input, findings, looked, 'containers');
  },
};

function podFindings(subject: ManifestSubject, pod: PodSpec): Finding[] {
  const shared = resourcesOf(pod.spec.resources);
  // Ephemeral containers are for debugging a running pod and cannot have resources.
  return containersOf(pod, ['containers', 'initContainers']).flatMap((container) => [
    ...missing(subject, container, shared),
    ...contradictions(subject, container),
  ]);
}

function resourcesOf(value: unknown): Resources {
  const { requests, limits } = fieldsOf(value);
  return { requests: fieldsOf(requests), limits: fieldsOf(limits) };
}

/** A limit stands in for a missing request, as the API server has it; figures of the whole pod stand in for both. */
function missing(subject: ManifestSubject, container: Container, shared: Resources): Finding[] {
  const own = resourcesOf(container.fields.resources);
  const has = (amounts: Amounts, resource: string) => (parseQuantity(amounts[resource]) ?? 0n) > 0n;
  const requested = (resource: string) =>
    [own, shared].some(({ requests, limits }) => has(requests, resource) || has(limits, resource));
  const lacking = [
    ...(requested('cpu') ? [] : ['requests.cpu' as const]),
    ...(requested('memory') ? [] : ['requests.memory' as const]),
    ...(has(own.limits, 'memory') || has(shared.limits, 'memory') ? [] : ['limits.memory' as const]),
  ];
  if (lacking.length === 0) {
    return [];
  }
  const path = [...container.path, 'resources'];
  const message = `container ${container.name} has no ${lacking.map((field) => `resources.${field}`).join(', ')}`;
  return [findingIn(subject, path, { message, fix: proposal(own, lacking) })];
}

/** The `resources` block to write: what is there, and a sensible start for what is not. */
function proposal(own: Resources, lacking: readonly (keyof typeof PROPOSED)[]): string {
  const lines = ['resources:'];
  for (const part of ['requests', 'limits'] as const) {
    const kept = Object.entries(own[part]).map(
      ([resource, amount]) => `    ${cutText(resource, 60)}: ${cutText(String(amount), 40)}`,
    );
    const added = lacking
      .filter((field) => field.startsWith(part))
      .map((field) => `    ${field.split('.')[1]}: ${PROPOSED[field]}`);
    if (kept.length + added.length > 0) {
      lines.push(`  ${part}:`, ...added, ...kept);
    }
  }
  return lines.join('\n');
}

function contradictions(subject: ManifestSubject, container: Container): Finding[] {
  const { requests, limits } = resourcesOf(container.fields.resources);
  const findings: Finding[] = [];
  const report = (part: 'requests' | 'limits', resource: string, message: string, fix: string) => {
    const path = [...container.path, 'resources', part, resource];
    findings.push(findingIn(subject, path, { message: `container ${container.name}: ${message}`, fix }));
  };
  for (const resource of new Set([...Object.keys(requests), ...Object.keys(limits)])) {
    const request = parseQuantity(requests[resource]);
    const limit = parseQuantity(limits[resource]);
    if (isExtended(resource)) {
      checkExtended(resource, { request, limit, given: String(limits[resource] ?? requests[resource]) }, report);
    } else if (request !== null && limit !== null && request > limit) {
      const amount = String(requests[resource]);
      const message = `requests ${amount} of ${resource}, more than its limit ${String(limits[resource])}`;
      report('requests', resource, message, `limits:\n  ${resource}: ${amount}`);
    }
  }
  return findings;
}

type Extended = { request: Quantity | null; limit: Quantity | null; given: string };

/** GPUs and other devices come in whole pieces, and the limit is the request: kubernetes.io/docs, "Schedule GPUs". */
function checkExtended(
  resource: string,
  { request, limit, given }: Extended,
  report: (part: 'requests' | 'limits', resource: string, message: string, fix: string) => void,
): void {
  const fix = `limits:\n  ${resource}: ${given}`;
  if (limit === null) {
    report('requests', resource, `requests ${resource} without a limit; devices are given by their limit`, fix);
  } else if (request !== null && request !== limit) {
    report('requests', resource, `requests another number of ${resource} than its limit; they must be equal`, fix);
  } else if (limit % 1_000_000_000n !== 0n) {
    report('limits', resource, `${resource} comes in whole pieces only`, `limits:\n  ${resource}: 1`);
  }
}

/** Resources with a domain of their own, such as `nvidia.com/gpu`; those of Kubernetes itself have none or `kubernetes.io`. */
function isExtended(resource: string): boolean {
  const [domain = '', name] = resource.split('/');
  return name !== undefined && !domain.endsWith('kubernetes.io');
}
