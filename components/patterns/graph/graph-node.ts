import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';

/** A state in icon, word and colour; `detail` says more of this one alone. */
export type GraphMark = { icon: IconName; tone: Tone; word: string; detail?: string };

/** One thing in a graph that grows from a root, with what hangs on it. */
export type GraphNode = {
  id: string;
  /** What it is, in small letters above its name. */
  kind: string;
  name: string;
  marks: readonly GraphMark[];
  /** Where more of it stands; null where nothing more is known. */
  href: string | null;
  /** 0 is well; what is higher is drawn first, and never vanishes in a group of many. */
  trouble: number;
  children: readonly GraphNode[];
  /** Others that it hangs on besides, by id. */
  also?: readonly string[];
};

/** Many of one kind under one parent, drawn as one until somebody opens it. */
export type GraphGroup = {
  id: string;
  kind: string;
  count: number;
  marks: readonly GraphMark[];
  isOpen: boolean;
  /** How many of them are not drawn although it is open. */
  left: number;
};

/** What is drawn in one place: a node or a group of them, with what hangs on it there. */
export type DrawnNode = {
  id: string;
  node: GraphNode | null;
  group: GraphGroup | null;
  children: DrawnNode[];
};
