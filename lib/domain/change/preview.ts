import type { FieldError } from '../error/portal-error.ts';
import type { GuardrailReport } from '../guardrail/guardrail.ts';
import type { FitLine } from '../node/fit.ts';
import type { SourceStatus } from '../source/source.ts';
import type { HeadFile } from './change.ts';
import type { Impact } from './impact.ts';

export type PreviewFile = HeadFile;
export type WorkloadFit = { object: string; lines: FitLine[] };

export type Preview = {
  /** Problems with the values, by field. When there are any, the rest is null. */
  errors: FieldError[];
  result: {
    title: string;
    branch: string;
    base: { branch: string; sha: string; asOf: number };
    files: PreviewFile[];
    /** What the portal did otherwise than the template says. */
    notes: string[];
    report: GuardrailReport;
    impact: Impact;
    /** null when the cluster's nodes are not known now: then nothing is said about room. */
    fit: WorkloadFit[] | null;
    approvals: { policy: string; required: number; groups: string[]; solo: boolean }[];
    /** The open change that sending this form again would update. */
    updates: { id: string; title: string; iid: number | null } | null;
  } | null;
  sources: SourceStatus[];
};
