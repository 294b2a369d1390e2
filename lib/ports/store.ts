import type { Approval } from '#lib/domain/approval/approval.ts';
import type { AuditEntry, AuditRecord } from '#lib/domain/audit/audit.ts';
import type { Change, ChangeHead, ChangePhase } from '#lib/domain/change/change.ts';
import type { GatewayRun, RunState } from '#lib/domain/gateway/run.ts';
import type { Review, ReviewState, ReviewSubject } from '#lib/domain/review/review.ts';

export type Account = {
  id: string;
  issuer: string;
  subject: string;
  username: string;
  name: string;
  avatarUrl: string | null;
  groups: string[];
  createdAt: number;
  lastSignInAt: number;
  /** The account of the person whose account on another forge this is; null for one that signs in itself. */
  ownerId: string | null;
};

/** A person's own forge tokens; the store keeps them encrypted and gives them in the clear. */
export type Credential = {
  accountId: string;
  accessToken: string;
  refreshToken: string | null;
  expiresAt: number | null;
};

export type Session = {
  id: string;
  accountId: string;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
  userAgent: string;
};

/** A sign-in that was begun and not finished. */
export type PendingSignIn = {
  state: string;
  nonce: string;
  codeVerifier: string;
  returnTo: string;
  expiresAt: number;
  /** Where it was begun. */
  forgeId: string;
  /** Who links an account there; null for a sign-in. */
  accountId: string | null;
};

/** Who somebody is on a forge. */
export type AccountIdentity = Omit<Account, 'id' | 'createdAt' | 'lastSignInAt' | 'ownerId'>;

export interface AccountRepository {
  findById(id: string): Promise<Account | null>;
  findByIdentity(issuer: string, subject: string): Promise<Account | null>;
  /** Makes the account, or brings name, groups and last sign-in up to date. Who signs in with one that was linked
   * is the same person: all their accounts are linked to this one then. */
  signIn(identity: AccountIdentity, at: number): Promise<Account>;
  /** Makes it the account of a person on another forge. Null where it is somebody else's already. */
  link(identity: AccountIdentity, ownerId: string, at: number): Promise<Account | null>;
  /** All that were linked by this person, also those that are not used any more; the one linked last first. */
  listOwned(ownerId: string): Promise<Account[]>;
  updateGroups(id: string, groups: string[]): Promise<void>;
}

export interface CredentialRepository {
  find(accountId: string): Promise<Credential | null>;
  save(credential: Credential): Promise<void>;
  /** Puts `next` (null: nothing) in the place of what was read, if that is still what is stored; gives whether it was. */
  replace(read: Credential, next: Credential | null): Promise<boolean>;
  remove(accountId: string): Promise<void>;
}

/** What a person's own programs show in place of a session; the secret itself is never stored. */
export type ApiToken = {
  id: string;
  accountId: string;
  name: string;
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
};

export interface ApiTokenRepository {
  create(token: ApiToken & { tokenHash: string }): Promise<void>;
  findByTokenHash(tokenHash: string): Promise<ApiToken | null>;
  touch(id: string, at: number): Promise<void>;
  /** Newest first. */
  listByAccount(accountId: string): Promise<ApiToken[]>;
  /** Only one of this person; whether there was one. */
  remove(id: string, accountId: string): Promise<boolean>;
  removeByAccount(accountId: string): Promise<number>;
  removeExpired(at: number): Promise<number>;
}

export interface ReviewRepository {
  /** Throws `conflict` where there is one of the same version of the same subject. */
  create(review: Review): Promise<void>;
  /** Writes if the stored revision is `review.revision`, and counts it up; else throws `conflict` (PortalError). */
  update(review: Review): Promise<Review>;
  findById(id: string): Promise<Review | null>;
  findByVersion(subjectKind: ReviewSubject, subjectId: string, version: string): Promise<Review | null>;
  /** The one that was asked for last. */
  findNewest(subjectKind: ReviewSubject, subjectId: string): Promise<Review | null>;
  /** Newest first. */
  listRecent(limit: number): Promise<Review[]>;
  /** Oldest first: the order in which they have their turn. */
  listByState(states: readonly ReviewState[]): Promise<Review[]>;
  /** Removes what was said of applications and has not been touched since then; gives how many. */
  removeExplanations(before: number): Promise<number>;
}

