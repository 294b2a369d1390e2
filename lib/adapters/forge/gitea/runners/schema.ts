import { z } from 'zod';

// Only the fields that are used: gitea modules/structs/action.go and repo_actions.go, from 1.24 on.

const Time = z
  .string()
  .nullish()
  .catch(null)
  // A time that is not known is written as the year 1.
  .transform((text) => (text == null || !(Date.parse(text) > 0) ? null : Date.parse(text)));
const Text = z.string().nullish().catch(null);

export const Runner = z.object({
  id: z.number(),
  name: z.string(),
  status: z.enum(['online', 'offline']).catch('offline'),
  busy: z.boolean().catch(false),
  disabled: z.boolean().catch(false),
  labels: z.array(z.object({ name: z.string() })).catch([]),
});
export type Runner = z.infer<typeof Runner>;

export const Job = z.object({
  id: z.number(),
  name: z.string().catch(''),
  status: z.string(),
  html_url: Text,
  head_branch: Text,
  labels: z
    .array(z.string())
    .nullish()
    .catch(null)
    .transform((labels) => labels ?? []),
  runner_id: z.number().nullish().catch(null),
  created_at: Time,
  started_at: Time,
});
export type Job = z.infer<typeof Job>;
