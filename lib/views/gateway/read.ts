import 'server-only';
import { z } from 'zod';
import { isReviewable } from '#lib/domain/change/change.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { requireEditable } from '#lib/portal/edit-folders.ts';
import { requireGateway } from '#lib/portal/gateway.ts';
import { defineView } from '../_shared/view.ts';
import { type GatewayLine, readLines } from './lines.ts';

export type WriterLine = {
  id: string;
  label: string;
  /** What it is asked with unless somebody chooses another. */
  model: string;
  /** How many requests it works on at a time. */
  parallel: number;
};

export type GatewayData = {
  writers: WriterLine[];
  /** How often a model is asked to mend an answer. */
  attempts: number;
  /** Where objects go that no golden path makes. */
  zone: { folder: string; namespace: string; kinds: readonly string[] };
  rows: GatewayLine[];
  /** What the form begins with, where it is made from an earlier request. */
  start: {
    prompt: string;
    appName: string;
    server: string;
    model: string;
    /** Its change, where that is still under review: what is asked for now is its next commit. */
    revises: { id: string; iid: number | null } | null;
  } | null;
  /** The application whose files the words are about, and where those lie; null for something new. */
  edits: { id: string; name: string; within: string[] } | null;
};

const GatewayParams = z.strictObject({
  /** An earlier request of the same person, to ask again in other words. */
  from: z.string().max(100).default(''),
  /** An application that is to be changed. */
  edits: z.string().max(520).default(''),
});

/** Who writes, and what was asked of them. */
export const gatewayView = defineView({
  name: 'gateway',
  params: GatewayParams,
  async read(context, { from, edits }) {
    await authorize(context, 'gateway.view');
    const { services, actor } = context;
    const { writers, attempts, zone, rows } = requireGateway(services);
    const position = services.live.position();
    const earlier = from === '' ? null : await services.store.gatewayRuns.findById(from);
    const isOwn = earlier?.requester.accountId === actor.accountId;
    const data: GatewayData = {
      writers: writers.map(({ server: { id, label }, model, parallel }) => ({ id, label, model, parallel })),
      attempts,
      zone,
      rows: readLines(services),
      start:
        earlier !== null && isOwn
          ? {
              prompt: earlier.prompt,
              appName: earlier.appName,
              server: earlier.writer.server,
              model: earlier.writer.model,
              revises: await openChangeOf(services, earlier.changeId),
            }
          : null,
      edits: editedOf(services, isOwn ? (earlier?.edits ?? edits) : edits),
    };
    return { data, sources: [rows.source], position };
  },
});

/** Throws PortalError where there is no such application, or nothing of it in the repository that is watched. */
function editedOf(services: Services, id: string): GatewayData['edits'] {
  if (id === '') {
    return null;
  }
  const { application, within } = requireEditable(services, id);
  return { id, name: application.name, within };
}

async function openChangeOf(
  { store }: Services,
  changeId: string | null,
): Promise<{ id: string; iid: number | null } | null> {
  const change = changeId === null ? null : await store.changes.findById(changeId);
  return change !== null && isReviewable(change.phase)
    ? { id: change.id, iid: change.mergeRequest?.iid ?? null }
    : null;
}
