import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { CommitAction, CommitRequest, ForgeCommit } from '#lib/ports/forge.ts';
import type { GiteaClient } from './client.ts';
import { readEntry } from './files.ts';
import { toMadeCommit } from './mapper.ts';
import { Branch, MadeCommit } from './schema.ts';

/** Answers that say for certain that nothing was committed; after any other it may have been. */
const REFUSALS = ['auth', 'forbidden', 'not-found', 'conflict', 'invalid'];

/**
 * One commit of all actions. Gitea makes it of a branch's head only, so a branch that is to begin at a commit is made
 * first, which fails where there is one, and taken away again when the commit is refused.
 */
export async function commit(
  client: GiteaClient,
  repository: string,
  { branch, startSha, message, actions }: CommitRequest,
): Promise<ForgeCommit> {
  if (startSha === undefined) {
    const { commit: head } = Branch.parse(await client.get(branchAt(repository, branch)));
    return await commitOnto(client, repository, { branch, message, actions }, head.id);
  }
  // Files are looked at before anything is made: most of what can be refused is refused by then.
  const files = await toFiles(client, repository, startSha, actions);
  const made = { new_branch_name: branch, old_ref_name: startSha };
  await client.write('POST', inRepository(repository, 'branches'), made);
  try {
    return await write(client, repository, { branch, message, files });
  } catch (error) {
    if (error instanceof ExternalError && REFUSALS.includes(error.kind)) {
      await takeAway(client, repository, branch, startSha);
    }
    throw error;
  }
}

function branchAt(repository: string, branch: string): string {
  return inRepository(repository, `branches/${encodePath(branch)}`);
}

async function commitOnto(
  client: GiteaClient,
  repository: string,
  { branch, message, actions }: Pick<CommitRequest, 'branch' | 'message' | 'actions'>,
  headSha: string,
): Promise<ForgeCommit> {
  const files = await toFiles(client, repository, headSha, actions);
  return await write(client, repository, { branch, message, files });
}

async function write(
  client: GiteaClient,
  repository: string,
  body: { branch: string; message: string; files: unknown[] },
): Promise<ForgeCommit> {
  return toMadeCommit(MadeCommit.parse(await client.write('POST', inRepository(repository, 'contents'), body)));
}

/** The branch as it was made, and only as that: what somebody else has put onto it meanwhile stays. */
async function takeAway(client: GiteaClient, repository: string, branch: string, startSha: string): Promise<void> {
  try {
    const { commit: head } = Branch.parse(await client.get(branchAt(repository, branch)));
    if (head.id === startSha) {
      await client.write('DELETE', branchAt(repository, branch));
    }
  } catch (error) {
    // The refusal is what is to be told; a branch without a commit of its own does no harm, and is gone on with.
    if (!(error instanceof ExternalError)) {
      throw error;
    }
  }
}

/**
 * Actions as Gitea takes them: what is changed or deleted with the number of the blob that was seen, so that it is refused
 * where the file is another one by then.
 */
async function toFiles(
  client: GiteaClient,
  repository: string,
  ref: string,
  actions: readonly CommitAction[],
): Promise<unknown[]> {
  return await Promise.all(
    actions.map(async (action) => {
      const { path, action: operation } = action;
      const there = operation === 'create' ? null : await readEntry(client, repository, ref, path);
      if (operation !== 'create' && there === null) {
        throw client.error('commit', 'conflict', `${path} is not there`);
      }
      return {
        operation,
        path,
        ...(there === null ? {} : { sha: there.sha }),
        ...(action.action === 'delete' ? {} : { content: Buffer.from(action.content).toString('base64') }),
      };
    }),
  );
}
