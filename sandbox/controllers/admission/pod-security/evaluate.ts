import type { KubeObject } from '../../../kubernetes/object.ts';
import { podSpecOf } from '../../api/pod-types.ts';
import { BASELINE_CHECKS } from './baseline.ts';
import { RESTRICTED_CHECKS } from './restricted.ts';

export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

const LABEL = 'pod-security.kubernetes.io/';

/** The level a namespace enforces. No label means privileged, as k3s leaves it; a wrong value means restricted. */
export function enforcedLevel(namespace: KubeObject | undefined): { level: PodSecurityLevel; version: string } {
  const labels = namespace?.metadata.labels ?? {};
  const value = labels[`${LABEL}enforce`] ?? 'privileged';
  const level = value === 'privileged' || value === 'baseline' || value === 'restricted' ? value : 'restricted';
  return { level, version: labels[`${LABEL}enforce-version`] ?? 'latest' };
}

/** What a pod does against a level, each rule in one phrase; empty when it may run. */
export function podSecurityViolations(pod: KubeObject, level: PodSecurityLevel): string[] {
  if (level === 'privileged') {
    return [];
  }
  const restricted = level === 'restricted' ? RESTRICTED_CHECKS : [];
  const overridden = new Set(restricted.flatMap((check) => check.overrides ?? []));
  const checks = [...BASELINE_CHECKS.filter((check) => !overridden.has(check.id)), ...restricted];
  return checks
    .map((check) => check.violation(podSpecOf(pod), pod.metadata.annotations ?? {}))
    .filter((violation) => violation !== null);
}
