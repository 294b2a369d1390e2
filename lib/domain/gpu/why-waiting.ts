/** One thing that keeps a pod from a number of nodes, as the scheduler counts them. */
export type Obstacle = {
  kind: 'resource' | 'taint' | 'selector' | 'volume' | 'other';
  nodes: number;
  /** The resource or the taint; '' where there is none, or it is not told. */
  of: string;
  /** The scheduler's own words. */
  text: string;
};

export type Unschedulable = { nodes: number; obstacles: Obstacle[] };

const HEAD = /^0\/(\d+) nodes are available: (.+)$/s;
const REASON = /^(\d+) (.+)$/s;

/**
 * Takes the scheduler's message apart: `0/3 nodes are available: 1 Insufficient nvidia.com/gpu, 2 node(s) had untolerated
 * taint {nvidia.com/gpu: true}. no new claims to deallocate, preemption: …` (kubernetes pkg/scheduler/framework/types.go,
 * `FitError.Error`). null for a message of another shape.
 */
export function readUnschedulable(message: string): Unschedulable | null {
  const head = HEAD.exec(message.trim());
  if (head === null) {
    return null;
  }
  // What preemption would have done comes after, and what claims of devices would; neither says why there is no room.
  const [said = ''] = (head[2] ?? '').split(/\. (?!\d+ )|\.? preemption: /);
  const obstacles = splitReasons(said.replace(/\.$/, '')).flatMap((part) => {
    const reason = REASON.exec(part);
    return reason === null ? [] : [toObstacle(Number(reason[1]), reason[2] ?? '')];
  });
  return { nodes: Number(head[1]), obstacles };
}

/** At commas that a count follows: a taint or a selector may have commas of its own. */
function splitReasons(said: string): string[] {
  return said.split(/, (?=\d+ )/);
}

function toObstacle(nodes: number, text: string): Obstacle {
  const resource = /^Insufficient (\S+)$/.exec(text);
  if (resource !== null) {
    return { kind: 'resource', nodes, of: resource[1] ?? '', text };
  }
  const taint = /taint \{([^:}]+): ?([^}]*)\}/.exec(text);
  if (taint !== null) {
    return { kind: 'taint', nodes, of: taint[2] === '' ? (taint[1] ?? '') : `${taint[1]}=${taint[2]}`, text };
  }
  // Newer releases do not name it.
  if (/\buntolerated taint/.test(text)) {
    return { kind: 'taint', nodes, of: '', text };
  }
  // A volume can have an affinity to nodes as well, which is none of the pod's own.
  const kind = /volume/i.test(text) ? 'volume' : /node affinity|selector/i.test(text) ? 'selector' : 'other';
  return { kind, nodes, of: '', text };
}
