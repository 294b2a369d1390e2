/** What of the browser's own network events is looked at. Times are in seconds since some moment. */
export type NetworkEvent =
  | { name: 'requestWillBeSent'; requestId: string; type?: string; request: { url: string }; timestamp: number }
  | { name: 'loadingFinished'; requestId: string; encodedDataLength: number; timestamp: number }
  | { name: 'eventSourceMessageReceived'; requestId: string; timestamp: number };

export const NETWORK_EVENTS = ['requestWillBeSent', 'loadingFinished', 'eventSourceMessageReceived'] as const;

export type Resource = {
  url: string;
  /** As the browser names it: `Document`, `Script`, `Fetch`, … */
  type: string;
  /** As they came over the wire, headers included. */
  bytes: number;
  /** When the last byte was there, in ms since the page was asked for; null while it has not ended. */
  endedMs: number | null;
};

export type NetworkTotals = {
  resources: Resource[];
  /** From the request of the page until the live stream first said something, in ms; null while it has not. */
  liveMs: number | null;
};

/** Adds up what a page load takes from the network. */
export function createNetworkTally() {
  const requests = new Map<string, Resource>();
  let startedAt: number | null = null;
  let liveAt: number | null = null;
  let lastAt = performance.now();
  const sinceStart = (timestamp: number) => (timestamp - (startedAt ?? timestamp)) * 1000;
  return {
    take(event: NetworkEvent): void {
      if (event.name === 'eventSourceMessageReceived') {
        liveAt ??= event.timestamp;
        return;
      }
      lastAt = performance.now();
      if (event.name === 'requestWillBeSent') {
        if (!/^(data|blob):/.test(event.request.url)) {
          startedAt ??= event.timestamp;
          requests.set(event.requestId, {
            url: event.request.url,
            type: event.type ?? 'Other',
            bytes: 0,
            endedMs: null,
          });
        }
        return;
      }
      const request = requests.get(event.requestId);
      if (request !== undefined) {
        request.bytes = event.encodedDataLength;
        request.endedMs = sinceStart(event.timestamp);
      }
    },
    /** For how long nothing was asked and nothing ended; streams do not count. */
    quietMs: () => performance.now() - lastAt,
    totals: (): NetworkTotals => ({
      resources: [...requests.values()],
      liveMs: startedAt === null || liveAt === null ? null : sinceStart(liveAt),
    }),
  };
}
