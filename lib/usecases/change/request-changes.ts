import { z } from 'zod';
import type { Change } from '#lib/domain/change/change.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { actOnForge } from '../session/act-on-forge.ts';
import { advanceChange, loadChange } from './advance.ts';
import { assertUnderReview } from './approve.ts';
import { withoutCommands } from './comment.ts';
import { forgeRefusal, whoOnForge } from './forge-refusal.ts';
import { saveChange } from './save.ts';

export const RequestChangesInput = z.strictObject({
  changeId: z.string().max(100),
  /** The commit the reviewer looked at. */
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  body: z.string().trim().min(1, 'Say what should be different.').max(10_000),
});

/**
 * A person's no to exactly one commit, with the reason under the merge request in their name. Whatever approvals there are, it
 * is not merged here until a new commit comes or the same person approves it.
 */
export async function requestChanges(context: UserContext, input: unknown): Promise<Change> {
  const { services } = context;
  const { changeId, sha, body } = parseInput(RequestChangesInput, input);
  const subject = { subjectKind: 'change', subjectId: changeId } as const;
  await authorize(context, 'change.approve', subject);
  await advanceChange(services, changeId, context.requestId);
  await services.locks.run(`change:${changeId}`, async () => {
    const seen = await loadChange(services, changeId);
    assertUnderReview(seen, sha);
    const { mergeRequest, repository } = seen;
    const { forge, host, actor } = await actOnForge(context, 'change.approve', subject, repository);
    await whoOnForge(services, host, forge, 'comment on');
    const note = `**Asks for changes** of ${sha.slice(0, 8)}:\n\n${withoutCommands(body)}`;
    await forge.addNote(repository.path, mergeRequest?.iid ?? 0, note).catch((error: unknown) => {
      throw forgeRefusal(host, 'comment on', error);
    });
    const { accountId, username, name } = actor;
    // The driver may have looked at it meanwhile.
    const change = await loadChange(services, changeId);
    assertUnderReview(change, sha);
    const others = (change.objections ?? []).filter(({ by }) => by.accountId !== accountId);
    const objections = [...others, { by: { accountId, username, name }, sha, at: services.clock.now() }];
    await saveChange(
      context,
      { ...change, objections, phase: 'open' },
      { audit: { action: 'change.request-changes', outcome: 'done', detail: { sha } } },
    );
  });
  return await advanceChange(services, changeId, context.requestId);
}
