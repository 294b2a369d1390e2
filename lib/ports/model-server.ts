import type { ModelServerState } from '#lib/domain/model/model.ts';

/** A server of language models, to read. */
export interface ModelServer {
  readonly id: string;
  readonly label: string;
  /** Everything at once, so that the figures belong together. Throws ExternalError. */
  read(signal?: AbortSignal): Promise<ModelServerState>;
}
