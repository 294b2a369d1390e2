/** How much the API server is asked, for those who promise to ask little. */
export type RequestLog = {
  /** All requests, refused ones among them. */
  count(): number;
  /** The same by kind (`Application`); requests that are about no served kind count under their path. */
  byKind(): Record<string, number>;
  openWatches(): number;
};

export function createRequestLog(openWatches: () => number): RequestLog & { add(kind: string): void } {
  const kinds = new Map<string, number>();
  let total = 0;
  return {
    add(kind) {
      total += 1;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    },
    count: () => total,
    byKind: () => Object.fromEntries(kinds),
    openWatches,
  };
}
