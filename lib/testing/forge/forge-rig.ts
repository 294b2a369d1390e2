import { createGitLab } from '#lib/adapters/forge/gitlab/host.ts';
import type { ForgeHost } from '#lib/ports/forge.ts';
import type { ProxyRequest } from '../proxy.ts';

/** Every forge that suites of the whole way run on, by name: one more is a line here and a rig of its own. */
export const FORGES = {
  gitlab: (options: { url: string; timeoutMs?: number }) => createGitLab({ id: 'gitlab', ...options }),
} as const satisfies Record<string, (options: { url: string; timeoutMs?: number }) => ForgeHost>;

export type ForgeKind = keyof typeof FORGES;

/** What the portal asks a forge for on the way, as it is told on the wire. */
export type ForgeCall =
  | 'branch'
  | 'file'
  | 'commit'
  | 'find request'
  | 'open request'
  | 'request'
  | 'compare'
  | 'pushes'
  | 'status'
  | 'approve'
  | 'merge';

/** How an answer lies: still checking, merged though it is not, another head, a comparison that stops half way. */
export type Lie = 'checking' | 'not merged' | 'another head' | 'incomplete';

export type RigRequest = { iid: number; state: string; sourceBranch: string; approvers: string[] };

/** A forge that runs, with a repository and three people: the portal itself, one who asks and one who reviews. */
export type ForgeRig = {
  kind: ForgeKind;
  url: string;
  repository: string;
  tokens: { portal: string; requester: string; reviewer: string };
  names: { requester: string; reviewer: string };
  /** What is really on the far side, past the API. */
  inspect: {
    branches(): Promise<string[]>;
    mergeRequests(): Promise<RigRequest[]>;
    file(ref: string, path: string): Promise<string | null>;
    /** Messages of everything that a branch holds. */
    messages(ref: string): Promise<string[]>;
  };
  isCall: Record<ForgeCall, (asked: ProxyRequest) => boolean>;
  /** The body of an answer, made to lie. */
  lies: Record<Lie, (body: Record<string, unknown>) => Record<string, unknown>>;
  /** What others do there, past the portal. */
  act: {
    push(branch: string, path: string, content: string): Promise<void>;
    /** Replaces the branch by a commit on main. */
    forcePush(branch: string, path: string, content: string): Promise<void>;
    deleteBranch(branch: string): Promise<void>;
    close(iid: number): Promise<void>;
    merge(iid: number): Promise<void>;
    /** Makes the branch where there is none. */
    retarget(iid: number, branch: string): Promise<void>;
    setDraft(iid: number, isDraft: boolean): Promise<void>;
    unapprove(iid: number): Promise<void>;
    /** Somebody's pipeline or check on this commit failed. */
    failStatus(sha: string): Promise<void>;
    setArchived(isArchived: boolean): void;
    /** Whether pipelines must succeed before a merge. */
    setPipelinesRequired(isRequired: boolean): void;
    setReviewerMayMerge(mayMerge: boolean): void;
    setBlocked(who: 'requester' | 'reviewer', isBlocked: boolean): void;
    /** Takes the role in the repository away, or gives it back. */
    setMember(who: 'requester' | 'reviewer', isMember: boolean): void;
  };
  close(): Promise<void>;
};
