import type { SandboxAddresses } from '#sandbox/addresses.ts';

const PROJECT = `api/v4/projects/${encodeURIComponent('platform/gitops-platform')}`;
const AT_ONCE = 8;

/** Opens merge requests on the forge itself, as people do with branches of their own. @param contents of one new file each */
export async function openMergeRequests(
  { gitlab, secrets }: SandboxAddresses,
  contents: readonly string[],
): Promise<void> {
  const send = async (path: string, body: unknown) => {
    const answer = await fetch(`${gitlab}/${PROJECT}/${path}`, {
      method: 'POST',
      headers: { 'private-token': secrets.portalForgeToken, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
  };
  const open = async (content: string, index: number) => {
    const branch = `bench-${index}`;
    const actions = [{ action: 'create', file_path: `apps/bench/${index}.yaml`, content }];
    await send('repository/commits', { branch, start_branch: 'main', commit_message: `Add ${index}`, actions });
    await send('merge_requests', { source_branch: branch, target_branch: 'main', title: `Change number ${index}` });
  };
  for (let at = 0; at < contents.length; at += AT_ONCE) {
    await Promise.all(contents.slice(at, at + AT_ONCE).map((content, index) => open(content, at + index)));
  }
}
