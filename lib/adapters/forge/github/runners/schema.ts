import { z } from 'zod';

// Only the fields that are used, and permissive: GitHub Enterprise Server lags behind github.com.

const Time = z
  .string()
  .nullish()
  .catch(null)
  .transform((text) => (text == null || Number.isNaN(Date.parse(text)) ? null : Date.parse(text)));
const Text = z.string().nullish().catch(null);

export const Runner = z.object({
  id: z.number(),
  name: z.string(),
  os: Text,
  status: z.enum(['online', 'offline']).catch('offline'),
  busy: z.boolean().catch(false),
  runner_group_id: z.number().nullish().catch(null),
  version: Text,
  labels: z.array(z.object({ name: z.string() })).catch([]),
});
export type Runner = z.infer<typeof Runner>;

export const Group = z.object({
  id: z.number(),
  name: z.string(),
  visibility: z.enum(['all', 'selected', 'private']).nullable().catch(null),
  allows_public_repositories: z.boolean().nullish().catch(null),
  restricted_to_workflows: z.boolean().nullish().catch(null),
});

export type Group = z.infer<typeof Group>;

export const Repository = z.object({ full_name: z.string(), archived: z.boolean().catch(false) });

export const Run = z.object({
  id: z.number(),
  head_branch: Text,
  repository: z.object({ private: z.boolean() }).nullish().catch(null),
});

export const Job = z.object({
  id: z.number(),
  name: z.string().catch(''),
  status: z.string(),
  html_url: Text,
  labels: z.array(z.string()).catch([]),
  runner_id: z.number().nullish().catch(null),
  runner_name: Text,
  created_at: Time,
  started_at: Time,
});
export type Job = z.infer<typeof Job>;
