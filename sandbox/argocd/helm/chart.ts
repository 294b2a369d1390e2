import type { Fields } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';

/** What a chart is rendered with. */
export type ChartContext = {
  release: string;
  namespace: string;
  /** The chart's own values with everything the Application gives laid over them. */
  values: Fields;
  version: string;
};

/**
 * A chart of the real world, as the sandbox stands in for it: the workloads, services and volumes the chart makes, under
 * their real names, with the parts of its values that matter to what is seen.
 */
export type Chart = {
  name: string;
  repoURL: string;
  /** The versions the pretend repository has, newest first. */
  versions: readonly string[];
  /** The part of the chart's values.yaml that `render` reads. */
  defaults: Fields;
  render(context: ChartContext): KubeObject[];
};
