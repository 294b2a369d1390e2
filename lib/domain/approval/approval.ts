import type { ChangeOrigin, Person } from '../change/change.ts';

/** A person's yes to exactly one commit and what it changes. */
export type Approval = {
  id: string;
  changeId: string;
  approver: Person;
  groups: string[];
  sha: string;
  diffHash: string;
  /** The approver said, apart from approving, that they read every file. */
  secondLook: boolean;
  at: number;
  /** Why it no longer counts: a new commit, or taken back. */
  droppedAt: number | null;
};

/** Who must agree to what. The policies whose paths and origins match a change all apply to it. */
export type ApprovalPolicy = {
  id: string;
  /** Patterns as in `matchesPath`. */
  paths: string[];
  /** The full paths of the repositories that it is about; absent for all. */
  repositories?: string[];
  origins: ChangeOrigin['kind'][];
  required: number;
  /** Approvers come from one of these groups; empty means from anywhere with the role. */
  groups: string[];
  /** For a homelab of one: the person who asked may approve, what an AI wrote only after a second look. */
  solo: boolean;
};
