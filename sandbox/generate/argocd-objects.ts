import type { KubeObject } from '../kubernetes/object.ts';

const PROJECTS = ['default', 'apps', 'platform', 'data', 'ml', 'ci', 'shared', 'sandbox'];
/** What Argo CD's own documentation gives those whose waves are to wait (docs/operator-manual/health.md). */
const CHILD_HEALTH = `hs = {}
hs.status = "Progressing"
hs.message = ""
if obj.status ~= nil then
  if obj.status.health ~= nil then
    hs.status = obj.status.health.status
  end
end
return hs
`;

/** The projects of a big platform; the last one may be synced by day only. */
export function projectObjects(): KubeObject[] {
  return PROJECTS.map((name) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace: 'argocd' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      ...(name === PROJECTS.at(-1)
        ? { syncWindows: [{ kind: 'allow', schedule: '0 7 * * *', duration: '12h', applications: ['*'] }] }
        : {}),
    },
  }));
}

export function settingsObject(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace: 'argocd' },
    data: { 'resource.customizations.health.argoproj.io_Application': CHILD_HEALTH },
  };
}
