import type { ManifestPath, ParsedManifest } from '../manifest/manifest.ts';
import type { Notice } from './notice.ts';

export type Verdict = 'pass' | 'warn' | 'fail' | 'not-applicable' | 'not-evaluated';

export type Finding = {
  severity: 'fail' | 'warn';
  file: string;
  /** From 1, in the file as it would be committed. */
  line: number;
  /** The object it is about, where it is about one: `Deployment shop/web`. */
  object?: string;
  message: string;
  /** How to mend it, in words or as the YAML to write. */
  fix?: string;
};

export type GuardrailResult = {
  id: string;
  title: string;
  verdict: Verdict;
  findings: Finding[];
  /** Why it was not evaluated or does not apply. */
  reason?: string;
};

/** What the guardrails said of one state of the files. */
export type GuardrailReport = {
  /** The commit they looked at; null for files that are not committed yet. */
  sha: string | null;
  at: number;
  results: GuardrailResult[];
  /** What a reviewer must not miss; absent where the portal that looked did not say such things yet. */
  notices?: Notice[];
};

/** A file of a change: what stands on the base branch and what would stand there after it. */
export type ChangedFile = {
  path: string;
  before: string | null;
  after: string | null;
  parsed: ParsedManifest;
  /** Where no file would stand but a pointer to something that is not in the change. */
  entry?: 'link' | 'submodule';
};

/** What a change of this origin may touch. Lists are complete: what they do not name is refused. */
export type LandingZone = {
  /** Patterns as in `matchesPath`. */
  paths: string[];
  /** Where it may be besides, in the same form: what of these it is about. Absent where that is all of them. */
  within?: string[];
  /** Names that may end in `*`. */
  namespaces: string[];
  /** Namespaces that stay closed even where `namespaces` would open them, in the same form: the platform's own. */
  closedNamespaces: string[];
  /** Kinds as kubectl names them: `Service`, `Deployment.apps`, `*.cert-manager.io`. Kinds without a namespace need their full name. */
  kinds: string[];
  /** Registries, or parts of them, that images may come from: `docker.io`, `ghcr.io/team`; `*` is all. */
  registries: string[];
  /** What an Argo CD Application may say; null where none may be written. */
  applications: ApplicationZone | null;
  /**
   * Nobody made it with a form: it may touch whatever those may touch who push to the repository. `registries` hold all the same.
   */
  isAnywhere?: true;
};

/** Values that an Application must keep to; each list holds every allowed one. */
export type ApplicationZone = {
  /** The namespace that Application objects live in. */
  namespace: string;
  projects: string[];
  /** URLs of git repositories; `.git` and a slash at the end make no difference. */
  repositories: string[];
  /** Branches that nothing reaches without a review: another one would deliver what nobody looked at. */
  revisions: string[];
  /** Servers or names of destination clusters. */
  clusters: string[];
};

export type SchemaProblem = { path: ManifestPath; message: string };

/** The shapes that objects must have. */
export type SchemaCatalogue = {
  /** Where the shapes come from: `the cluster's API` or `the shipped schemas of Kubernetes 1.35`. */
  description: string;
  /** What is wrong with an object; `unknown-kind` when no schema for it is at hand. */
  validate(apiVersion: string, kind: string, value: unknown): SchemaProblem[] | 'unknown-kind';
};

/** Everything a rule may look at. Rules are pure: they read this and nothing else. */
export type GuardrailInput = {
  files: ChangedFile[];
  /**
   * The repository around the change, at the base commit. `destinations`: by the folder that Applications read, the
   * namespaces they deliver to, for objects that do not name one.
   */
  repository: { paths: ReadonlySet<string>; destinations?: ReadonlyMap<string, readonly string[]> };
  landing: LandingZone;
  schemas: SchemaCatalogue;
  /** Namespaces where privileged pods are allowed. */
  privilegedNamespaces: string[];
};

export type GuardrailOutcome = { findings: Finding[] } | { notEvaluated: string } | { notApplicable: string };

export type Guardrail = {
  id: string;
  title: string;
  /** Why the rule exists, for the person who met it. */
  rationale: string;
  evaluate(input: GuardrailInput): GuardrailOutcome;
};

const WORST_FIRST: Verdict[] = ['fail', 'not-evaluated', 'warn', 'pass', 'not-applicable'];

/** The verdict of a whole report: its worst one. A rule that could not run is never counted as passed. */
export function overallVerdict(results: readonly GuardrailResult[]): Verdict {
  return WORST_FIRST.find((verdict) => results.some((result) => result.verdict === verdict)) ?? 'not-evaluated';
}

/** Whether a change with this report may be approved and merged: every rule ran and none failed. */
export function isClean(report: GuardrailReport): boolean {
  const overall = overallVerdict(report.results);
  return overall !== 'fail' && overall !== 'not-evaluated';
}
