import { isRecord } from '#lib/domain/manifest/manifest.ts';
import type { RenderedTemplate, Template, TemplateStep } from '#lib/domain/template/template.ts';
import type { MergeRequestIntent } from './action/action.ts';
import { findAction } from './action/registry.ts';
import { createRenderer, ExpressionError, type Renderer, type Scope } from './expression/renderer.ts';
import { isExpression, isTruthy, resolveInput } from './expression/resolve.ts';
import { templateError } from './template-error.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

const MOST_RUNS_OF_A_STEP = 50;
/** Of this thread's own work, so that a busy machine makes no template fail. */
const LONGEST_RUN_MS = 2_000;

type Run = {
  template: Template;
  workspace: Workspace;
  renderer: Renderer;
  scope: Scope;
  outputs: Record<string, unknown>;
  notes: string[];
  result: { intent: MergeRequestIntent; files: ReadonlyMap<string, string> } | null;
  deadline: number;
};

/**
 * Runs a template: what it would write, and what its merge request would say. Writes nothing anywhere. `parameters` are the form's values,
 * already complete and valid. Throws PortalError (`refused`) that names the step or file when the template itself is wrong.
 */
export function renderTemplate(template: Template, parameters: Readonly<Record<string, unknown>>): RenderedTemplate {
  const outputs: Record<string, unknown> = {};
  const run: Run = {
    template,
    workspace: createWorkspace(),
    renderer: createRenderer(),
    scope: {
      parameters,
      steps: outputs,
      environment: { parameters: template.environment },
      user: {},
      secrets: {},
      context: { task: { id: 'preview' } },
    },
    outputs,
    notes: [],
    result: null,
    deadline: workMs() + LONGEST_RUN_MS,
  };
  for (const step of template.steps) {
    runStep(run, step);
  }
  if (run.result === null) {
    throw templateError('its end', 'no step opened a merge request');
  }
  const { intent, files } = run.result;
  return {
    ...intent,
    files: [...files].map(([path, content]) => ({ path, content })).sort((a, b) => (a.path < b.path ? -1 : 1)),
    notes: run.notes,
  };
}

/** How long this thread has worked, in ms. */
function workMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function runStep(run: Run, step: TemplateStep): void {
  const where = `the step "${step.name}"`;
  try {
    if (step.each === undefined) {
      run.outputs[step.id] = { output: runOnce(run, step, run.scope) };
      return;
    }
    const output: Record<string, unknown>[] = [];
    for (const [key, value] of entriesOf(evaluate(run, step.each, run.scope), where)) {
      output.push(runOnce(run, step, { ...run.scope, each: { key, value } }));
    }
    run.outputs[step.id] = { output };
  } catch (error) {
    if (error instanceof ExpressionError) {
      throw templateError(where, error.message, error);
    }
    throw error;
  }
}

function runOnce(run: Run, step: TemplateStep, scope: Scope): Record<string, unknown> {
  if (workMs() > run.deadline) {
    throw templateError(`the step "${step.name}"`, 'the run takes too long');
  }
  if (step.condition !== undefined && !isTruthy(evaluate(run, step.condition, scope))) {
    return {};
  }
  const action = findAction(step.action);
  const input = resolveInput(run.renderer, step.input, scope);
  if (action === null || !isRecord(input)) {
    throw templateError(`the step "${step.name}"`, `there is no action "${step.action}"`);
  }
  const missing = action.required.find((name) => input[name] === undefined);
  if (missing !== undefined) {
    throw templateError(`the step "${step.name}"`, `its input ${missing} comes out empty`);
  }
  return action.run(input, {
    template: run.template,
    workspace: run.workspace,
    note: (text) => {
      run.notes.push(text);
    },
    open: (intent, files) => {
      if (run.result !== null) {
        throw templateError(`the step "${step.name}"`, 'a second merge request; a run makes one');
      }
      run.result = { intent, files };
    },
  });
}

function evaluate(run: Run, source: unknown, scope: Scope): unknown {
  return typeof source === 'string' && isExpression(source) ? run.renderer.value(source, scope) : source;
}

function entriesOf(value: unknown, where: string): [key: string | number, value: unknown][] {
  if (!Array.isArray(value) && !isRecord(value)) {
    throw templateError(where, '"each" must come out as a list or a mapping');
  }
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  if (entries.length > MOST_RUNS_OF_A_STEP) {
    throw templateError(where, `it would run more than ${MOST_RUNS_OF_A_STEP} times`);
  }
  return entries;
}
