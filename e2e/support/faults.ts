import type { FaultRule, SandboxServer } from '../../sandbox/faults.ts';
import type { Platform } from './platform.ts';

/** The sandbox's switches: what goes wrong, for whom, and that it is over. */
export function faultsOf({ addresses }: Platform) {
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${addresses.control}${path}`, {
      method,
      headers: { 'x-sandbox-control': '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
  };
  return {
    /** Every connection to the server is cut, open watches too. */
    async cut(server: SandboxServer) {
      await send('PUT', `/faults/${server}-cut`, { server, kind: 'reset' });
      if (server === 'kubernetes') {
        await send('PUT', `/faults/${server}-watches`, { server, kind: 'watch-reset' });
      }
    },
    set: (rule: FaultRule) => {
      const { id, ...body } = rule;
      return send('PUT', `/faults/${id}`, body);
    },
    clear: () => send('DELETE', '/faults'),
  };
}
