import { z } from 'zod';
import { RUNNER_STATUSES } from '#lib/domain/runner/runner.ts';

// Only the fields that are used, and permissive: GitLab leaves out, adds and nulls freely between its versions. What is
// not named here is dropped on arrival, a token that some version might send along as well.

const Time = z
  .string()
  .nullish()
  .catch(null)
  .transform((text) => (text == null || Number.isNaN(Date.parse(text)) ? null : Date.parse(text)));
const Text = z
  .string()
  .nullish()
  .catch(null)
  .transform((text) => (text == null || text === '' ? null : text));
const Flag = z.boolean().nullish().catch(null);
const Status = z.enum(RUNNER_STATUSES).nullish().catch(null);

/** A runner in a list: without tags. */
export const Entry = z.object({
  id: z.number(),
  description: Text,
  name: Text,
  runner_type: z.enum(['instance_type', 'group_type', 'project_type']),
  paused: Flag,
  active: Flag,
  online: Flag,
  status: Status,
  job_execution_status: Text,
});
export type Entry = z.infer<typeof Entry>;

export const Details = z.object({
  tag_list: z.array(z.string()).nullish().catch(null),
  run_untagged: Flag,
  locked: Flag,
  access_level: z.enum(['not_protected', 'ref_protected']).nullish().catch(null),
  version: Text,
  platform: Text,
  architecture: Text,
  contacted_at: Time,
  projects: z
    .array(z.object({ path_with_namespace: z.string() }))
    .nullish()
    .catch(null),
  groups: z
    .array(z.object({ web_url: z.string() }))
    .nullish()
    .catch(null),
});
export type Details = z.infer<typeof Details>;

export const Manager = z.object({
  id: z.number(),
  system_id: Text,
  version: Text,
  platform: Text,
  architecture: Text,
  contacted_at: Time,
  status: Status,
});
export type Manager = z.infer<typeof Manager>;

export const Job = z.object({
  id: z.number(),
  name: z.string().catch(''),
  ref: Text,
  created_at: Time,
  started_at: Time,
  queued_duration: z.number().nullish().catch(null),
  web_url: Text,
  tag_list: z.array(z.string()).nullish().catch(null),
  project: z.object({ path_with_namespace: Text }).nullish().catch(null),
});
export type Job = z.infer<typeof Job>;

/** Which runners of others it lets take its jobs. */
export const Project = z.object({ shared_runners_enabled: Flag, group_runners_enabled: Flag });

export const Version = z.object({ version: z.string() });
