/** A person as the forge knows them. */
export type ForgeUser = { id: string; username: string; name: string; avatarUrl: string | null };

/** What somebody wrote under a merge request, as Markdown. */
export type ForgeNote = {
  id: string;
  author: ForgeUser;
  body: string;
  createdAt: number;
  /** The line that it is about, of the new file or of the old one; null where it is about all of it. */
  place: { path: string; line: number; isOld: boolean } | null;
};

/** A line of what a merge request changes: its number in the old file and in the new one, null where it is not there. */
export type LinePlace = { path: string; before: number | null; after: number | null };

export type ForgeRepository = {
  path: string;
  defaultBranch: string;
  webUrl: string;
  /** What the asking user may do. */
  canPush: boolean;
  canMerge: boolean;
};

export type ForgeBranch = { name: string; sha: string; message: string };

export type ForgeFile = { path: string; content: string };

/** A file operation of a commit. `create` fails on a file that is there, the others on one that is not. */
export type CommitAction =
  | { action: 'create'; path: string; content: string }
  | { action: 'update'; path: string; content: string }
  | { action: 'delete'; path: string };

export type CommitRequest = {
  branch: string;
  /** Make the branch from this commit; it must not exist then. Without it the commit goes on top of the branch. */
  startSha?: string;
  message: string;
  actions: CommitAction[];
};

export type ForgeCommit = { sha: string; message: string; authorName: string; createdAt: number; webUrl: string };

/** `checking`: the forge is still finding out; ask again before judging. `running`: its pipeline has not ended. */
export type Mergeability = 'mergeable' | 'checking' | 'running' | 'blocked';

export type MergeRequest = {
  iid: number;
  state: 'opened' | 'closed' | 'merged' | 'locked';
  title: string;
  description: string;
  webUrl: string;
  sourceBranch: string;
  targetBranch: string;
  headSha: string;
  author: ForgeUser;
  /** Whether its branch is in another repository: who pushed there is not told here. */
  isFork: boolean;
  /** Its author says that it is not ready; it cannot be merged so. */
  isDraft: boolean;
  mergeability: Mergeability;
  /** The forge's own word for what blocks it: `conflict`, `ci_must_pass`. */
  mergeStatus: string;
  mergeSha: string | null;
  mergedBy: ForgeUser | null;
  mergedAt: number | null;
  /** 0 where the forge does not tell. */
  createdAt: number;
  updatedAt: number;
};

/** One file of a diff. `patch` is null where the forge left it out (too large, binary): that is not "no change". */
export type FileDiff = {
  path: string;
  oldPath: string;
  change: 'added' | 'modified' | 'deleted' | 'renamed';
  /** What stands at `path` afterwards. What a link or a submodule stands for is not in the diff. */
  entry: 'file' | 'link' | 'submodule';
  patch: string | null;
};

/** What a commit brings, against the commit where it left another one's history. */
export type Comparison = {
  baseSha: string;
  files: FileDiff[];
  /** False where the forge stopped counting: then there are files that it does not name. */
  isComplete: boolean;
};

export type CommitStatus = {
  context: string;
  state: 'pending' | 'success' | 'failed';
  description: string;
  targetUrl?: string;
};

export type Pipeline = {
  id: number;
  sha: string;
  /** `pending` covers everything that has not begun to run. */
  state: 'pending' | 'running' | 'success' | 'failed' | 'canceled' | 'skipped' | 'manual';
  webUrl: string;
};

/**
 * A forge as one user sees it: every call runs with that user's own token. All methods throw ExternalError;
 * reading what is not there gives null.
 */
