import type { FieldError } from '#lib/domain/error/portal-error.ts';
import type { Template } from '#lib/domain/template/template.ts';
import { askForObjects } from './ask-for-objects.ts';
import { askForPath, type ChosenPath, readPath } from './choose-path.ts';
import { type ConversationTools, converse } from './converse.ts';
import { askForValues, describeErrors, toValues } from './fill-form.ts';
import { connectionsOf, type Network } from './objects/connections.ts';
import { type DraftFile, filesOf, makeableKinds, makeObjects } from './objects/index.ts';
import { linesOf, objectProblem } from './objects/object-problem.ts';
import type { Request } from './question.ts';

/** What came out of a request. `problem` is what is still wrong after the last attempt, for the person who goes on with it. */
export type Draft =
  | { kind: 'declined'; why: string }
  | { kind: 'form'; templateId: string; values: Record<string, unknown>; problem: string | null }
  | { kind: 'objects'; files: DraftFile[]; problem: string | null }
  /** The model never answered with anything that could be read. */
  | { kind: 'nothing'; problem: string };

type Zone = {
  folder: string;
  namespace: string;
  kinds: readonly string[];
  /** What network policies go with new pods by; null where none may. Asked where objects are made. */
  network(): Promise<Network | null>;
};

export type DraftRequest = Request & {
  templates: readonly Template[];
  /** Where objects without a golden path go, and which there may be; null where there may be none. */
  zone: Zone | null;
  /** Of each stage, at least 1. */
  attempts: number;
};

export type DraftTools = ConversationTools & {
  /** What is wrong with a form's values, by field. */
  checkValues(template: Template, values: Record<string, unknown>): FieldError[];
  /** What the platform refuses of what a form makes, in words; null where it refuses nothing. */
  checkForm(template: Template, values: Record<string, unknown>): Promise<string | null>;
  checkFiles(files: readonly DraftFile[]): Promise<string | null>;
};

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
  { templates, zone, attempts, ...request }: DraftRequest,
  tools: DraftTools,
): Promise<ChosenPath | { problem: string }> {
  const question = askForPath(request, {
    templates,
    kinds: makeableKinds(zone?.kinds ?? []).map(({ id }) => id),
  });
  const result = await converse('path', question, attempts, tools, async (answer) => {
    return { value: readPath(answer), problem: null };
  });
  return 'value' in result ? result.value : result;
}

async function fillForm({ attempts, ...request }: DraftRequest, template: Template, tools: DraftTools): Promise<Draft> {
  const result = await converse('form', askForValues(request, template), attempts, tools, async (answer) => {
    const values = toValues(answer, request.appName, template);
    const errors = tools.checkValues(template, values);
    const problem = errors.length > 0 ? describeErrors(errors) : await tools.checkForm(template, values);
    return { value: values, problem };
  });
  return 'value' in result
    ? { kind: 'form', templateId: template.id, values: result.value, problem: result.problem }
    : { kind: 'nothing', problem: result.problem };
}

async function writeObjects({ zone, attempts, ...request }: DraftRequest, tools: DraftTools): Promise<Draft> {
  if (zone === null) {
    return { kind: 'nothing', problem: 'Nothing but golden paths may be used here.' };
  }
  const kinds = makeableKinds(zone.kinds);
  const { appName } = request;
  const place = { appName, namespace: zone.namespace, folder: `${zone.folder}/${appName}` };
  const network = await zone.network();
  const result = await converse('objects', askForObjects(request, kinds), attempts, tools, async (answer) => {
    const made = makeObjects(answer, kinds, place);
    if ('problem' in made) {
      return made;
    }
    if (made.files.length === 0) {
      return { problem: 'The answer names no object at all.' };
    }
    const problems = linesOf(made.objects, (object) => objectProblem(object, made.objects, []));
    // They are called as what makes their pods, which no other application of the namespace has either.
    const isFree = () => true;
    const connections = network === null ? [] : connectionsOf(made.objects, [], { ...place, ...network, isFree });
    const files = [...made.files, ...filesOf(connections, place.folder)];
    return { value: files, problem: problems.join('\n') || (await tools.checkFiles(files)) };
  });
  return 'value' in result
    ? { kind: 'objects', files: result.value, problem: result.problem }
    : { kind: 'nothing', problem: result.problem };
}
