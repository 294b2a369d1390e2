import type { Cluster } from '../../controllers/api/cluster.ts';
import { textsOf } from '../../controllers/api/fields.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import { durationMs } from '../application/spec.ts';
import { DEFAULT_LABEL_KEY, type Tracking, type TrackingMethod } from '../application/tracking.ts';
import { parseYamlDocuments, YamlError } from '../manifests/parse-yaml.ts';

/** Which version's way of writing status is kept to. */
export type StatusStyle = '3.x' | '2.x';

export type ArgoSettings = {
  style: StatusStyle;
  /** Whether Applications have a health check, so that waves of an app of apps wait. */
  hasApplicationHealth: boolean;
  tracking: Tracking;
  /** Whether `status.resources[]` carries health. */
  persistsResourceHealth: boolean;
  waveDelayMs: number;
  selfHealTimeoutMs: number;
  /** How long an Application goes unlooked at when nothing happens, and how much of it is drawn at random. */
  reconciliationMs: number;
  reconciliationJitterMs: number;
};

const CONFIG_MAP = resourceType('ConfigMap');
const APPLICATION_HEALTH = 'resource.customizations.health.argoproj.io_Application';
const METHODS: readonly TrackingMethod[] = ['annotation', 'annotation+label', 'label'];

/** Customisations of all kinds in one text, as old releases had them and new ones still read them. */
const CUSTOMISATIONS = 'resource.customizations';

/** Lua is not run: a check that copies the health the Application reports is known by what it reads. */
function isApplicationHealthCheck(settings: Readonly<Record<string, string>>): boolean {
  const lua = settings[APPLICATION_HEALTH] ?? inOneText(settings[CUSTOMISATIONS] ?? '');
  return lua.includes('obj.status.health.status');
}

function inOneText(text: string): string {
  try {
    const [customisations] = parseYamlDocuments(text) as [Record<string, Record<string, unknown>>?];
    const lua = customisations?.['argoproj.io/Application']?.['health.lua'];
    return typeof lua === 'string' ? lua : '';
  } catch (error) {
    // Somebody's slip in a ConfigMap is no reason to stop.
    if (error instanceof YamlError) {
      return '';
    }
    throw error;
  }
}

function seconds(value: string | undefined, fallback: number): number {
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : fallback;
}

/** Reads `argocd-cm` and `argocd-cmd-params-cm`; what is not set is as the version has it. */
export function readSettings(cluster: Cluster, namespace: string, style: StatusStyle): ArgoSettings {
  const data = (name: string) => textsOf(cluster.get(CONFIG_MAP, namespace, name)?.data);
  const settings = data('argocd-cm');
  const parameters = data('argocd-cmd-params-cm');
  const isNew = style === '3.x';
  const method = METHODS.find((one) => one === settings['application.resourceTrackingMethod']);
  const persist = parameters['controller.resource.health.persist'];
  return {
    style,
    hasApplicationHealth: isApplicationHealthCheck(settings),
    tracking: {
      method: method ?? (isNew ? 'annotation' : 'label'),
      labelKey: settings['application.instanceLabelKey'] ?? DEFAULT_LABEL_KEY,
    },
    persistsResourceHealth: persist === undefined ? !isNew : persist === 'true',
    waveDelayMs: seconds(parameters['controller.sync.wave.delay.seconds'], 2) * 1000,
    selfHealTimeoutMs: seconds(parameters['controller.self.heal.timeout.seconds'], 5) * 1000,
    reconciliationMs: durationMs(settings['timeout.reconciliation'], isNew ? 120_000 : 180_000),
    reconciliationJitterMs: durationMs(settings['timeout.reconciliation.jitter'], isNew ? 60_000 : 0),
  };
}
