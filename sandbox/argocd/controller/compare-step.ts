import { fieldsOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { applicationConditions, type ConditionType, replaceConditions } from '../application/conditions.ts';
import { type ApplicationSpec, readSpec } from '../application/spec.ts';
import { comparedTo, comparisonStatus, healthField } from '../application/status.ts';
import { type Comparison, compareApplication } from '../compare/compare-application.ts';
import { type Rendered, TargetError } from '../manifests/render.ts';
import { decideAutoSync } from '../operation/auto-sync.ts';
import { specProblems } from '../project/project.ts';
import { type ControllerContext, getApplication, getProject, updateApplication } from './context.ts';
import { loadTargets } from './load-targets.ts';
import { persistComparison } from './persist-status.ts';

type Said = { type: ConditionType; message: string };

/** All types that a look at an Application decides anew. */
const EVALUATED: ConditionType[] = [
  'InvalidSpecError',
  'UnknownError',
  'ComparisonError',
  'SyncError',
  'SharedResourceWarning',
  'RepeatedResourceWarning',
];

function isSameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether the sources or the destination are others than those compared last, so that nothing may be put off. */
function hasChangedSpec(application: KubeObject, spec: ApplicationSpec): boolean {
  const before = fieldsOf(fieldsOf(application.status?.sync).comparedTo);
  const now = comparedTo(spec);
  return ['source', 'sources', 'destination'].some((field) => !isSameJson(before[field], now[field]));
}

export function compare(context: ControllerContext, application: KubeObject, rendered: Rendered): Comparison {
  const { name } = application.metadata;
  return compareApplication({
    application,
    spec: readSpec(application),
    rendered,
    live: context.live.of(name),
    settings: context.settings(),
    cluster: context.cluster,
    applied: context.memoryOf(name).applied,
    memory: context.comparisons,
  });
}

/** `sync: Unknown` with the reason as conditions; health stays what the live objects say, where they can be told. */
function persistUnknown(
  context: ControllerContext,
  application: KubeObject,
  said: readonly Said[],
  isSpecWrong: boolean,
): void {
  const spec = readSpec(application);
  const settings = context.settings();
  const at = context.clock.timestamp();
  const { name } = application.metadata;
  const nothing: Rendered = { objects: [], revisions: [], sourceTypes: [], repeated: [] };
  const comparison = compare(context, application, nothing);
  const health = isSpecWrong ? 'Unknown' : comparison.health;
  const base = { application, spec, rendered: nothing, settings, at, controllerNamespace: context.namespace };
  const status = comparisonStatus({ ...base, comparison: { ...comparison, health } });
  const resources = (status.resources as Record<string, unknown>[]).map(({ requiresPruning, ...entry }) =>
    entry.status === undefined ? entry : { ...entry, status: 'Unknown' },
  );
  persistComparison(
    context,
    name,
    {
      ...status,
      resources,
      health: healthField(application, health, settings, at),
      reconciledAt: at,
      sync: { ...fieldsOf(status.sync), status: 'Unknown' },
    },
    replaceConditions(applicationConditions(application), EVALUATED, said, at),
  );
}

/** Loads what is wanted; null when that is not possible, which is then written down, or put off for a while. */
async function loadOrReport(
  context: ControllerContext,
  application: KubeObject,
  isForced: boolean,
): Promise<Rendered | null> {
  const memory = context.memoryOf(application.metadata.name);
  try {
    const rendered = await loadTargets(context, application);
    memory.failingSince = null;
    return rendered;
  } catch (error) {
    if (!(error instanceof TargetError)) {
      throw error;
    }
    const now = context.clock.now();
    memory.failingSince ??= now;
    const left = memory.failingSince + context.repoErrorGraceMs - now;
    // A passing failure is not shown: controller/state.go, repoErrorGracePeriod.
    if (!isForced && left > 0) {
      context.queue.addAfter(application.metadata.name, left);
      return null;
    }
    persistUnknown(context, application, [{ type: 'ComparisonError', message: error.message }], false);
    return null;
  }
}

/** Starts, puts off or refuses a sync. Gives the condition to write, if any. */
function autoSync(
  context: ControllerContext,
  application: KubeObject,
  comparison: Comparison,
  rendered: Rendered,
): Said[] {
  const { name } = application.metadata;
  const decision = decideAutoSync({
    application,
    spec: readSpec(application),
    comparison,
    revisions: rendered.revisions,
    selfHealTimeoutMs: context.settings().selfHealTimeoutMs,
    now: context.clock.now(),
  });
  if (decision.kind === 'start') {
    updateApplication(context, name, (current) => ({ ...current, operation: decision.operation }));
  } else if (decision.kind === 'later') {
    context.queue.addAfter(name, decision.afterMs);
  }
  return decision.kind === 'refused' ? [{ type: 'SyncError', message: decision.message }] : [];
}

/**
 * Compares an Application with its target state, writes what came of it into its status, and starts an automated sync
 * where one is due: controller/appcontroller.go, processAppRefreshQueueItem.
 * @param isForced asked for by hand: failures are shown at once
 */
export async function compareStep(context: ControllerContext, name: string, isForced: boolean): Promise<void> {
  const before = getApplication(context, name);
  if (before === undefined) {
    return;
  }
  const spec = readSpec(before);
  const problems = specProblems(spec, getProject(context, spec.project));
  if (problems.length > 0) {
    const said = problems.map((message): Said => ({ type: 'InvalidSpecError', message }));
    persistUnknown(context, before, said, true);
    return;
  }
  const rendered = await loadOrReport(context, before, isForced || hasChangedSpec(before, spec));
  const application = getApplication(context, name);
  if (rendered === null || application === undefined || application.spec !== before.spec) {
    return;
  }
  const memory = context.memoryOf(name);
  const comparison = compare(context, application, rendered);
  const said = [
    ...autoSync(context, application, comparison, rendered),
    ...comparison.shared.map((message): Said => ({ type: 'SharedResourceWarning', message })),
    ...rendered.repeated.map((message): Said => ({ type: 'RepeatedResourceWarning', message })),
  ];
  const at = context.clock.timestamp();
  const settings = context.settings();
  const reconciledAt = memory.isRefreshDue ? at : textOf(application.status?.reconciledAt, at);
  memory.isRefreshDue = false;
  const controllerNamespace = context.namespace;
  persistComparison(
    context,
    name,
    {
      ...comparisonStatus({ application, spec, rendered, comparison, settings, at, controllerNamespace }),
      reconciledAt,
    },
    replaceConditions(applicationConditions(application), EVALUATED, said, at),
  );
}
