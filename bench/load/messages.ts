/** Requests over connections that stay open, each connection one after the other. */
export type LoadAsk = { origin: string; paths: string[]; cookie: string; connections: number; forMs: number };

export type LoadTold = {
  perSecond: number;
  p50: number;
  p99: number;
  worst: number;
  /** Answers other than 200. */
  failed: number;
  bytesEach: number;
};
