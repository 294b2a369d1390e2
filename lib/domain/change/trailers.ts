import type { ChangeOrigin } from './change.ts';

/** Lines at the end of a commit message that machines read, as git-interpret-trailers defines them. */
export const CHANGE_TRAILER = 'Portolan-Change';
export const CONTENT_TRAILER = 'Portolan-Content';
/** Where the audit log stood, so that it can be checked against git. */
export const AUDIT_TRAILER = 'Portolan-Audit';

/**
 * What a model wrote says so in git itself, where it stays when the portal is gone: which model, by its digest where its server
 * tells one, out of which words (their hash, because they are not for everybody), and the request it was.
 */
export function provenanceTrailers(origin: ChangeOrigin): Record<string, string> {
  if (origin.kind !== 'ai') {
    return {};
  }
  const { model, modelDigest, promptHash, runId, seed, contextTokens, attempts } = origin;
  const digest = modelDigest === '' ? '' : ` (sha256:${modelDigest})`;
  return {
    'Portolan-Model': `${model}${digest}`,
    ...(promptHash === undefined ? {} : { 'Portolan-Prompt': `sha256:${promptHash}` }),
    ...(seed === undefined ? {} : { 'Portolan-Options': `seed=${seed} context=${contextTokens}` }),
    ...(attempts === undefined ? {} : { 'Portolan-Attempts': String(attempts) }),
    ...(runId === undefined ? {} : { 'Portolan-Run': runId }),
  };
}

/** Puts trailers under a message; values are one line each, so that none can add another trailer. */
export function withTrailers(message: string, trailers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(trailers).map(([name, value]) => `${name}: ${oneLine(value)}`);
  return `${message.trimEnd()}\n\n${lines.join('\n')}\n`;
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
