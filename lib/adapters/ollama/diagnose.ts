import { type Diagnosis, saidBy } from '#lib/domain/connection/diagnosis.ts';
import type { ModelServer } from '#lib/ports/model-server.ts';

/** Looks whether an Ollama answers, and whether it has anything to offer. */
export async function diagnoseOllama(server: ModelServer): Promise<Diagnosis> {
  try {
    const { version, installed, loaded } = await server.read();
    const [count, state] = [installed.length, installed.length === 0 ? 'warning' : 'ok'] as const;
    return {
      version: `Ollama ${version}`,
      identity: null,
      findings: [
        { subject: 'server', state: 'ok', detail: 'it answers' },
        {
          subject: 'models',
          state,
          detail: count === 0 ? 'none is installed' : `${count} installed, ${loaded.length} loaded`,
          ...(count === 0 ? { remedy: 'Install one on that machine: ollama pull <model>' } : {}),
        },
      ],
    };
  } catch (error) {
    const remedy =
      'Check its url and that it runs. Ollama answers other machines only with OLLAMA_HOST=0.0.0.0 in its environment.';
    return {
      version: null,
      identity: null,
      findings: [{ subject: 'server', state: 'problem', detail: saidBy(error), remedy }],
    };
  }
}
