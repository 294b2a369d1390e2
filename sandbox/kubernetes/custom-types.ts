import type { PrinterColumn, ResourceType } from './object.ts';

const AGE: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

function column(name: string, jsonPath: string, priority = 0): PrinterColumn {
  return { name, type: 'string', jsonPath, priority };
}

function condition(type: string, field: 'status' | 'message'): string {
  return `.status.conditions[?(@.type == "${type}")].${field}`;
}

type Row = [group: string, version: string, kind: string, plural: string, scope: 'ns' | 'cluster', short: string[]];

function custom(row: Row, hasStatus: boolean, printerColumns: PrinterColumn[]): ResourceType {
  const [group, version, kind, plural, scope, shortNames] = row;
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames,
    namespaced: scope === 'ns',
    hasStatus,
    isCustom: true,
    printerColumns,
  };
}

/** The custom kinds the platform starts with; the columns are those of the projects' own definitions. */
export const CUSTOM_TYPES: ResourceType[] = [
  custom(['argoproj.io', 'v1alpha1', 'Application', 'applications', 'ns', ['app', 'apps']], false, [
    column('Sync Status', '.status.sync.status'),
    column('Health Status', '.status.health.status'),
    column('Revision', '.status.sync.revision', 10),
    column('Project', '.spec.project', 10),
  ]),
  custom(['argoproj.io', 'v1alpha1', 'AppProject', 'appprojects', 'ns', ['appproj', 'appprojs']], false, [AGE]),
  custom(['argoproj.io', 'v1alpha1', 'ApplicationSet', 'applicationsets', 'ns', ['appset', 'appsets']], true, [AGE]),
  custom(['kyverno.io', 'v1', 'ClusterPolicy', 'clusterpolicies', 'cluster', ['cpol']], true, [
    { name: 'ADMISSION', type: 'boolean', jsonPath: '.spec.admission' },
    { name: 'BACKGROUND', type: 'boolean', jsonPath: '.spec.background' },
    column('READY', condition('Ready', 'status')),
    { ...AGE, name: 'AGE' },
    column('FAILURE POLICY', '.spec.failurePolicy', 1),
    column('MESSAGE', condition('Ready', 'message')),
  ]),
  custom(['kyverno.io', 'v2', 'PolicyException', 'policyexceptions', 'ns', ['polex']], false, [AGE]),
  custom(['bitnami.com', 'v1alpha1', 'SealedSecret', 'sealedsecrets', 'ns', []], true, [
    column('Status', '.status.conditions[0].message'),
    column('Synced', '.status.conditions[0].status'),
    AGE,
  ]),
  custom(['cert-manager.io', 'v1', 'ClusterIssuer', 'clusterissuers', 'cluster', ['ciss']], true, [
    column('Ready', condition('Ready', 'status')),
    column('Status', condition('Ready', 'message'), 1),
    AGE,
  ]),
  custom(['cert-manager.io', 'v1', 'Certificate', 'certificates', 'ns', ['cert', 'certs']], true, [
    column('Ready', condition('Ready', 'status')),
    column('Secret', '.spec.secretName'),
    column('Issuer', '.spec.issuerRef.name', 1),
    column('Status', condition('Ready', 'message'), 1),
    AGE,
  ]),
];
