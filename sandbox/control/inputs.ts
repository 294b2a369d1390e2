import { z } from 'zod';
import { FAULT_KINDS, type FaultRule, SANDBOX_SERVERS } from '../faults.ts';
import { ControlError } from './control-error.ts';

const FaultId = z.string().regex(/^[\w.-]{1,64}$/, 'letters, digits, ".", "_" and "-", at most 64');

const FaultFields = z.strictObject({
  server: z.enum(SANDBOX_SERVERS),
  kind: z.enum(FAULT_KINDS),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  path: z.string().min(1).max(500).optional(),
  status: z.int().min(200).max(599).optional(),
  retryAfterSeconds: z.int().min(0).max(86_400).optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  remaining: z.int().min(1).optional(),
  afterEffect: z.boolean().optional(),
});

/** A page in place of an answer may come with any status; an answer that says nothing is wrong is no fault. */
const isFault = ({ kind, status = 500 }: z.infer<typeof FaultFields>) => kind === 'html' || status >= 300;
const NO_FAULT = { path: ['status'], error: 'expected a number of 300 or more' };
const FaultBody = FaultFields.refine(isFault, NO_FAULT);

const FaultList = z.strictObject({
  faults: z.array(FaultFields.extend({ id: FaultId }).refine(isFault, NO_FAULT)).max(1000),
});

/** A pace that timers can keep. */
const ClockBody = z.strictObject({ rate: z.number().min(0.001).max(100_000) });

/** The most that the sandbox is built for. */
const GenerateBody = z.strictObject({ applications: z.int().min(0).max(20_000) });

const Word = z.string().regex(/^[\w. -]{1,100}$/, 'letters, digits, ".", "_", "-" and spaces, at most 100');

const JobsBody = z.strictObject({
  repository: Word.default('hello-platform'),
  workflow: Word.default('ci'),
  name: Word.default('build'),
  labels: z.array(Word).min(1).max(20),
  seconds: z.int().min(1).max(86_400).nullable().default(60),
  count: z.int().min(1).max(200).default(1),
});

const RefreshBody = z.strictObject({ application: z.string().min(1).max(253).optional() });

export const readClock = (body: unknown) => parse(ClockBody, body);
export const readGenerate = (body: unknown) => parse(GenerateBody, body);
export const readJobs = (body: unknown) => parse(JobsBody, body);
export const readRefresh = (body: unknown) => parse(RefreshBody, body);

export function readFault(id: string, body: unknown): FaultRule {
  return asRule({ ...parse(FaultBody, body), id: parse(z.strictObject({ id: FaultId }), { id }).id });
}

export function readFaults(body: unknown): FaultRule[] {
  return parse(FaultList, body).faults.map(asRule);
}

/** Without the fields that are not given. */
function asRule(parsed: z.infer<typeof FaultBody> & { id: string }): FaultRule {
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined)) as FaultRule;
}

/** Throws ControlError 400 that names the field. */
function parse<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const result = shape.safeParse(body);
  if (!result.success) {
    const issue = result.error.issues[0];
    const field = issue?.path.join('.') || (issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : '');
    throw new ControlError(400, issue?.message ?? 'the body makes no sense', field);
  }
  return result.data;
}
