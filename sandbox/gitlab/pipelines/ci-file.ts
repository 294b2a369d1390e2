import { parse } from 'yaml';
import { holds, type Variables } from './rule-condition.ts';

export type CiJob = {
  name: string;
  stage: string;
  stageIndex: number;
  script: string[];
  tags: string[];
  allowFailure: boolean;
  isManual: boolean;
};

export type CiPlan = { stages: string[]; jobs: CiJob[]; error: string | null };

const DEFAULT_STAGES = ['build', 'test', 'deploy'];
/** Top-level keys of `.gitlab-ci.yml` that are no jobs. */
const KEYWORDS = new Set([
  'after_script',
  'before_script',
  'cache',
  'default',
  'image',
  'include',
  'pages',
  'services',
  'spec',
  'stages',
  'variables',
  'workflow',
]);

/**
 * What a `.gitlab-ci.yml` would run for these variables. Read are `stages`, `script`, `stage`, `tags`, `when`,
 * `allow_failure`, `rules:if`, `only` and `except` with branch names; `include` and `extends` are not followed.
 */
export function planOf(text: string, variables: Variables): CiPlan {
  let file: unknown;
  try {
    file = parse(text, { maxAliasCount: 50 });
  } catch (error) {
    return refused(`(<unknown>): ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'not readable'}`);
  }
  if (!isRecord(file)) {
    return refused('Invalid configuration format');
  }
  const stages = ['.pre', ...(texts(file.stages) ?? DEFAULT_STAGES), '.post'];
  const jobs: CiJob[] = [];
  for (const [name, definition] of Object.entries(file)) {
    if (!KEYWORDS.has(name) && !name.startsWith('.') && isRecord(definition)) {
      const job = jobOf(name, definition, stages, defaultTags(file), variables);
      if (typeof job === 'string') {
        return refused(job);
      }
      if (job !== null) {
        jobs.push(job);
      }
    }
  }
  const used = stages.filter((stage) => jobs.some((job) => job.stage === stage));
  return { stages: used, jobs: jobs.sort((left, right) => left.stageIndex - right.stageIndex), error: null };
}

function refused(error: string): CiPlan {
  return { stages: [], jobs: [], error };
}

/** The job, null when its rules leave it out, or what is wrong with it. */
function jobOf(
  name: string,
  definition: Record<string, unknown>,
  stages: readonly string[],
  tags: readonly string[],
  variables: Variables,
): CiJob | string | null {
  const script = texts(definition.script);
  if (script === null && definition.trigger === undefined && definition.extends === undefined) {
    return `jobs:${name} config should implement the script:, run:, or trigger: keyword`;
  }
  const stage = typeof definition.stage === 'string' ? definition.stage : 'test';
  const stageIndex = stages.indexOf(stage);
  if (stageIndex === -1) {
    return `${name} job: chosen stage ${stage} does not exist; available stages are ${stages.join(', ')}`;
  }
  const when = whenOf(definition, variables);
  if (when === 'never') {
    return null;
  }
  return {
    name,
    stage,
    stageIndex,
    script: script ?? [],
    tags: texts(definition.tags) ?? [...tags],
    allowFailure: definition.allow_failure === true || isRecord(definition.allow_failure) || when === 'manual',
    isManual: when === 'manual',
  };
}

function whenOf(definition: Record<string, unknown>, variables: Variables): string {
  const own = typeof definition.when === 'string' ? definition.when : 'on_success';
  if (Array.isArray(definition.rules)) {
    for (const rule of definition.rules) {
      if (isRecord(rule) && (typeof rule.if !== 'string' || holds(rule.if, variables))) {
        return typeof rule.when === 'string' ? rule.when : own;
      }
    }
    return 'never';
  }
  const ref = variables.CI_COMMIT_BRANCH ?? '';
  const names = (value: unknown) => texts(isRecord(value) ? value.refs : value);
  const fits = (list: readonly string[]) =>
    list.some((each) => each === ref || each === 'branches' || each === 'pushes');
  const [only, except] = [names(definition.only), names(definition.except)];
  return (only !== null && !fits(only)) || (except !== null && fits(except)) ? 'never' : own;
}

function defaultTags(file: Record<string, unknown>): string[] {
  return isRecord(file.default) ? (texts(file.default.tags) ?? []) : [];
}

/** A text or a list of texts as a list; null for anything else. */
function texts(value: unknown): string[] | null {
  if (typeof value === 'string') {
    return [value];
  }
  return Array.isArray(value) ? value.flat(4).filter((each) => typeof each === 'string') : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
