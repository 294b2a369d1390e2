import { z } from 'zod';
import type { Change } from '#lib/domain/change/change.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import type { Forge } from '#lib/ports/forge.ts';
import { actOnForge } from '../session/act-on-forge.ts';
import { loadChange } from './advance.ts';
import { forgeRefusal, whoOnForge } from './forge-refusal.ts';

export const CommentChangeInput = z.strictObject({
  changeId: z.string().max(100),
  body: z.string().trim().min(1, 'Write something first.').max(10_000),
  /** The line that it is about, of the commit that the person looks at; without it, all of the change. */
  line: z
    .strictObject({
      sha: z.string().max(64),
      path: z.string().min(1).max(1024),
      /** Its number in the old file and in the new one; null where it is not there. */
      before: z.int().min(1).nullable(),
      after: z.int().min(1).nullable(),
    })
    .refine(
      ({ before, after }) => before !== null || after !== null,
      'A line is of the old file, of the new one, or of both.',
    )
    .optional(),
});

/**
 * Writes under the merge request, or beside a line of it, with the person's own account. It is talk: no command of the forge is
 * given by it.
 */
export async function commentChange(context: UserContext, input: unknown): Promise<{ id: string }> {
  const { services } = context;
  const { changeId, body, line } = parseInput(CommentChangeInput, input);
  const subject = { subjectKind: 'change', subjectId: changeId } as const;
  await authorize(context, 'change.comment', subject);
  const change = await loadChange(services, changeId);
  const { mergeRequest, repository } = change;
  if (mergeRequest === null) {
    throw new PortalError('conflict', 'The merge request is not there yet.');
  }
  const { forge, host } = await actOnForge(context, 'change.comment', subject, repository);
  await whoOnForge(services, host, forge, 'comment on');
  // Nothing is said in somebody's name that is not recorded.
  const detail = { characters: body.length, ...(line === undefined ? {} : { path: line.path }) };
  await recordAudit(context, services.store, { action: 'change.comment', ...subject, outcome: 'intent', detail });
  try {
    await (line === undefined
      ? forge.addNote(repository.path, mergeRequest.iid, withoutCommands(body))
      : addToLine(forge, change, withoutCommands(body), line));
  } catch (error) {
    throw forgeRefusal(host, 'comment on', error);
  }
  return { id: changeId };
}

type Line = NonNullable<z.infer<typeof CommentChangeInput>['line']>;

/** Throws PortalError where the line is of another commit than the one that is there now, or of none that the forge shows. */
async function addToLine(forge: Forge, { mergeRequest, repository }: Change, body: string, line: Line): Promise<void> {
  const { sha, ...place } = line;
  try {
    await forge.addLineNote(repository.path, mergeRequest?.iid ?? 0, { body, sha, place });
  } catch (error) {
    const kind = error instanceof ExternalError ? error.kind : null;
    if (kind === 'conflict') {
      throw new PortalError('conflict', 'A new commit arrived since you looked at this line.', {
        suggestion: 'Look whether the line is still there, then comment on it.',
        cause: error,
      });
    }
    if (kind === 'invalid') {
      throw new PortalError('refused', 'The forge shows no such line in what this changes.', {
        suggestion: 'Choose a line near to what is changed, or comment on the change as a whole.',
        cause: error,
      });
    }
    throw error;
  }
}

/** GitLab takes a line that begins with a slash for a quick action, such as `/merge`; with a backslash before it is text. */
export function withoutCommands(body: string): string {
  return body.replaceAll(/^(\s*)\//gm, '$1\\/');
}
