import type { InstalledModel, ModelCard, ModelServerState } from '#lib/domain/model/model.ts';

/** A server of language models, to read. */
export interface ModelServer {
  readonly id: string;
  readonly label: string;
  /** Everything at once, so that the figures belong together. Throws ExternalError. */
  read(signal?: AbortSignal): Promise<ModelServerState>;
  /**
   * What a model says of itself, asked once for each digest; null when there is no such model. Throws ExternalError.
   */
  describe(model: Pick<InstalledModel, 'name' | 'digest'>, signal?: AbortSignal): Promise<ModelCard | null>;
}
