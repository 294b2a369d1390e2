import type { KubeObject } from '../../kubernetes/object.ts';
import { requirementsMeet } from '../api/labels.ts';
import type { NodeSelectorTerm, PodSpec } from '../api/pod-types.ts';

function termMatches(term: NodeSelectorTerm, node: KubeObject): boolean {
  const isEmpty = (term.matchExpressions ?? []).length + (term.matchFields ?? []).length === 0;
  return (
    !isEmpty &&
    requirementsMeet(term.matchExpressions, node.metadata.labels ?? {}) &&
    requirementsMeet(term.matchFields, { 'metadata.name': node.metadata.name })
  );
}

export function nodeTermsMatch(terms: readonly NodeSelectorTerm[], node: KubeObject): boolean {
  return terms.some((term) => termMatches(term, node));
}

/** Node selector and required node affinity: component-helpers/scheduling/corev1/nodeaffinity. */
export function nodeMatchesPod(spec: PodSpec, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return (
    Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value) &&
    (required === undefined || nodeTermsMatch(required.nodeSelectorTerms ?? [], node))
  );
}
