import type { FieldError } from '#lib/domain/error/portal-error.ts';
import type { Template } from '#lib/domain/template/template.ts';
import { askAgain } from './again.ts';
import { askForObjects } from './ask-for-objects.ts';
import { askForPath, type ChosenPath, readPath } from './choose-path.ts';
import { askForValues, describeErrors, toValues } from './fill-form.ts';
import { makeableKinds, makeObjects } from './objects/index.ts';
import type { GatewayQuestion } from './question.ts';
import { readAnswer } from './read-answer.ts';

export type DraftFile = { path: string; content: string };

/** What came out of a request. `problem` is what is still wrong after the last attempt, for the person who goes on with it. */
export type Draft =
  | { kind: 'declined'; why: string }
  | { kind: 'form'; templateId: string; values: Record<string, unknown>; problem: string | null }
  | { kind: 'objects'; files: DraftFile[]; problem: string | null }
  /** The model never answered with anything that could be read. */
  | { kind: 'nothing'; problem: string };

/** One question and what became of its answer. */
export type DraftStep = {
  stage: 'path' | 'form' | 'objects';
  /** From 1, of its stage. */
  attempt: number;
  /** What the model was told is wrong; null where the answer was taken. */
  problem: string | null;
};

export type DraftRequest = {
  prompt: string;
  appName: string;
  templates: readonly Template[];
  /** Where objects without a golden path go, and which there may be; null where there may be none. */
  zone: { folder: string; namespace: string; kinds: readonly string[] } | null;
  /** Of each stage, at least 1. */
  attempts: number;
};

export type DraftTools = {
  /** Throws what the server of the model throws. */
  ask(question: GatewayQuestion): Promise<{ text: string; isCut: boolean }>;
  /** What is wrong with a form's values, by field. */
  checkValues(template: Template, values: Record<string, unknown>): FieldError[];
  /** What the platform refuses of what a form makes, in words; null where it refuses nothing. */
  checkForm(template: Template, values: Record<string, unknown>): Promise<string | null>;
  checkFiles(files: readonly DraftFile[]): Promise<string | null>;
  onStep(step: DraftStep): void;
};

/** An answer that was understood, and what is still wrong with what it says. */
type Attempt<Value> = { value: Value; problem: string | null } | { problem: string };

/**
 * From words to a draft: which golden path, then its values; else objects of the kinds that are allowed. What is wrong goes
 * back to the model, so many times; then a person sees how far it came.
 */
export async function writeDraft(request: DraftRequest, tools: DraftTools): Promise<Draft> {
  const chosen = await choosePath(request, tools);
  if ('problem' in chosen) {
    return { kind: 'nothing', problem: chosen.problem };
  }
  if (chosen.kind === 'none') {
    return { kind: 'declined', why: chosen.why };
  }
  if (chosen.kind === 'objects') {
    return await writeObjects(request, tools);
  }
  const template = request.templates.find(({ id }) => id === chosen.templateId);
  return template === undefined
    ? { kind: 'nothing', problem: `There is no golden path "${chosen.templateId}".` }
    : await fillForm(request, template, tools);
}

async function choosePath(
  { prompt, appName, templates, zone, attempts }: DraftRequest,
  tools: DraftTools,
): Promise<ChosenPath | { problem: string }> {
  const question = askForPath(prompt, appName, { templates, kinds: zone?.kinds ?? [] });
  const result = await converse('path', question, attempts, tools, async (answer) => {
    return { value: readPath(answer), problem: null };
  });
  return 'value' in result ? result.value : result;
}

async function fillForm(
  { prompt, appName, attempts }: DraftRequest,
  template: Template,
  tools: DraftTools,
): Promise<Draft> {
  const result = await converse('form', askForValues(prompt, appName, template), attempts, tools, async (answer) => {
    const values = toValues(answer, appName, template);
    const errors = tools.checkValues(template, values);
    const problem = errors.length > 0 ? describeErrors(errors) : await tools.checkForm(template, values);
    return { value: values, problem };
  });
  return 'value' in result
    ? { kind: 'form', templateId: template.id, values: result.value, problem: result.problem }
    : { kind: 'nothing', problem: result.problem };
}

async function writeObjects({ prompt, appName, zone, attempts }: DraftRequest, tools: DraftTools): Promise<Draft> {
  if (zone === null) {
    return { kind: 'nothing', problem: 'Nothing but golden paths may be used here.' };
  }
  const kinds = makeableKinds(zone.kinds);
  const place = { appName, namespace: zone.namespace, folder: zone.folder };
  const result = await converse('objects', askForObjects(prompt, appName, kinds), attempts, tools, async (answer) => {
    const made = makeObjects(answer, kinds, place);
    return 'problem' in made ? made : { value: made.files, problem: await tools.checkFiles(made.files) };
  });
  return 'value' in result
    ? { kind: 'objects', files: result.value, problem: result.problem }
    : { kind: 'nothing', problem: result.problem };
}

/** Asks until an answer has nothing wrong with it, or so often; gives the last one that could be read. */
async function converse<Value>(
  stage: DraftStep['stage'],
  first: GatewayQuestion,
  attempts: number,
  { ask, onStep }: DraftTools,
  judge: (answer: Record<string, unknown>) => Promise<Attempt<Value>>,
): Promise<Attempt<Value>> {
  let question = first;
  let last: Attempt<Value> = { problem: 'Nothing was asked.' };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { text, isCut } = await ask(question);
    const reading = readAnswer(text, first.shape, isCut);
    const judged: Attempt<Value> = 'problem' in reading ? reading : await judge(reading.value);
    onStep({ stage, attempt, problem: judged.problem });
    if (judged.problem === null) {
      return judged;
    }
    last = 'value' in judged || !('value' in last) ? judged : last;
    question = askAgain(first, text, judged.problem);
  }
  return last;
}
