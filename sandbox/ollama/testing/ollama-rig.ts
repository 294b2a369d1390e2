import { createSandboxClock, type SandboxClock } from '../../clock.ts';
import { createFaultSwitches, type FaultSwitches } from '../../faults.ts';
import { type OllamaOptions, type RunningOllama, startOllama } from '../server.ts';
import { testModels } from './test-models.ts';

export const GIB = 1024 ** 3;

type Body = Record<string, unknown>;
export type Answer = { status: number; headers: Headers; text: string; body: Body };

export type OllamaRig = {
  ollama: RunningOllama;
  clock: SandboxClock;
  faults: FaultSwitches;
  request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer>;
  /** The lines of a stream. */
  stream(path: string, body: unknown): Promise<Body[]>;
  ps(): Promise<Body[]>;
  close(): Promise<void>;
};

/** A sandbox Ollama with a 16 GB card and the platform's models, 100 times faster than real unless told otherwise. */
export async function openOllama(overrides: Partial<OllamaOptions> & { rate?: number } = {}): Promise<OllamaRig> {
  const { rate = 100, ...options } = overrides;
  const clock = createSandboxClock({ rate, startAt: Date.UTC(2026, 10, 21, 12) });
  const faults = createFaultSwitches();
  const models = testModels(Date.UTC(2026, 9, 1, 8, 30));
  const ollama = await startOllama({ port: 0, clock, faults, vramBytes: 16 * GIB, models, ...options });

  const request: OllamaRig['request'] = async (method, path, body, signal) => {
    const response = await fetch(`${ollama.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : {} };
  };
  return {
    ollama,
    clock,
    faults,
    request,
    stream: async (path, body) => {
      const { text } = await request('POST', path, body);
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Body);
    },
    ps: async () => (await request('GET', '/api/ps')).body.models as Body[],
    close: async () => {
      await ollama.close();
      clock.stop();
    },
  };
}
