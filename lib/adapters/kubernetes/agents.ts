import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Access } from './access/access.ts';

/** Watches have sockets of their own, so that a list never waits behind one. */
export type Purpose = 'read' | 'watch';

export type Agents = {
  /** Keeps connections between requests. Another certificate or authority means other connections. */
  agentFor(access: Access, purpose: Purpose): HttpAgent;
  /** Closes connections that nobody uses now. */
  releaseIdle(): void;
  /** Closes every connection. */
  close(): void;
};

export function createAgents(): Agents {
  const agents = new Map<Purpose, { key: string; agent: HttpAgent }>();
  return {
    agentFor(access, purpose) {
      const key = JSON.stringify([access.server.protocol, access.tls]);
      const known = agents.get(purpose);
      if (known?.key === key) {
        return known.agent;
      }
      if (known !== undefined) {
        known.agent.maxFreeSockets = 0;
        closeFree(known.agent);
      }
      const agent =
        access.server.protocol === 'https:'
          ? new HttpsAgent({ keepAlive: true, ...access.tls })
          : new HttpAgent({ keepAlive: true });
      agents.set(purpose, { key, agent });
      return agent;
    },
    releaseIdle() {
      for (const { agent } of agents.values()) {
        closeFree(agent);
      }
    },
    close() {
      for (const { agent } of agents.values()) {
        agent.destroy();
      }
      agents.clear();
    },
  };
}

function closeFree(agent: HttpAgent): void {
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) {
      socket.destroy();
    }
  }
}
