/** A package of declarations and how its files are named in the API's own way. */
export type ModelPackage = { name: string; definitionOf(path: string): string };

/** Groups whose Go package is not `k8s.io/api/<first label>`. */
const OTHER_ROOTS: Record<string, string> = {
  'apiextensions.k8s.io': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  'apiregistration.k8s.io': 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
};

/**
 * Where the declarations come from. Definitions get the names that the API server gives them in `/openapi/v3`:
 * `apps/v1/Deployment` of `kubernetes-models` is `io.k8s.api.apps.v1.Deployment`.
 */
export const MODEL_PACKAGES: readonly ModelPackage[] = [
  {
    name: '@kubernetes-models/apimachinery',
    definitionOf: (path) => `io.k8s.apimachinery.pkg.${path.replaceAll('/', '.')}`,
  },
  {
    name: 'kubernetes-models',
    definitionOf(path) {
      const parts = path.split('/');
      const [group = '', ...rest] = parts.length === 2 ? ['core', ...parts] : parts;
      return [OTHER_ROOTS[group] ?? `io.k8s.api.${group.split('.')[0]}`, ...rest].join('.');
    },
  },
  {
    name: '@kubernetes-models/argo-cd',
    definitionOf: (path) => `io.${path.replace('argoproj.io/', 'argoproj.').replaceAll('/', '.')}`,
  },
];
