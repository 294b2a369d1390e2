import { type Container, containersOf, type PodSpec } from '../../api/pod-types.ts';

/** One rule of the Pod Security Standards: what a pod does against it, empty when nothing. */
export type PodSecurityCheck = {
  /** As upstream names it; rules are reported in the order of these. */
  id: string;
  level: 'baseline' | 'restricted';
  /** Baseline rules that this stricter one stands in for. */
  overrides?: readonly string[];
  violation: (spec: PodSpec, annotations: Record<string, string>) => string | null;
};

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** `container "a"` or `containers "a", "b"`. */
export function containersText(names: readonly string[]): string {
  return `${names.length === 1 ? 'container' : 'containers'} ${quoted(names)}`;
}

export function quotedList(values: readonly string[]): string {
  return quoted([...new Set(values)].sort());
}

export function containerNamesWhere(spec: PodSpec, isBad: (container: Container) => boolean): string[] {
  return containersOf(spec)
    .filter(isBad)
    .map((container) => container.name);
}
