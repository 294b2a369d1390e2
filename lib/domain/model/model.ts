/** A model that a model server holds in memory now. Bytes and ms since 1970. */
export type LoadedModel = {
  name: string;
  digest: string;
  family: string;
  parameterSize: string;
  quantization: string;
  /** Weights, cache and graph together. */
  sizeBytes: number;
  /** The part of it in GPU memory; the rest is in RAM. */
  vramBytes: number;
  contextLength: number | null;
  /** When it is unloaded if nobody asks it anything; null is never. By the server's clock. */
  expiresAt: number | null;
};

export type InstalledModel = {
  name: string;
  digest: string;
  family: string;
  parameterSize: string;
  quantization: string;
  sizeBytes: number;
  modifiedAt: number | null;
};

export type ModelServerState = {
  version: string;
  loaded: LoadedModel[];
  installed: InstalledModel[];
  /** Entries of both lists that made no sense and were left out; absent when there were none. */
  skipped?: number;
};
