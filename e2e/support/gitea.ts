import type { Platform } from './platform.ts';

export const LAB_REPOSITORY = 'lab/homepage';

type Proposal = { branch: string; title: string; path: string; content: string };

/** Opens a merge request on the Gitea of the platform with the portal's own account there, which is nobody's. Gives its number. */
export async function openOnGitea(
  { addresses }: Platform,
  { branch, title, path, content }: Proposal,
): Promise<number> {
  const files = [{ operation: 'create', path, content: Buffer.from(content).toString('base64') }];
  await ask({ addresses }, 'POST', 'contents', { branch: 'main', new_branch: branch, message: title, files });
  const { number } = await ask<{ number: number }>({ addresses }, 'POST', 'pulls', {
    head: branch,
    base: 'main',
    title,
  });
  return number;
}

/** A merge request as Gitea has it. */
export function requestOnGitea(platform: Pick<Platform, 'addresses'>, number: number) {
  return ask<{ merged: boolean; merged_by: { login: string } | null }>(platform, 'GET', `pulls/${number}`);
}

async function ask<Body>(
  { addresses: { gitea, secrets } }: Pick<Platform, 'addresses'>,
  method: string,
  path: string,
  body?: object,
): Promise<Body> {
  const response = await fetch(`${gitea}/api/v1/repos/${LAB_REPOSITORY}/${path}`, {
    method,
    headers: { authorization: `token ${secrets.portalGiteaToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`Gitea answers ${response.status} to ${method} ${path}: ${await response.text()}`);
  }
  return (await response.json()) as Body;
}
