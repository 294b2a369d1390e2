import { writeFileSync } from 'node:fs';

/** Writes variables for a shell to read with `set -a; . file`. It holds secrets: only its owner may read it. */
export function writeEnvironmentFile(path: string, environment: Readonly<Record<string, string>>): void {
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${quote(value)}\n`);
  writeFileSync(path, lines.join(''), { mode: 0o600 });
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
