import { z } from 'zod';
import { LenientTime as Time } from '#lib/adapters/_shared/lenient-time.ts';

// Only the fields that are used, and permissive: GitLab leaves out, adds and nulls freely between its versions.

export const User = z
  .object({
    id: z.number(),
    username: z.string(),
    name: z.string().catch(''),
    avatar_url: z.string().nullish().catch(null),
  })
  .transform(({ id, username, name, avatar_url }) => ({
    id: String(id),
    username,
    name: name === '' ? username : name,
    avatarUrl: avatar_url ?? null,
  }));

const Access = z.object({ access_level: z.number() }).nullish().catch(null);

export const Project = z.object({
  path_with_namespace: z.string(),
  default_branch: z.string().nullish(),
  web_url: z.string(),
  permissions: z.object({ project_access: Access, group_access: Access }).nullish().catch(null),
});

export const Commit = z.object({
  id: z.string(),
  message: z.string().catch(''),
  author_name: z.string().catch(''),
  created_at: Time,
  web_url: z.string().catch(''),
});

export const Branch = z.object({ name: z.string(), commit: Commit });

export const TreeEntry = z.object({ type: z.string(), path: z.string() });

export const File = z.object({ file_path: z.string(), content: z.string(), encoding: z.string() });

export const MergeRequestBody = z.object({
  iid: z.number(),
  state: z.enum(['opened', 'closed', 'merged', 'locked']),
  title: z.string(),
  description: z.string().nullish(),
  web_url: z.string(),
  source_branch: z.string(),
  target_branch: z.string(),
  source_project_id: z.number().nullish(),
  target_project_id: z.number().nullish(),
  sha: z.string().nullish(),
  author: User,
  draft: z.boolean().catch(false),
  detailed_merge_status: z.string().nullish(),
  merge_status: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  merge_user: User.nullish().catch(null),
  merged_at: Time,
  created_at: Time,
  updated_at: Time,
});
export type MergeRequestBody = z.infer<typeof MergeRequestBody>;

export const NoteBody = z.object({
  id: z.number(),
  body: z.string().catch(''),
  author: User,
  created_at: Time,
  /** What GitLab writes itself. */
  system: z.boolean().catch(false),
  /** For members only; older versions said `confidential`. What says it in a way that nobody can read is taken for that. */
  internal: z.boolean().nullish().catch(true),
  confidential: z.boolean().nullish().catch(true),
  position: z
    .object({
      new_path: z.string().nullish(),
      new_line: z.number().nullish(),
      old_path: z.string().nullish(),
      old_line: z.number().nullish(),
    })
    .nullish()
    .catch(null),
});
export type NoteBody = z.infer<typeof NoteBody>;

/** Of one merge request, what a place in its difference is named by. Null until GitLab has looked at the difference. */
export const DiffRefs = z.object({
  diff_refs: z.object({ base_sha: z.string(), start_sha: z.string(), head_sha: z.string() }).nullish(),
});

/** Why the last rebase, or merge, did not go through stands in `merge_error`, also while the next one is under way. */
export const RebaseState = z.object({
  sha: z.string().nullish(),
  rebase_in_progress: z.boolean().nullish(),
  merge_error: z.string().nullish(),
});
export type RebaseState = z.infer<typeof RebaseState>;

export const Diff = z.object({
  old_path: z.string(),
  new_path: z.string(),
  b_mode: z.string(),
  diff: z.string().catch(''),
  new_file: z.boolean().catch(false),
  renamed_file: z.boolean().catch(false),
  deleted_file: z.boolean().catch(false),
  too_large: z.boolean().nullish().catch(null),
  collapsed: z.boolean().nullish().catch(null),
});

/** `compare_timeout` means that the diff hit a limit and stops there (gitlab lib/api/entities/compare.rb). */
export const CompareBody = z.object({ diffs: z.array(Diff), compare_timeout: z.boolean() });

export const Approvals = z.object({ user_has_approved: z.boolean().catch(false) });

export const PushEvent = z.object({
  author_id: z.number(),
  author_username: z.string().catch(''),
  push_data: z
    .object({
      ref: z.string().nullish(),
      ref_type: z.string().nullish(),
      commit_from: z.string().nullish(),
      commit_to: z.string().nullish(),
    })
    .nullish()
    .catch(null),
});

export const PipelineBody = z.object({
  id: z.number(),
  sha: z.string(),
  status: z.string(),
  web_url: z.string().catch(''),
});

export const Status = z.object({ name: z.string(), status: z.string(), target_url: z.string().nullish() });
