import { z } from 'zod';

/** Sample values come as texts, since JSON has no NaN and no infinity: as Go writes numbers. */
const SampleValue = z.string().regex(/^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?Inf|NaN)$/);

/** Seconds since 1970. */
const Timestamp = z.number().nonnegative();

/** A series has a value, or a native histogram, which is nothing that the portal asks for. */
const SeriesBody = z.object({
  metric: z.record(z.string(), z.string()),
  value: z.tuple([Timestamp, SampleValue]).optional(),
});
export type SeriesBody = z.infer<typeof SeriesBody>;

const Warnings = z.array(z.string()).nullish();

/** `GET /api/v1/query` of an expression that gives an instant vector. */
export const VectorBody = z.object({
  status: z.literal('success'),
  data: z.object({ resultType: z.literal('vector'), result: z.array(SeriesBody) }),
  warnings: Warnings,
});

export const ErrorBody = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });

export const BuildInfoBody = z.object({
  status: z.literal('success'),
  data: z.object({ version: z.string().trim().min(1).max(100) }),
});
