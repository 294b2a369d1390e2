import { PortalError } from '#lib/domain/error/portal-error.ts';
import { type GatewayRun, isUnderWay } from '#lib/domain/gateway/run.ts';
import type { Services } from '#lib/portal/context.ts';

/** Words in, merge request out: what the request has become. */
export type ManifestJob = {
  id: string;
  state: GatewayRun['state'];
  /** The page of it. */
  url: string;
  app_name: string;
  /** The rest is null until it is there. */
  pr_url: string | null;
  branch: string | null;
  /** All files, one document after the other. */
  manifest: string | null;
  /** What is in the way, or still wrong with the draft. */
  problem: string | null;
};

export async function jobOf({ store, portalUrl }: Services, run: GatewayRun): Promise<ManifestJob> {
  const change = run.changeId === null ? null : await store.changes.findById(run.changeId);
  const texts = (run.draft?.files ?? []).flatMap(({ after }) => (after === null ? [] : [after]));
  return {
    id: run.id,
    state: run.state,
    url: `${portalUrl}/ask/${run.id}`,
    app_name: run.appName,
    pr_url: change?.mergeRequest?.url ?? null,
    branch: change?.branch ?? null,
    manifest: texts.length === 0 ? null : texts.map(asDocuments).join('---\n'),
    problem: change?.problem?.message ?? run.problem?.message ?? run.draft?.problem ?? null,
  };
}

/** A file as a part of a longer stream of documents. */
function asDocuments(text: string): string {
  const body = text.startsWith('---\n') ? text.slice('---\n'.length) : text;
  return body.endsWith('\n') ? body : `${body}\n`;
}

/** Whether nothing more comes of it by itself. Throws PortalError where it ended without a merge request. */
export function isDone({ state, pr_url, problem, url }: ManifestJob): boolean {
  if (pr_url !== null) {
    return true;
  }
  if (isUnderWay(state) || state === 'opened') {
    return false;
  }
  throw new PortalError(
    state === 'cancelled' ? 'conflict' : 'refused',
    problem ?? ENDS[state] ?? 'Nothing came of it.',
    {
      suggestion: `It can be looked at, and gone on with, at ${url}.`,
    },
  );
}

const ENDS: Partial<Record<GatewayRun['state'], string>> = { cancelled: 'Somebody cancelled this request.' };
