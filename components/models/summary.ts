import type { ServerLine } from '#lib/views/models/server-lines.ts';

/** What all servers hold, in a line. Where none has answered there is no sum: nothing known is not nothing there. */
export function summaryOf(servers: readonly ServerLine[]): string {
  const known = servers.flatMap(({ held }) => (held === null ? [] : [held]));
  const counted = servers.length === 1 ? '' : `${servers.length} servers: `;
  if (known.length === 0) {
    return `${counted}${servers.length === 1 ? 'What it holds' : 'what they hold'} is not known now`;
  }
  const loaded = known.reduce((sum, held) => sum + held.loaded, 0);
  const installed = known.reduce((sum, held) => sum + held.installed, 0);
  const drift = servers.reduce((sum, server) => sum + (server.drift ?? 0), 0);
  const unknown = servers.length - known.length;
  return [
    `${counted}${loaded} in memory, ${installed.toLocaleString('en')} installed`,
    ...(drift === 0 ? [] : [`${drift.toLocaleString('en')} not as git says`]),
    ...(unknown === 0 ? [] : [`${unknown} not known`]),
  ].join(', ');
}
