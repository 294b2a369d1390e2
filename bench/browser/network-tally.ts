/** What of the browser's own network events is looked at. Times are in seconds since some moment. */
export type NetworkEvent =
  | { name: 'requestWillBeSent'; requestId: string; type?: string; request: { url: string }; timestamp: number }
  | { name: 'loadingFinished'; requestId: string; encodedDataLength: number }
  | { name: 'eventSourceMessageReceived'; requestId: string; timestamp: number };

export const NETWORK_EVENTS = ['requestWillBeSent', 'loadingFinished', 'eventSourceMessageReceived'] as const;

export type NetworkTotals = {
  requests: number;
  /** Bytes of scripts as they came over the wire, headers included. */
  scripts: { url: string; bytes: number }[];
  bytes: number;
  /** From the request of the page until the live stream first said something, in ms; null while it has not. */
  liveMs: number | null;
};

type Request = { url: string; type: string; bytes: number };

/** Adds up what a page load takes from the network. */
export function createNetworkTally() {
  const requests = new Map<string, Request>();
  let startedAt: number | null = null;
  let liveAt: number | null = null;
  let lastAt = performance.now();
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
          requests.set(event.requestId, { url: event.request.url, type: event.type ?? 'Other', bytes: 0 });
        }
        return;
      }
      const request = requests.get(event.requestId);
      if (request !== undefined) {
        request.bytes = event.encodedDataLength;
      }
    },
    /** For how long nothing was asked and nothing ended; streams do not count. */
    quietMs: () => performance.now() - lastAt,
    totals(): NetworkTotals {
      const all = [...requests.values()];
      return {
        requests: all.length,
        scripts: all.filter(({ type }) => type === 'Script').map(({ url, bytes }) => ({ url, bytes })),
        bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
        liveMs: startedAt === null || liveAt === null ? null : (liveAt - startedAt) * 1000,
      };
    },
  };
}
