import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY_FOLDER = fileURLToPath(new URL('./repository', import.meta.url));

/** What the Applications name as their `repoURL`; Argo CD's configuration maps it to where the sandbox serves it. */
export const PLATFORM_REPOSITORY_URL = 'https://gitlab.homelab.local/platform/gitops-platform.git';

/** The files of the platform's GitOps repository: path with forward slashes → content, sorted by path. */
export function readPlatformRepository(folder: string = REPOSITORY_FOLDER): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(files.map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')]));
}
