import type { ChartContext } from '../../helm/chart.ts';

export type GitlabContext = ChartContext & {
  appVersion: string;
  /** The suffix of images and the part of Job names that changes with the configuration. */
  edition: string;
  configurationHash: string;
};
