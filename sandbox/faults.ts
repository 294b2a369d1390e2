/** The servers of the sandbox that a fault can be switched on for. */
export const SANDBOX_SERVERS = ['gitlab', 'kubernetes', 'ollama', 'prometheus', 'github', 'argocd', 'gitea'] as const;
export type SandboxServer = (typeof SANDBOX_SERVERS)[number];

/** What can be done to any HTTP answer. `stall` sends half of it and leaves the connection open. */
const HTTP_FAULTS = ['reset', 'hang', 'delay', 'status', 'html', 'truncate', 'stall'] as const;

/**
 * What is done only to Kubernetes watches, open and new ones: `watch-expire` sends an ERROR event 410 and leaves the
 * stream open, `watch-silence` sends nothing more until the stream's time is up, `watch-half-open` never sends nor ends
 * anything again, `watch-close` ends the stream cleanly, `watch-reset` resets its connection, `watch-garbage` sends a
 * line that is no JSON, `watch-long-line` a bookmark of 10 MB, `watch-duplicate` every event twice, `watch-reorder` each
 * two events swapped, `watch-bookmarks` bookmarks of where the stream stood and no events, `watch-unanswered` not even
 * the answer's headers.
 */
const WATCH_FAULTS = [
  'watch-expire',
  'watch-silence',
  'watch-close',
  'watch-reset',
  'watch-garbage',
  'watch-half-open',
  'watch-long-line',
  'watch-duplicate',
  'watch-reorder',
  'watch-bookmarks',
  'watch-unanswered',
] as const;

/** What goes wrong. */
export const FAULT_KINDS = [...HTTP_FAULTS, ...WATCH_FAULTS] as const;
export type HttpFaultKind = (typeof HTTP_FAULTS)[number];
export type WatchFaultKind = (typeof WATCH_FAULTS)[number];
export type FaultKind = (typeof FAULT_KINDS)[number];

export type FaultRule = {
  id: string;
  server: SandboxServer;
  kind: FaultKind;
  /** Only requests with this method. */
  method?: string;
  /** Only requests whose path holds this text. */
  path?: string;
  /** For `status`. */
  status?: number;
  retryAfterSeconds?: number;
  /** What GitHub says with it. */
  message?: string;
  /** For `delay`, in real ms. */
  delayMs?: number;
  /** How many requests it still hits; without it, all until it is cleared. */
  remaining?: number;
  /** The fault strikes after the request had its effect: a commit is made and the answer is lost. */
  afterEffect?: boolean;
};

export type FaultSwitches = {
  set(rule: FaultRule): void;
  clear(id?: string): void;
  list(): FaultRule[];
  /** The rule that hits this request, counted down. `afterEffect` rules are asked for apart. */
  take(request: {
    server: SandboxServer;
    method: string;
    path: string;
    watch: boolean;
    afterEffect: boolean;
    /** Look at this rule only. */
    id?: string;
  }): FaultRule | null;
  /** Called when rules change, for streams that are already open; with the rule when one was switched on. */
  subscribe(listener: (switchedOn: FaultRule | null) => void): () => void;
};

export function createFaultSwitches(): FaultSwitches {
  const rules = new Map<string, FaultRule>();
  const listeners = new Set<(switchedOn: FaultRule | null) => void>();
  const changed = (switchedOn: FaultRule | null) => {
    for (const listener of listeners) {
      listener(switchedOn);
    }
  };
  return {
    set(rule) {
      rules.set(rule.id, { ...rule });
      changed({ ...rule });
    },
    clear(id) {
      if (id === undefined) {
        rules.clear();
      } else {
        rules.delete(id);
      }
      changed(null);
    },
    list: () => [...rules.values()],
    take(request) {
      for (const rule of rules.values()) {
        if (hits(rule, request)) {
          if (rule.remaining !== undefined) {
            rule.remaining -= 1;
            if (rule.remaining <= 0) {
              rules.delete(rule.id);
            }
          }
          return { ...rule };
        }
      }
      return null;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function hits(rule: FaultRule, request: Parameters<FaultSwitches['take']>[0]): boolean {
  return (
    (request.id === undefined || rule.id === request.id) &&
    rule.server === request.server &&
    (rule.method === undefined || rule.method === request.method) &&
    (rule.path === undefined || request.path.includes(rule.path)) &&
    (rule.afterEffect ?? false) === request.afterEffect &&
    rule.kind.startsWith('watch-') === request.watch
  );
}
