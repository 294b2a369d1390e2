import { randomUUID } from 'node:crypto';
import type { GatewayRun } from '#lib/domain/gateway/run.ts';

/** What Dana just asked for, except for what the test says. */
export function gatewayRun(overrides: Partial<GatewayRun> = {}): GatewayRun {
  return {
    id: randomUUID(),
    idempotencyKey: randomUUID(),
    state: 'queued',
    requester: { accountId: 'account-dana', username: 'dana', name: 'Dana Diaz' },
    prompt: 'deploy nginx with 2 replicas and expose it on port 80',
    appName: 'nginx-demo',
    writer: {
      server: 'ollama',
      model: 'qwen2.5-coder:7b',
      digest: 'f'.repeat(64),
      contextTokens: 8192,
      answerTokens: 2048,
      seed: 1,
    },
    opensItself: false,
    steps: [],
    draft: null,
    changeId: null,
    problem: null,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    startedAt: null,
    finishedAt: null,
    revision: 0,
    ...overrides,
  };
}
