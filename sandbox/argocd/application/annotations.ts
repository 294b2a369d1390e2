import type { KubeObject } from '../../kubernetes/object.ts';

export const REFRESH = 'argocd.argoproj.io/refresh';
export const SKIP_RECONCILE = 'argocd.argoproj.io/skip-reconcile';
export const TRACKING_ID = 'argocd.argoproj.io/tracking-id';
export const IGNORE_HEALTH_CHECK = 'argocd.argoproj.io/ignore-healthcheck';
export const COMPARE_OPTIONS = 'argocd.argoproj.io/compare-options';
export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
export const HOOK = 'argocd.argoproj.io/hook';
export const HOOK_DELETE_POLICY = 'argocd.argoproj.io/hook-delete-policy';
export const HOOK_FINALIZER = 'argocd.argoproj.io/hook-finalizer';
export const HELM_HOOK = 'helm.sh/hook';
export const HELM_HOOK_WEIGHT = 'helm.sh/hook-weight';
export const HELM_HOOK_DELETE_POLICY = 'helm.sh/hook-delete-policy';

export const RESOURCES_FINALIZER = 'resources-finalizer.argocd.argoproj.io';
export const BACKGROUND_FINALIZER = `${RESOURCES_FINALIZER}/background`;
export const FOREGROUND_FINALIZERS = [RESOURCES_FINALIZER, `${RESOURCES_FINALIZER}/foreground`];

export function annotationOf(object: KubeObject | null | undefined, name: string): string | undefined {
  const value = object?.metadata.annotations?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The parts of an annotation that holds a list with commas. */
export function annotationList(object: KubeObject | null | undefined, name: string): string[] {
  return (annotationOf(object, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function hasOption(object: KubeObject | null | undefined, annotation: string, option: string): boolean {
  return annotationList(object, annotation).includes(option);
}
