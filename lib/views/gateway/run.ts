import 'server-only';
import { z } from 'zod';
import { policiesFor } from '#lib/domain/approval/policy.ts';
import type { ChangePhase } from '#lib/domain/change/change.ts';
import { impactOf } from '#lib/domain/change/impact.ts';
import type { Preview } from '#lib/domain/change/preview.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { originOf } from '#lib/domain/gateway/origin.ts';
import { type GatewayRun, isUnderWay, type RunDraft } from '#lib/domain/gateway/run.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { fitsOf } from '#lib/portal/fits-of.ts';
import { type RunText, requireGateway } from '#lib/portal/gateway.ts';
import { subjectsOf } from '#lib/portal/subjects-of.ts';
import { defineView } from '../_shared/view.ts';
import { placesOf } from './lines.ts';

/** A request to the gateway with all that came of it. */
export type GatewayRunData = {
  run: Omit<GatewayRun, 'idempotencyKey' | 'draft'> & { draft: Pick<RunDraft, 'path' | 'values' | 'problem'> | null };
  /** What the draft would commit, as it was checked when it was written; null where there is none. */
  preview: NonNullable<Preview['result']> | null;
  /** Of its golden path. */
  templateTitle: string | null;
  serverLabel: string;
  change: { id: string; title: string; phase: ChangePhase } | null;
  live: LiveRun;
};

/** What changes while a model writes. */
export type LiveRun = {
  /** The revision of the request that this is of. */
  revision: number;
  /** Its place in the line; null where it does not wait. */
  place: number | null;
  /** What is written just now; null where no model writes for it here. */
  text: RunText | null;
};

/** What this viewer may do with it; the server decides anew when they do it. */
export type RunAbilities = { open: boolean; cancel: boolean; askAgain: boolean };

export const gatewayRunView = defineView({
  name: 'gateway-run',
  params: z.strictObject({ id: z.string().max(100) }),
  async read(context, { id }) {
    await authorize(context, 'gateway.view');
    const { services, actor } = context;
    const { rows } = requireGateway(services);
    const position = services.live.position();
    const run = await services.store.gatewayRuns.findById(id);
    if (run === null) {
      throw new PortalError('not-found', 'There is no such request.');
    }
    const data = await readRun(services, run);
    return { data: { ...data, abilities: abilitiesOf(actor, run) }, sources: [rows.source], position };
  },
});

function abilitiesOf(actor: UserContext['actor'], { requester, state }: GatewayRun): RunAbilities {
  const isOwn = requester.accountId === actor.accountId;
  const isEndable = (isUnderWay(state) && state !== 'opening') || state === 'draft';
  return {
    open: isOwn && state === 'draft',
    cancel: (isOwn || actor.role === 'admin') && isEndable,
    askAgain: isOwn && !isUnderWay(state),
  };
}

async function readRun(services: Services, run: GatewayRun): Promise<GatewayRunData> {
  const { draft, idempotencyKey: _key, ...shown } = run;
  const path = draft?.path;
  const template = path?.kind === 'template' ? services.templates.get(path.templateId) : undefined;
  const change = run.changeId === null ? null : await services.store.changes.findById(run.changeId);
  const writer = services.gateway?.writers.find(({ server }) => server.id === run.writer.server);
  return {
    run: {
      ...shown,
      draft: draft === null ? null : { path: draft.path, values: draft.values, problem: draft.problem },
    },
    preview: previewOf(services, run),
    templateTitle: path?.kind === 'template' ? (template?.title ?? path.templateId) : null,
    serverLabel: writer?.server.label ?? run.writer.server,
    change: change === null ? null : { id: change.id, title: change.title, phase: change.phase },
    live: liveRunOf(services, run.id, run.revision),
  };
}

/** As the topic of its page tells it, too. */
export function liveRunOf({ gateway }: Pick<Services, 'gateway'>, id: string, revision: number): LiveRun {
  const isWaiting = gateway?.rows.get(id)?.state === 'queued';
  return {
    revision,
    place: isWaiting ? (placesOf(gateway?.rows.values() ?? []).get(id) ?? null) : null,
    text: gateway?.texts.get(id) ?? null,
  };
}

function previewOf(services: Services, run: GatewayRun): GatewayRunData['preview'] {
  const { draft } = run;
  if (draft === null || draft.report === null || draft.base === null) {
    return null;
  }
  const files = draft.files.map(({ path, before, after }) => ({ path, before, after }));
  const declared = impactOf(files.flatMap(({ after }) => parseManifest(after ?? '').documents));
  const paths = files.map(({ path }) => path);
  const impact =
    draft.path.kind !== 'template'
      ? { ...declared, subjects: subjectsOf(services, services.repository.ref, paths) }
      : declared;
  const policies = policiesFor(services.policies, {
    origin: originOf(run, draft.path),
    paths,
    repository: services.repository.ref,
  });
  return {
    title: run.appName,
    branch: `ai-gateway/${run.appName}`,
    base: { branch: services.repository.branch, ...draft.base },
    files,
    notes: [],
    report: draft.report,
    impact,
    fit: fitsOf(impact, services),
    approvals: policies.map(({ id, required, groups, solo }) => ({ policy: id, required, groups, solo })),
    updates: null,
  };
}
