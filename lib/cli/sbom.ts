import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runStep } from './run-step.ts';

const FILE = '.portolan/sbom.cdx.json';

/** What is shipped, with versions, hashes and licences: npm makes it from the lock file and asks nobody. */
const { ok, output } = await runStep('npm', [
  'sbom',
  '--sbom-format=cyclonedx',
  '--package-lock-only',
  '--omit=dev',
  '--sbom-type=application',
]);
if (ok) {
  const { components } = JSON.parse(output) as { components: unknown[] };
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, output);
  console.log(`${FILE}: CycloneDX, ${components.length} components`);
} else {
  console.error(output);
  process.exitCode = 1;
}
