/** A model that a model server holds in memory now. Bytes and ms since 1970. */
export type LoadedModel = {
  name: string;
  digest: string;
  family: string;
  parameterSize: string;
  quantization: string;
  /** Weights, cache and graph together. */
  sizeBytes: number;
  /** The part of it in GPU memory; the rest is in RAM. Servers can tell of more than of all. */
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
  /** It runs at this address in a cloud: on the disk there is only a note of it. */
  remoteHost?: string;
};

export type ModelServerState = {
  version: string;
  loaded: LoadedModel[];
  installed: InstalledModel[];
  /** Names of models that are on their way into memory, whose size is not known yet; absent when there are none. */
  loading?: string[];
  /** How far its clock is ahead of the portal's, in ms; absent when it does not say what time it has. */
  clockSkewMs?: number;
  /** Entries of both lists that made no sense and were left out; absent when there were none. */
  skipped?: number;
};

/** What a model says of itself when it is asked: what its memory is worked out from. null is not said. */
export type ModelCard = {
  capabilities: string[];
  /** Of the network: layers, and of each the heads that keep keys and values, and how long those are. */
  blocks: number | null;
  kvHeads: number | null;
  keyLength: number | null;
  valueLength: number | null;
  embeddingLength: number | null;
  /** Some layers look back a short way only: its cache is smaller than the shape says. */
  hasSlidingWindow: boolean;
  vocabulary: number | null;
  /** The longest context it was made for, in tokens. */
  contextLength: number | null;
  /** What its Modelfile sets, such as `num_ctx`; each as often as it stands there. */
  parameters: Record<string, string[]>;
  system: string;
  /** The model it was made from; '' where that is not noted. */
  parentModel: string;
};
