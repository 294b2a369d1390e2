import type { ModelServer } from '#lib/ports/model-server.ts';

/** A model server as it was configured, with a way to ask it about one model. */
export type ModelServerEntry = {
  id: string;
  label: string;
  url: string;
  /** The application that brings it, where it is named. */
  application: string | null;
  /** Memory of its cards together, where it is said; 0 is no card. */
  vramBytes: number | null;
  /** Settings of its process, where they are said, by their names there. */
  environment: Record<string, string>;
  describe: ModelServer['describe'];
};