export interface SessionRepository {
  /** `tokenHash` is what the cookie's secret hashes to; the secret itself is never stored. */
  create(session: Session & { tokenHash: string }): Promise<void>;
  findByTokenHash(tokenHash: string): Promise<Session | null>;
  touch(id: string, at: number, expiresAt: number): Promise<void>;
  listByAccount(accountId: string): Promise<Session[]>;
  remove(id: string): Promise<void>;
  /** Gives the ids of the sessions that ended. */
  removeByAccount(accountId: string): Promise<string[]>;
  removeExpired(at: number): Promise<number>;
  savePending(pending: PendingSignIn): Promise<void>;
  /** Gives it once: a second call with the same state finds nothing. */
  takePending(state: string): Promise<PendingSignIn | null>;
}

export interface ChangeRepository {
  /** `conflict` (PortalError) when an unfinished change already holds the slot. */
  create(change: Change): Promise<void>;
  /** Writes if the stored revision is `change.revision`, and counts it up; else throws `conflict` (PortalError). */
  update(change: Change): Promise<Change>;
  findById(id: string): Promise<Change | null>;
  findByIdempotencyKey(key: string): Promise<Change | null>;
  /** The unfinished change that holds a slot. */
  findActiveBySlot(repository: Change['repository'], slot: string): Promise<Change | null>;
  /** The newest of a merge request. */
  findByMergeRequest(repository: Change['repository'], iid: number): Promise<Change | null>;
  listByPhase(phases: ChangePhase[]): Promise<Change[]>;
  /** How many there are of each phase that has any. */
  countByPhase(): Promise<Map<ChangePhase, number>>;
  /** The titles of those that are there. */
  titlesOf(ids: readonly string[]): Promise<Map<string, string>>;
  /** Newest first. */
  listRecent(limit: number): Promise<Change[]>;
  /** Keeps what the head of a change's merge request holds; an older head is forgotten. */
  saveHead(changeId: string, head: ChangeHead): Promise<void>;
  findHead(changeId: string): Promise<ChangeHead | null>;
}

export interface ApprovalRepository {
  create(approval: Approval): Promise<void>;
  listByChange(changeId: string): Promise<Approval[]>;
  /** Drops every standing approval of another commit or diff; gives how many. */
  dropOthers(changeId: string, keep: { sha: string; diffHash: string }, at: number): Promise<number>;
}

export interface AuditRepository {
  append(entry: AuditEntry): Promise<AuditRecord>;
  /** Newest first, below `beforeSequence` where given. */
  list(query: { beforeSequence?: number; limit: number; subjectId?: string }): Promise<AuditRecord[]>;
  /** In order from `fromSequence`, for checking the chain. */
  read(fromSequence: number, limit: number): Promise<AuditRecord[]>;
}

export interface GatewayRunRepository {
  create(run: GatewayRun): Promise<void>;
  /** Writes if the stored revision is `run.revision`, and counts it up; else throws `conflict` (PortalError). */
  update(run: GatewayRun): Promise<GatewayRun>;
  findById(id: string): Promise<GatewayRun | null>;
  findByIdempotencyKey(key: string): Promise<GatewayRun | null>;
  /** The newest run that a change was made by. */
  findByChange(changeId: string): Promise<GatewayRun | null>;
  /** Oldest first: the order in which they have their turn. */
  listByState(states: readonly RunState[]): Promise<GatewayRun[]>;
  /** Newest first. */
  listRecent(limit: number): Promise<GatewayRun[]>;
}

export interface LeaseRepository {
  /** Takes or renews the lease; false while another holds it. */
  acquire(name: string, holder: string, now: number, durationMs: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

export interface Repositories {
  readonly accounts: AccountRepository;
  readonly credentials: CredentialRepository;
  readonly sessions: SessionRepository;
  readonly changes: ChangeRepository;
  readonly approvals: ApprovalRepository;
  readonly audit: AuditRepository;
  readonly gatewayRuns: GatewayRunRepository;
  readonly apiTokens: ApiTokenRepository;
  readonly reviews: ReviewRepository;
  readonly leases: LeaseRepository;
}

/** Everything the portal remembers. Methods throw ExternalError when the database cannot answer. */
export interface Store extends Repositories {
  /** All or nothing; what is read inside is what was written inside. */
  transaction<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result>;
  /** Whether it answers now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
