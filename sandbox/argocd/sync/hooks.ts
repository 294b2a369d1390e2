import type { KubeObject } from '../../kubernetes/object.ts';
import {
  annotationList,
  annotationOf,
  HELM_HOOK,
  HELM_HOOK_DELETE_POLICY,
  HELM_HOOK_WEIGHT,
  HOOK,
  HOOK_DELETE_POLICY,
  SYNC_WAVE,
} from '../application/annotations.ts';

export type SyncPhase = 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail';
export type DeletePolicy = 'HookSucceeded' | 'HookFailed' | 'BeforeHookCreation';

export const SYNC_PHASES: readonly SyncPhase[] = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];
const HOOK_TYPES = new Set<string>([...SYNC_PHASES, 'Skip', 'PreDelete', 'PostDelete']);

const HELM_TYPES: Record<string, string> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
};
const HELM_POLICIES: Record<string, DeletePolicy> = {
  'before-hook-creation': 'BeforeHookCreation',
  'hook-succeeded': 'HookSucceeded',
  'hook-failed': 'HookFailed',
};

/** What an object is a hook for; Helm's annotation counts only without one of Argo CD: sync/hook/hook.go, Types. */
function hookTypes(object: KubeObject): string[] {
  const own = annotationList(object, HOOK).filter((type) => HOOK_TYPES.has(type));
  return own.length > 0
    ? own
    : annotationList(object, HELM_HOOK).flatMap((type) => (HELM_TYPES[type] === undefined ? [] : [HELM_TYPES[type]]));
}

/** `Skip` and nothing else: never applied, never counted. */
export function isSkipped(object: KubeObject): boolean {
  const types = hookTypes(object);
  return types.length === 1 && types[0] === 'Skip';
}

export function isHook(object: KubeObject): boolean {
  if (annotationOf(object, HOOK) !== undefined) {
    return !isSkipped(object);
  }
  const helm = annotationList(object, HELM_HOOK);
  // `crd-install` is a plain resource.
  return helm.length > 0 && !helm.includes('crd-install');
}

/** The phases in which an object has its turn: sync/sync_phase.go. */
export function phasesOf(object: KubeObject): SyncPhase[] {
  if (isSkipped(object)) {
    return [];
  }
  return isHook(object) ? SYNC_PHASES.filter((phase) => hookTypes(object).includes(phase)) : ['Sync'];
}

/** When a hook's object is deleted; before the next one is created if it says nothing. */
export function deletePolicies(object: KubeObject): DeletePolicy[] {
  const own = annotationList(object, HOOK_DELETE_POLICY).filter((policy): policy is DeletePolicy =>
    Object.values(HELM_POLICIES).includes(policy as DeletePolicy),
  );
  const helm = annotationList(object, HELM_HOOK_DELETE_POLICY).flatMap((policy) => HELM_POLICIES[policy] ?? []);
  const policies = own.length > 0 ? own : helm;
  return policies.length > 0 ? policies : ['BeforeHookCreation'];
}

function integer(text: string | undefined): number | null {
  return text !== undefined && /^[+-]?\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The wave of an object: the annotation, else Helm's weight, else 0; what is no integer counts as missing. */
export function waveOf(object: KubeObject): number {
  return integer(annotationOf(object, SYNC_WAVE)) ?? integer(annotationOf(object, HELM_HOOK_WEIGHT)) ?? 0;
}
