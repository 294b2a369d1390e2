import { readFileSync } from 'node:fs';
import { ConfigError } from './problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads one secret: from the variable itself or, where `NAME_FILE` is set, from that file, as mounted secrets come.
 * undefined when neither is there. Throws ConfigError when the file cannot be read.
 */
export function readSecret(environment: Environment, name: string): string | undefined {
  const file = environment[`${name}_FILE`];
  if (file === undefined) {
    return environment[name] === '' ? undefined : environment[name];
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const message = `the file it names cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new ConfigError([{ place: `${name}_FILE`, key: '', message }]);
  }
}

/** `PORTOLAN_FORGE_MY_GITLAB_TOKEN` from ('FORGE', 'my-gitlab', 'TOKEN'). */
export function secretName(...parts: string[]): string {
  return ['PORTOLAN', ...parts].join('_').toUpperCase().replaceAll('-', '_');
}
