import { encodePath } from '#lib/adapters/_shared/encode-path.ts';

/** The address of something in a repository, as GitHub and Gitea have it: what is a path keeps its slashes. */
export function inRepository(repository: string, rest = ''): string {
  return `repos/${encodePath(repository)}${rest === '' ? '' : `/${rest}`}`;
}

export function ofPull(repository: string, iid: number, rest = ''): string {
  return inRepository(repository, `pulls/${iid}${rest === '' ? '' : `/${rest}`}`);
}

/** Names where a forge takes one part of a path only: `feature%2Fone`. */
export const asOnePart = encodeURIComponent;

export function isCommitSha(ref: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref);
}
