import { createHash } from 'node:crypto';
import type { ChangeOrigin } from '../change/change.ts';
import type { GatewayRun, RunPath } from './run.ts';

/** SHA-256 of what was asked for, as git keeps it: the words themselves may be nobody else's business. */
export function promptHash(prompt: string): string {
  return createHash('sha256').update(prompt).digest('hex');
}

/** What a change that a model began says of where it comes from. */
export function originOf(
  { id, prompt, writer, steps }: Pick<GatewayRun, 'id' | 'prompt' | 'writer' | 'steps'>,
  path: RunPath,
): Extract<ChangeOrigin, { kind: 'ai' }> {
  return {
    kind: 'ai',
    model: writer.model,
    modelDigest: writer.digest ?? '',
    runId: id,
    promptHash: promptHash(prompt),
    seed: writer.seed,
    contextTokens: writer.contextTokens,
    attempts: steps.length,
    ...(path.kind === 'template' ? { templateId: path.templateId } : {}),
    ...(path.kind === 'edits' ? { within: path.within } : {}),
  };
}

/** What every object that came of it says of itself in the cluster, where the commit is not at hand. */
export function provenanceAnnotations({ id, prompt, writer }: Pick<GatewayRun, 'id' | 'prompt' | 'writer'>) {
  return {
    'portolan/model': writer.model,
    ...(writer.digest === null ? {} : { 'portolan/model-digest': `sha256:${writer.digest}` }),
    'portolan/prompt': `sha256:${promptHash(prompt)}`,
    'portolan/run': id,
  };
}
