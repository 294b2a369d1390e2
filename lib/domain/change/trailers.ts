/** Lines at the end of a commit message that machines read, as git-interpret-trailers defines them. */
export const CHANGE_TRAILER = 'Portolan-Change';
export const CONTENT_TRAILER = 'Portolan-Content';
/** Where the audit log stood, so that it can be checked against git. */
export const AUDIT_TRAILER = 'Portolan-Audit';

/** Puts trailers under a message; values are one line each, so that none can add another trailer. */
export function withTrailers(message: string, trailers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(trailers).map(([name, value]) => `${name}: ${oneLine(value)}`);
  return `${message.trimEnd()}\n\n${lines.join('\n')}\n`;
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