export interface Forge {
  whoAmI(): Promise<ForgeUser>;
  repository(path: string): Promise<ForgeRepository | null>;
  branch(repository: string, name: string): Promise<ForgeBranch | null>;
  /** Every file's path below `under` at a commit or branch. */
  listFiles(repository: string, ref: string, under?: string): Promise<string[]>;
  readFile(repository: string, ref: string, path: string): Promise<ForgeFile | null>;
  /** One commit with all actions or none. `conflict` when the branch or a file stands in the way. */
  commit(repository: string, request: CommitRequest): Promise<ForgeCommit>;
  readCommit(repository: string, sha: string): Promise<ForgeCommit | null>;
  /** Whether `descendant` is `ancestor` or comes after it. */
  contains(repository: string, ancestor: string, descendant: string): Promise<boolean>;
  /** Both are commits, so that the answer cannot change and says nothing of any merge request, which can be sent elsewhere. */
  compare(repository: string, from: string, headSha: string): Promise<Comparison>;
  /**
   * Everyone who pushed to a branch up to its head, as the forge recorded them, not as commits claim; null while the
   * forge has not recorded yet who pushed this head. Throws when its records have a gap.
   */
  pushers(repository: string, branch: string, headSha: string): Promise<Pick<ForgeUser, 'id' | 'username'>[] | null>;

  /** The open one of two branches, else the newest that was merged or closed. */
  findMergeRequest(repository: string, sourceBranch: string, targetBranch: string): Promise<MergeRequest | null>;
  mergeRequest(repository: string, iid: number): Promise<MergeRequest | null>;
  /**
   * The open ones that go to a branch, newest first. `mergeability` may be older than what `mergeRequest` says. `isComplete` is
   * false where there are more.
   */
  openMergeRequests(
    repository: string,
    targetBranch: string,
  ): Promise<{ requests: MergeRequest[]; isComplete: boolean }>;
  /** Opens one, or gives the open one that is already there for the two branches. */
  openMergeRequest(
    repository: string,
    request: { sourceBranch: string; targetBranch: string; title: string; description: string; labels: string[] },
  ): Promise<MergeRequest>;
  updateMergeRequest(
    repository: string,
    iid: number,
    change: { title?: string; description?: string; state?: 'close' },
  ): Promise<MergeRequest>;
  /** Approves exactly this commit; `conflict` when the head is another one. Approving twice is no error. */
  approve(repository: string, iid: number, sha: string): Promise<void>;
  /** Merges exactly this commit; `conflict` when the head moved or the branches conflict. */
  merge(
    repository: string,
    iid: number,
    merge: { sha: string; message: string; removesBranch?: boolean },
  ): Promise<MergeRequest>;

  /** The newest that people wrote under a merge request, oldest first; nothing that is only for its members. */
  notes(repository: string, iid: number): Promise<ForgeNote[]>;
  /** Puts a text under a merge request, as Markdown. */
  addNote(repository: string, iid: number, body: string): Promise<void>;
  /**
   * Puts a text beside a line of what a commit changes. `conflict` when the head is another one, `invalid` when the forge shows no
   * such line in its difference.
   */
  addLineNote(repository: string, iid: number, note: { body: string; sha: string; place: LinePlace }): Promise<void>;
  /** Puts the commits of its branch onto the end of the target branch. `conflict` when they do not fit there; a branch that takes long is not waited for. */
  rebase(repository: string, iid: number): Promise<void>;

  setStatus(repository: string, sha: string, status: CommitStatus): Promise<void>;
  /** What was last told of a commit, each name once; `targetUrl` is null where nobody gave one. */
  statuses(repository: string, sha: string): Promise<{ context: string; targetUrl: string | null }[]>;
  pipelines(repository: string, sha: string): Promise<Pipeline[]>;
}

export type ForgeCredential = { accessToken: string };

/** A configured forge, before anyone acts on it. */
export interface ForgeHost {
  readonly id: string;
  /** The vendor's name for people: `GitLab`. */
  readonly name: string;
  readonly webUrl: string;
  /** @param pace how long each of its requests may take, where that is not as long as usual */
  as(credential: ForgeCredential, pace?: { timeoutMs: number }): Forge;
  /** The file's page on the forge, to link to. */
  fileUrl(repository: string, ref: string, path: string): string;
  commitUrl(repository: string, sha: string): string;
}
