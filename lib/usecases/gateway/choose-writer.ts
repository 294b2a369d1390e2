import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { RunWriter } from '#lib/domain/gateway/run.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Writer } from '#lib/portal/gateway.ts';

export type WriterChoice = {
  server?: string | undefined;
  model?: string | undefined;
  /** In hexadecimal: the same has the same seed, so that a model says the same again. */
  seedOf: string;
};

/** Who writes, as it is written down with what they write. */
export async function writerFor({ gateway }: Services, { server, model, seedOf }: WriterChoice): Promise<RunWriter> {
  const writer = findWriter(gateway?.writers ?? [], server);
  const name = model ?? writer.model;
  // A model that is not there is told when it is asked; here only what is known of it is taken along.
  const digest = (await modelsOf(writer)).find((one) => one.name === name)?.digest ?? null;
  const seed = Number.parseInt(seedOf.slice(0, 7), 16);
  const { contextTokens, answerTokens } = writer;
  return { server: writer.server.id, model: name, digest, contextTokens, answerTokens, seed };
}

async function modelsOf({ server }: Writer) {
  try {
    return await server.models();
  } catch {
    // It waits for its turn until the server is back; then it is asked anyway.
    return [];
  }
}

function findWriter(writers: readonly Writer[], server: string | undefined): Writer {
  const writer = server === undefined ? writers[0] : writers.find((one) => one.server.id === server);
  if (writer === undefined) {
    throw new PortalError('not-found', 'No such server of language models is configured to write.', {
      suggestion: 'Name one in gateway.writers of portolan.yaml.',
    });
  }
  return writer;
}
