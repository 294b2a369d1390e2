import { z } from 'zod';

/** Only what is used of Ollama's answers (api/types.go); entries of lists are read one by one, so one odd one costs itself. */
export const VersionBody = z.object({ version: z.string().trim().min(1).max(100) });

export const ModelsBody = z.object({ models: z.array(z.unknown()).nullish() });

const Bytes = z.int().nonnegative();
const Word = z.string().max(350);
const Details = z
  .object({
    family: Word.nullish(),
    parameter_size: Word.nullish(),
    quantization_level: Word.nullish(),
  })
  .nullish();

/** `name` and `model` say the same; old releases have only the first. */
const Named = { name: Word.nullish(), model: Word.nullish(), digest: Word.nullish(), details: Details };

export const TagsEntry = z.object({
  ...Named,
  size: Bytes,
  modified_at: z.string().nullish(),
  remote_host: Word.nullish().catch(null),
});

export const PsEntry = z.object({
  ...Named,
  size: Bytes,
  size_vram: Bytes,
  expires_at: z.string(),
  context_length: z.int().positive().nullish().catch(null),
});
export type PsEntry = z.infer<typeof PsEntry>;

/** What a model says of itself; figures stand under the name of its architecture, so they are looked up one by one. */
export const ShowBody = z.object({
  parameters: z.string().nullish().catch(null),
  system: z.string().nullish().catch(null),
  details: z
    .object({ parent_model: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  model_info: z.record(z.string(), z.unknown()).nullish().catch(null),
  capabilities: z.array(z.string().max(60)).max(50).nullish().catch(null),
});
export type ShowBody = z.infer<typeof ShowBody>;

export const ErrorBody = z.object({ error: z.string().min(1) });

/** A line of an answer that is written while it is read. */
export const ChatLine = z.object({
  message: z.object({ content: z.string().nullish() }).nullish(),
  done: z.boolean().catch(false),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.int().nullish().catch(null),
  eval_count: z.int().nullish().catch(null),
  /** In ns. */
  load_duration: z.number().nullish().catch(null),
  error: z.string().min(1).optional(),
});
export type ChatLine = z.infer<typeof ChatLine>;
