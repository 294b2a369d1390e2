import { isRecord, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import type { TemplateStep } from '#lib/domain/template/template.ts';
import { mergeRequest } from '../action/merge-request.ts';
import { ACTIONS, findAction } from '../action/registry.ts';
import type { FieldReader } from './reader.ts';

/** Reads `spec.steps`, and demands that each names an action that exists here and that one of them opens the merge request. */
export function readSteps(reader: FieldReader): TemplateStep[] {
  const path = ['spec', 'steps'];
  const given = reader.at(path);
  if (!Array.isArray(given) || given.length === 0) {
    reader.problem(path, 'spec.steps must be a list of steps');
    return [];
  }
  const steps = given.flatMap((step, index) => readStep(reader, step, [...path, index], index));
  const ids = steps.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) !== index) {
      reader.problem([...path, index, 'id'], `two steps have the id "${id}"`);
    }
  }
  if (!steps.some(({ action }) => findAction(action) === mergeRequest)) {
    reader.problem(path, 'no step opens a merge request; add one with the action portolan:merge-request');
  }
  return steps;
}

function readStep(reader: FieldReader, step: unknown, path: ManifestPath, index: number): TemplateStep[] {
  if (!isRecord(step)) {
    reader.problem(path, 'a step must be a mapping with an action');
    return [];
  }
  const action = reader.text([...path, 'action'], 'the action of a step');
  const known = findAction(action);
  if (action !== '' && known === null) {
    const names = Object.keys(ACTIONS).join(', ');
    reader.problem([...path, 'action'], `the action ${action} is not supported; there are ${names}`);
  }
  const input = reader.record([...path, 'input']);
  for (const name of known?.required ?? []) {
    if (input[name] === undefined || input[name] === null) {
      reader.problem([...path, 'input'], `the action ${action} needs ${name} in its input`);
    }
  }
  const id = reader.optionalText([...path, 'id']) || `step-${index + 1}`;
  const name = reader.optionalText([...path, 'name']) || id;
  return [{ id, name, action, condition: step.if, each: step.each, input }];
}
