import { z } from 'zod';
import { LenientTime as Time } from '#lib/adapters/_shared/lenient-time.ts';

// Only the fields that are used, and permissive: GitHub Enterprise Server lags behind github.com.

const Text = z.string().nullish().catch(null);
const Texts = z.array(z.string()).catch([]);

export const User = z
  .object({ id: z.number(), login: z.string(), name: Text, avatar_url: Text })
  .transform(({ id, login, name, avatar_url }) => ({
    id: String(id),
    username: login,
    name: name || login,
    avatarUrl: avatar_url || null,
  }));

/** Whoever deleted their account is nobody any more; GitHub's own pages call them so. */
const Author = User.nullish().transform(
  (user) => user ?? { id: '10137', username: 'ghost', name: 'ghost', avatarUrl: null },
);

export const Repository = z.object({
  full_name: z.string(),
  default_branch: z.string().nullish(),
  html_url: z.string(),
  archived: z.boolean().catch(false),
  permissions: z.object({ push: z.boolean() }).nullish().catch(null),
  /** Told to those who may write. */
  allow_merge_commit: z.boolean().nullish().catch(null),
});

export const Branch = z.object({
  name: z.string(),
  commit: z.object({ sha: z.string(), commit: z.object({ message: z.string().catch('') }) }),
  protection: z
    .object({ required_status_checks: z.object({ contexts: Texts }).nullish().catch(null) })
    .nullish()
    .catch(null),
});

export const Ref = z.object({ object: z.object({ sha: z.string() }) });

export const GitCommit = z.object({
  sha: z.string(),
  html_url: z.string().catch(''),
  message: z.string().catch(''),
  author: z
    .object({ name: z.string().catch('') })
    .nullish()
    .catch(null),
  committer: z.object({ date: Time }).nullish().catch(null),
  tree: z.object({ sha: z.string() }),
});

export const Tree = z.object({
  sha: z.string(),
  tree: z.array(
    z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string(), size: z.number().catch(0) }),
  ),
  truncated: z.boolean().catch(false),
});
export type TreeEntry = z.infer<typeof Tree>['tree'][number];

export const Made = z.object({ sha: z.string() });

export const Blob = z.object({ content: z.string(), encoding: z.string(), size: z.number() });

export const ChangedFile = z.object({ filename: z.string(), status: z.string(), previous_filename: Text, patch: Text });
export type ChangedFile = z.infer<typeof ChangedFile>;

export const Compared = z.object({
  status: z.string(),
  merge_base_commit: z.object({ sha: z.string() }),
  files: z.array(ChangedFile).nullish(),
});

/** `before` of a new branch and `after` of one that went are noughts. */
export const Activity = z.object({
  before: z.string(),
  after: z.string(),
  ref: z.string(),
  activity_type: z.string(),
  actor: z.object({ id: z.number(), login: z.string() }).nullish().catch(null),
});
export type Activity = z.infer<typeof Activity>;

/** The repository is null once the fork is deleted. */
const Side = z.object({
  ref: z.string(),
  sha: z.string(),
  repo: z
    .object({ id: z.number(), allow_merge_commit: z.boolean().nullish().catch(null) })
    .nullish()
    .catch(null),
});

export const Pull = z.object({
  number: z.number(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  user: Author,
  draft: z.boolean().catch(false),
  /** Not in lists, and null while it is computed. */
  mergeable: z.boolean().nullish().catch(null),
  mergeable_state: z.string().catch('unknown'),
  /** Of one that is not merged, that of a trial. */
  merge_commit_sha: Text,
  merged_by: User.nullish().catch(null),
  merged_at: Time,
  created_at: Time,
  updated_at: Time,
  head: Side,
  base: Side,
});
export type Pull = z.infer<typeof Pull>;

export const Merged = z.object({ sha: z.string(), merged: z.boolean() });

export const Review = z.object({
  id: z.number(),
  state: z.string(),
  body: z.string().nullish(),
  user: Author,
  commit_id: Text,
  submitted_at: Time,
});
export type Review = z.infer<typeof Review>;

export const Comment = z.object({ id: z.number(), body: z.string().nullish(), user: Author, created_at: Time });
export type Comment = z.infer<typeof Comment>;

/** `line` is null where the difference does not show it any more. */
export const LineComment = Comment.extend({
  path: z.string(),
  side: Text,
  line: z.number().nullish().catch(null),
  original_line: z.number().nullish().catch(null),
});
export type LineComment = z.infer<typeof LineComment>;

export const Status = z.object({
  id: z.number(),
  state: z.string(),
  context: z.string(),
  target_url: Text,
});
export type Status = z.infer<typeof Status>;

const Conclusion = z.object({ status: z.string(), conclusion: Text, html_url: Text });

export const CheckRun = Conclusion.extend({
  id: z.number(),
  name: z.string().catch(''),
  check_suite: z.object({ id: z.number() }).nullish().catch(null),
});
export type CheckRun = z.infer<typeof CheckRun>;

export const WorkflowRun = Conclusion.extend({ id: z.number(), check_suite_id: z.number().nullish().catch(null) });
