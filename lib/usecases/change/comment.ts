import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import { actOnForge } from '../session/act-on-forge.ts';
import { loadChange } from './advance.ts';
import { forgeRefusal, whoOnForge } from './forge-refusal.ts';

export const CommentChangeInput = z.strictObject({
  changeId: z.string().max(100),
  body: z.string().trim().min(1, 'Write something first.').max(10_000),
});

/** Writes under the merge request with the person's own account. It is talk: no command of the forge is given by it. */
export async function commentChange(context: UserContext, input: unknown): Promise<{ id: string }> {
  const { services } = context;
  const { changeId, body } = parseInput(CommentChangeInput, input);
  const subject = { subjectKind: 'change', subjectId: changeId } as const;
  await authorize(context, 'change.comment', subject);
  const { mergeRequest, repository } = await loadChange(services, changeId);
  if (mergeRequest === null) {
    throw new PortalError('conflict', 'The merge request is not there yet.');
  }
  const { forge } = await actOnForge(context, 'change.comment', subject);
  await whoOnForge(services, forge, 'comment on');
  // Nothing is said in somebody's name that is not recorded.
  const detail = { characters: body.length };
  await recordAudit(context, services.store, { action: 'change.comment', ...subject, outcome: 'intent', detail });
  await forge.addNote(repository.path, mergeRequest.iid, withoutCommands(body)).catch((error: unknown) => {
    throw forgeRefusal(services, 'comment on', error);
  });
  return { id: changeId };
}

/** GitLab takes a line that begins with a slash for a quick action, such as `/merge`; with a backslash before it is text. */
export function withoutCommands(body: string): string {
  return body.replaceAll(/^(\s*)\//gm, '$1\\/');
}
