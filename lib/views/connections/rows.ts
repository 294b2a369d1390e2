import 'server-only';
import { type Finding, type FindingState, worstState } from '#lib/domain/connection/diagnosis.ts';
import { remedyFor } from '#lib/domain/connection/remedy.ts';
import type { ConnectionGroup, ConnectionRow, ConnectionState } from '#lib/domain/connection/row.ts';
import { hasData, isWell, type SourceStatus, worstSource } from '#lib/domain/source/source.ts';
import type { Services } from '#lib/portal/context.ts';
import { clusterOf, partsOf } from '#lib/portal/parts.ts';
import { queueRows } from './queue-rows.ts';
import { counted, type Named, rowOf } from './row-of.ts';

type Parts = Pick<
  Services,
  | 'operations'
  | 'engine'
  | 'nodes'
  | 'pods'
  | 'deployments'
  | 'analyses'
  | 'scaleSets'
  | 'models'
  | 'platformMetrics'
  | 'runnerSources'
  | 'changeRows'
>;
type Source = { source: SourceStatus; size: number };

export function connectionRows(services: Parts): ConnectionRow[] {
  const { operations, engine, nodes, pods, deployments, analyses, scaleSets, models, platformMetrics } = services;
  const { sets, listeners, runners } = scaleSets;
  const kindsOf = (cluster: string): Source[] =>
    [
      ...[engine.applications, engine.gate, engine.projects],
      ...[nodes, pods, deployments, analyses, sets, listeners, runners],
    ].flatMap((all) => partsOf<unknown>(all).filter((one) => clusterOf(one) === cluster));
  const rows = operations.named.flatMap((named): ConnectionRow[] => {
    const [kind = '', id = '', part] = named.id.split('/');
    if (kind === 'clusters' && part === undefined) {
      const kinds = kindsOf(id);
      const parts = kinds.map((one) => ({ ...sourceRow(operations, one, 'Cluster'), partOf: named.id }));
      return [clusterRow(operations, named, kinds), ...parts];
    }
    if (kind === 'clusters') {
      const applications = partsOf(engine.applications).filter((one) => clusterOf(one) === id);
      return applications.map((one) => {
        return withCheck(operations, { ...sourceRow(operations, one, 'Cluster'), ...named });
      });
    }
    if (kind === 'models') {
      const model = models.find(({ source }) => source.id === named.id);
      return model === undefined ? [] : [withCheck(operations, { ...modelRow(operations, model), ...named })];
    }
    if (kind === 'prometheus' && platformMetrics !== null) {
      return [withCheck(operations, { ...metricsRow(operations, platformMetrics), ...named })];
    }
    if (kind === 'runners') {
      const fleet = services.runnerSources.find(({ runners }) => runners.source.id === named.id);
      return fleet === undefined ? [] : [{ ...runnersRow(operations, fleet), ...named }];
    }
    if (kind === 'webhooks') {
      return [webhookRow(operations, named)];
    }
    return [withCheck(operations, calledRow(operations, named, groupOf(kind)))];
  });
  return [...rows.map((row) => heardThrough(row, rows)), ...queueRows(services)];
}

const OF_FORGE = ['forges', 'gitops', 'sign-in'];

function groupOf(kind: string): ConnectionGroup {
  return kind === 'argocd' ? 'Cluster' : OF_FORGE.includes(kind) ? 'Forge' : 'Portal';
}

type Operations = Parts['operations'];

/** The server itself is as well as the best of what is read from it: a right that is missing for one kind is that kind's. */
function clusterRow(operations: Operations, named: Named, kinds: readonly Source[]): ConnectionRow {
  const best =
    kinds.find(({ source }) => source.state === 'live')?.source ?? worstSource(kinds.map(({ source }) => source));
  const heard = Math.max(...kinds.map(({ source }) => operations.log.of(source.id).heardAt ?? 0));
  const row = rowOf(named, 'Cluster', {
    state: best?.state ?? 'starting',
    since: best?.since ?? null,
    reason: best?.reason ?? '',
    remedy: best === undefined ? '' : remedyOf(operations, best),
    heardAt: heard === 0 ? null : heard,
  });
  return withCheck(operations, row);
}

function sourceRow(operations: Operations, { source, size }: Source, group: ConnectionGroup): ConnectionRow {
  const { id, label, state, since, reason = '' } = source;
  const { heardAt } = operations.log.of(id);
  const failures = failuresOf(operations, id);
  const row = rowOf({ id, title: label, address: '' }, group, {
    state: state === 'absent' && isWell(source) ? 'idle' : state,
    since,
    reason,
    remedy: remedyOf(operations, source),
    heardAt,
  });
  // Of what cannot be read nobody knows how much there is.
  return { ...row, holds: hasData(source) ? counted(size, 'object') : '', failures };
}

