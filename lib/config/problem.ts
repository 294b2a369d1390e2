/** One thing that is wrong with the configuration, said so that it can be mended without the source at hand. */
export type ConfigProblem = {
  /** `portolan.yaml:12:5`, or the environment variable. */
  place: string;
  /** `clusters[0].server`. */
  key: string;
  message: string;
};

/** The configuration cannot be used. Every problem found is listed, not only the first. */
export class ConfigError extends Error {
  readonly problems: ConfigProblem[];

  constructor(problems: ConfigProblem[]) {
    super(problems.map(({ place, key, message }) => `${place}: ${key === '' ? '' : `${key}: `}${message}`).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
