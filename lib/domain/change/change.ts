import type { GuardrailReport } from '../guardrail/guardrail.ts';
import type { RepositoryRef } from '../repository/path.ts';

/** Where a change is on its way. `closed` is the end of one that was given up. */
export type ChangePhase =
  | 'opening'
  | 'open'
  | 'approved'
  | 'merging'
  | 'merged'
  | 'syncing'
  | 'live'
  | 'failed'
  | 'closed';

/** What a file shall hold after the change; null removes it. */
export type FileChange = { path: string; content: string | null };

/** A file on both sides of a change: on the target branch and at the head. null where it is not there. */
export type HeadFile = { path: string; before: string | null; after: string | null };
export type ChangeHead = { sha: string; files: HeadFile[] };

export type ChangeOrigin =
  | {
      kind: 'template';
      templateId: string;
      /** SHA-256 of the template and its skeleton, so that the same form can be told from a newer one. */
      templateDigest: string;
    }
  | {
      kind: 'ai';
      model: string;
      /** SHA-256 of the model; '' where its server does not tell. */
      modelDigest: string;
      /** The request to the gateway. */
      runId?: string;
      /** SHA-256 of what was asked for. */
      promptHash?: string;
      /** How the model was asked, and how often. */
      seed?: number;
      contextTokens?: number;
      attempts?: number;
      /** The golden path that it filled in; without one, it named the objects itself. */
      templateId?: string;
      /** It changed fields of an application that is there: where the files of that lie, as patterns of `matchesPath`. */
      within?: string[];
    }
  | {
      /** Somebody opened the merge request on the forge itself. */
      kind: 'forge';
      /** Whether its branch is in another repository, of which nobody here can say who pushed to it. */
      isFork: boolean;
      /** Its author says that it is not ready. */
      isDraft: boolean;
    };

export type Person = { accountId: string; username: string; name: string };

export type MergeRequestRef = { iid: number; url: string };

/** An application that the change brings or alters, by the engine's id `namespace/name`. */
export type ChangeSubject = { application: string; namespace: string; wave: number };

/** What stands in the way of a change. In the phase `failed` it is why; before, it may still pass. */
export type ChangeProblem = {
  /** When it was first met, in ms since 1970. */
  since: number;
  /** What the portal was doing: `opening the merge request`. */
  during: string;
  message: string;
  suggestion: string;
  /** Whether the portal goes on trying by itself. */
  retrying: boolean;
  /** Nothing is wrong: something else, such as a pipeline, only has to end first. */
  isWait?: boolean;
};

/** What was last seen of an application on its way from the merge to live. */
export type DeliveryEvidence = {
  application: string;
  at: number;
  /** The revision it was synced to. */
  revision: string | null;
  containsMerge: boolean;
  /** Since when it has been in sync with a revision that holds the merge; absent while it is not. */
  syncedAt?: number;
  sync: string;
  health: string;
  message: string;
};

/** A person's no to one commit. */
export type Objection = { by: Person; sha: string; at: number };

export type Change = {
  id: string;
  /** Given by the browser when the form was opened: a repeated submit finds the first. */
  idempotencyKey: string;
  phase: ChangePhase;
  title: string;
  description: string;
  origin: ChangeOrigin;
  requester: Person;
  repository: RepositoryRef;
  targetBranch: string;
  /** The commit of the target branch that the files were made against. */
  baseSha: string;
  /** What only one unfinished change may hold at a time: `portolan/web-service/shop`. */
  slot: string;
  /** The slot with a part of the id behind it, so that no two changes ever share a branch. */
  branch: string;
  files: FileChange[];
  /** The form's values without secrets. */
  inputs: Record<string, unknown>;
  subjects: ChangeSubject[];
  mergeRequest: MergeRequestRef | null;
  /** The merge request's head as last seen on the forge. */
  headSha: string | null;
  /** Hash of what the head changes: an approval is of this, too. */
  diffHash: string | null;
  /** The commit of the target branch that the head was compared with: once that has moved, the head may bring other things. */
  evaluatedAgainst: string | null;
  /** The commit of the target branch that the head stands on; absent where that was not looked at yet. */
  mergeBase?: string;
  /** The paths that the head changes; those of `files` until it was looked at. */
  paths: string[];
  /** Usernames of everyone who pushed to the branch. */
  contributors: string[];
  /** Their ids on the forge, which stay when they take other names. */
  contributorIds: string[];
  report: GuardrailReport | null;
  /** The commit statuses that the forge was last told, and of which commit. */
  statuses: { sha: string; guardrails: 'success' | 'failed'; approval: 'success' | 'pending' } | null;
  /** Who asked for changes, of any commit: those of the head keep it from being merged. Absent where nobody ever did. */
  objections?: Objection[];
  /** Who pressed merge, while it is merging and after. */
  merger: Person | null;
  mergeSha: string | null;
  evidence: DeliveryEvidence[];
  problem: ChangeProblem | null;
  createdAt: number;
  updatedAt: number;
  openedAt: number | null;
  mergedAt: number | null;
  finishedAt: number | null;
  /** Counts writes; a writer that saw an older one is refused. */
  revision: number;
};

/** The form that takes a merged change back; its changes say so as their template. */
export const REVERT_ID = 'revert';

/** Whether the target branch has commits that the head does not stand on. */
export function isBehind({ mergeBase, evaluatedAgainst }: Pick<Change, 'mergeBase' | 'evaluatedAgainst'>): boolean {
  return mergeBase !== undefined && evaluatedAgainst !== null && mergeBase !== evaluatedAgainst;
}

const ENDED: readonly ChangePhase[] = ['live', 'failed', 'closed'];

/** Whether nothing more will happen by itself. A failed delivery may still come good, but is not waited for. */
export function hasEnded(phase: ChangePhase): boolean {
  return ENDED.includes(phase);
}

/** Who asks for changes of the commit that is there now. */
export function standingObjections({ objections = [], headSha }: Pick<Change, 'objections' | 'headSha'>): Objection[] {
  return objections.filter(({ sha }) => sha === headSha);
}

/** Whether the merge request is still there to be changed, approved or merged. */
export function isReviewable(phase: ChangePhase): boolean {
  return phase === 'open' || phase === 'approved';
}

/** The branch of a change: known before anything is asked of the forge, so that a retry finds its first attempt. */
export function branchOf(slot: string, changeId: string): string {
  return `${slot}-${changeId.replaceAll('-', '').slice(0, 6)}`;
}