function modelRow(operations: Operations, model: Parts['models'][number]): ConnectionRow {
  const [server] = model.values();
  const loaded = server?.state.loaded.length ?? 0;
  const holds = server === undefined ? '' : `${counted(server.state.installed.length, 'model')}, ${loaded} in memory`;
  return { ...sourceRow(operations, model, 'Models'), holds };
}

function metricsRow(operations: Operations, { cards, nodes }: NonNullable<Parts['platformMetrics']>): ConnectionRow {
  const holds = `${counted(cards.size, 'card')}, ${counted(nodes.size, 'machine')}`;
  return { ...sourceRow(operations, cards, 'Metrics'), holds: hasData(cards.source) ? holds : '' };
}

/** What may not be seen of the fleet is said beside how many runners are. */
function runnersRow(operations: Operations, { runners, gaps }: Parts['runnerSources'][number]): ConnectionRow {
  const findings = [...gaps.values()].map(
    ({ subject, reason, remedy, isCut }): Finding => ({
      subject,
      state: 'unknown',
      detail: isCut === true ? reason : `not permitted: ${reason}`,
      remedy,
    }),
  );
  return { ...sourceRow(operations, runners, 'Forge'), holds: counted(runners.size, 'runner'), findings };
}

/** What is asked when there is something to ask: how its last call went, and else what the last check found. */
function calledRow(operations: Operations, named: Named, group: ConnectionGroup): ConnectionRow {
  const { heardAt, failingSince, failures: heard } = operations.log.of(named.id);
  const isRefused = heard[0]?.kind === 'auth' || heard[0]?.kind === 'forbidden';
  const failures = failuresOf(operations, named.id);
  const [newest] = failures;
  const known =
    heardAt === null ? ({ state: 'starting', since: null } as const) : ({ state: 'live', since: null } as const);
  const row = rowOf(named, group, {
    ...(failingSince === null ? known : { state: isRefused ? 'forbidden' : 'unreachable', since: failingSince }),
    reason: failingSince === null ? '' : (newest?.message ?? ''),
    remedy: failingSince === null ? '' : (newest?.remedy ?? ''),
    heardAt,
  });
  return { ...row, failures };
}

/** They come when something happens there. Strangers may knock as often as they like: that is noted and no trouble. */
function webhookRow(operations: Operations, named: Named): ConnectionRow {
  const { heardAt } = operations.log.of(named.id);
  const never = 'None came since the start. Without them the portal looks at open merge requests every ten seconds.';
  const row = rowOf(named, 'Forge', {
    state: heardAt === null ? 'idle' : 'live',
    since: null,
    reason: heardAt === null ? never : '',
    remedy: '',
    heardAt,
  });
  return { ...row, failures: failuresOf(operations, named.id) };
}

/** What is only heard of now and then is as old as what it comes over, once that cannot be reached; but for what came since. */
function heardThrough(row: ConnectionRow, rows: readonly ConnectionRow[]): ConnectionRow {
  const whole = rows.find(({ id }) => id === row.partOf);
  const cameSince = (row.heardAt ?? 0) >= (whole?.since ?? Number.POSITIVE_INFINITY);
  if (row.state !== 'live' || whole?.state !== 'unreachable' || cameSince) {
    return row;
  }
  return { ...row, state: 'stale', since: whole.since, reason: `${whole.title} cannot be reached.` };
}

const CHECKED: Record<FindingState, ConnectionState> = {
  ok: 'live',
  unknown: 'live',
  warning: 'warning',
  problem: 'problem',
};

/** The row with what the last check of the connection found. What happens now counts more than a check of before. */
function withCheck(operations: Operations, row: ConnectionRow): ConnectionRow {
  const check = operations.checks.get(row.id);
  if (check === undefined) {
    return row;
  }
  const { version, identity, findings, checkedAt, since } = check;
  const found = { ...row, version, identity, findings, checkedAt };
  const isOpen = row.state === 'live' || row.state === 'starting' || row.state === 'idle';
  const state = CHECKED[worstState(findings)];
  if (!isOpen || (row.state !== 'starting' && state === 'live')) {
    return found;
  }
  const worst = findings.find((finding) => CHECKED[finding.state] === state);
  const words = state === 'live' ? {} : { reason: `${worst?.subject}: ${worst?.detail}`, remedy: worst?.remedy ?? '' };
  const heardAt = row.heardAt ?? (state === 'problem' ? null : checkedAt);
  return { ...found, state, since: state === 'live' ? null : since, heardAt, ...words };
}

/** What the source itself says helps, else what helps against its last failure; nothing while it is live. */
function remedyOf(operations: Operations, { id, state, remedy }: SourceStatus): string {
  return remedy ?? (state === 'live' ? '' : (failuresOf(operations, id)[0]?.remedy ?? ''));
}

function failuresOf(operations: Operations, id: string): ConnectionRow['failures'] {
  return operations.log.of(id).failures.map(({ kind, ...failure }) => ({ ...failure, remedy: remedyFor(kind) }));
}
