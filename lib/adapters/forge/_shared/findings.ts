import { z } from 'zod';
import { type Finding, isKind, restAfter, saidBy } from '#lib/domain/connection/diagnosis.ts';

/** A repository that is to be looked at, with the portal's own account. */
export type RepositoryDiagnosisOptions = {
  id: string;
  url: string;
  token: string;
  /** Its full path. */
  repository: string;
  branch: string;
  /** Where it stands in the configuration: `gitops`. */
  name: string;
};

/** Why a forge cannot be worked with at all. */
export function serverTrouble(error: unknown, { vendor, renewal }: { vendor: string; renewal: string }): Finding {
  const isAnswer = error instanceof z.ZodError || isKind(error, 'invalid-response', 'not-found', 'conflict');
  const remedy = isKind(error, 'auth')
    ? renewal
    : 'Check its url: the address people open it under, and that this machine reaches it. NODE_EXTRA_CA_CERTS names an authority of your own.';
  const said = error instanceof z.ZodError ? 'it does not say what it should' : saidBy(error);
  const detail = isAnswer ? `what answers is not ${vendor}: ${said}` : said;
  return { subject: 'API', state: 'problem', detail, remedy, ...restAfter(error) };
}

/** Why a repository cannot be looked at. */
export function repositoryTrouble(subject: string, error: unknown): Finding {
  const remedy = isKind(error, 'auth', 'forbidden')
    ? 'See the forge itself: its token lacks a right.'
    : 'It is read from the forge: see what is said of that one, and mend that first.';
  return { subject, state: 'problem', detail: saidBy(error), remedy };
}

/** @param options.vendorsWord for a repository: `project` */
export function branchFinding(options: {
  setting: string;
  name: string;
  defaultBranch: string;
  sha: string | null;
  vendorsWord: string;
}): Finding {
  const { setting, name, defaultBranch, sha, vendorsWord } = options;
  const subject = 'branch';
  return sha === null
    ? {
        subject,
        state: 'problem',
        detail: `there is no branch ${name}`,
        remedy: `Check ${setting}.branch; the ${vendorsWord}'s default branch is ${defaultBranch}.`,
      }
    : { subject, state: 'ok', detail: `${name} is at ${sha.slice(0, 8)}` };
}

/** Whether the portal's account may write, without which it cannot tell what it found. */
export function writeFinding(canPush: boolean): Finding {
  const subject = 'right';
  return canPush
    ? { subject, state: 'ok', detail: 'write: commit statuses can be set' }
    : {
        subject,
        state: 'problem',
        detail: "the portal's account may not write to the repository, so it cannot set commit statuses",
        remedy:
          'Make it a collaborator, or a member of a team, with the right to write; an archived one takes nothing.',
      };
}
