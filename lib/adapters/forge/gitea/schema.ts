import { z } from 'zod';
import { LenientTime as Time } from '#lib/adapters/_shared/lenient-time.ts';

// Only the fields that are used, and permissive: Gitea and Forgejo leave out, add and null freely between their versions.

export const User = z
  .object({
    id: z.number(),
    login: z.string(),
    full_name: z.string().catch(''),
    avatar_url: z.string().nullish().catch(null),
  })
  .transform(({ id, login, full_name, avatar_url }) => ({
    id: String(id),
    username: login,
    name: full_name === '' ? login : full_name,
    avatarUrl: avatar_url || null,
  }));

export const Repository = z.object({
  full_name: z.string(),
  default_branch: z.string().nullish(),
  html_url: z.string(),
  archived: z.boolean().catch(false),
  permissions: z.object({ push: z.boolean() }).nullish().catch(null),
});

/** What the rule of a branch asks for is told to everybody who may read it, but not all of it. */
export const Branch = z.object({
  name: z.string(),
  commit: z.object({ id: z.string(), message: z.string().catch('') }),
  protected: z.boolean().catch(false),
  required_approvals: z.number().catch(0),
  enable_status_check: z.boolean().catch(false),
  status_check_contexts: z.array(z.string()).nullish().catch(null),
});
export type Branch = z.infer<typeof Branch>;

const Person = z.object({ name: z.string().catch('') });
const Parents = z.array(z.object({ sha: z.string() })).nullish();

export const Commit = z.object({
  sha: z.string(),
  html_url: z.string().catch(''),
  created: Time,
  commit: z.object({ message: z.string().catch(''), author: Person.nullish().catch(null) }),
  parents: Parents,
});
export type Commit = z.infer<typeof Commit>;

/** The answer to several files in one commit has the same in another order: modules/structs/repo_file.go. */
export const MadeCommit = z.object({
  commit: z.object({
    sha: z.string(),
    html_url: z.string().catch(''),
    created: Time,
    message: z.string().catch(''),
    author: Person.extend({ date: Time }).nullish().catch(null),
  }),
});

export const TreePage = z.object({
  sha: z.string(),
  tree: z
    .array(
      z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string(), size: z.number().catch(0) }),
    )
    .nullish(),
  truncated: z.boolean(),
});
export type TreeEntry = NonNullable<z.infer<typeof TreePage>['tree']>[number];

export const Blob = z.object({ content: z.string().nullish(), encoding: z.string().nullish(), size: z.number() });

/** A folder is answered with a list of what is in it. */
export const Contents = z.union([
  z.array(z.unknown()),
  z.object({
    type: z.string(),
    sha: z.string(),
    size: z.number(),
    encoding: z.string().nullish(),
    content: z.string().nullish(),
    target: z.string().nullish(),
    html_url: z.string().nullish(),
  }),
]);

const PullBranch = z.object({
  /** The branch's own name, also when it is gone; `ref` is `refs/pull/…` then. */
  label: z.string().catch(''),
  ref: z.string(),
  sha: z.string().catch(''),
  repo_id: z.number().nullish().catch(null),
});

export const Pull = z.object({
  number: z.number(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  user: User,
  draft: z.boolean().catch(false),
  mergeable: z.boolean().nullish().catch(null),
  merged: z.boolean().catch(false),
  merge_commit_sha: z.string().nullish(),
  merged_by: User.nullish().catch(null),
  merged_at: Time,
  created_at: Time,
  updated_at: Time,
  base: PullBranch.extend({
    repo: z
      .object({
        allow_merge_commits: z.boolean().catch(true),
        allow_fast_forward_only_merge: z.boolean().catch(false),
      })
      .nullish()
      .catch(null),
  }),
  head: PullBranch,
});
export type Pull = z.infer<typeof Pull>;

export const Label = z.object({ id: z.number(), name: z.string() });

export const Comment = z.object({ id: z.number(), body: z.string().catch(''), user: User, created_at: Time });

export const Review = z.object({
  id: z.number(),
  state: z.string(),
  body: z.string().catch(''),
  user: User.nullish().catch(null),
  commit_id: z.string().catch(''),
  official: z.boolean().catch(false),
  dismissed: z.boolean().catch(false),
  comments_count: z.number().catch(0),
  submitted_at: Time,
});
export type Review = z.infer<typeof Review>;

/** Lines, not places in a difference; 0 where it is not in that file. */
export const LineComment = Comment.extend({
  path: z.string(),
  position: z.number().catch(0),
  original_position: z.number().catch(0),
});

export const Status = z.object({
  id: z.number(),
  status: z.string(),
  context: z.string(),
  target_url: z.string().nullish(),
});
export type Status = z.infer<typeof Status>;

/** Of a commit of which nothing was told it is nearly empty, in one way or another. */
export const CombinedStatus = z
  .object({
    sha: z.string().nullish(),
    total_count: z.number().nullish(),
    statuses: z.array(Status).nullish(),
  })
  .nullable();

export const Activity = z.object({
  id: z.number(),
  op_type: z.string(),
  ref_name: z.string().catch(''),
  content: z.string().catch(''),
  act_user_id: z.number(),
  act_user: z.object({ login: z.string() }).nullish().catch(null),
});
export type Activity = z.infer<typeof Activity>;

/** What stands in the `content` of a push: modules/repository/commits.go. */
export const PushContent = z.object({
  HeadCommit: z.object({ Sha1: z.string() }).nullish(),
  CompareURL: z.string().catch(''),
});
