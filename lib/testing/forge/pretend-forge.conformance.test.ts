import { forgeConformance } from '#lib/ports/forge.conformance.ts';
import { createPretendForge, PRETEND_PATH } from './pretend-forge.ts';

forgeConformance('in memory', async () => {
  const forge = createPretendForge({ 'README.md': '# Platform\n' });
  return {
    host: forge,
    repository: PRETEND_PATH,
    author: { accessToken: 'token-dana', username: 'dana' },
    reviewer: { accessToken: 'token-rui', username: 'rui' },
    inspect: {
      branchSha: async (branch) => forge.repository.branches.get(branch) ?? null,
      fileAt: async (ref, path) => forge.repository.find(ref)?.files.get(path) ?? null,
      openMergeRequests: async (branch) =>
        forge.requests
          .filter(({ state, sourceBranch }) => state === 'opened' && sourceBranch === branch)
          .map(({ iid }) => iid),
      notes: async (iid) => forge.requests.find((request) => request.iid === iid)?.notes ?? [],
      approvers: async (iid) => [...(forge.requests.find((request) => request.iid === iid)?.approvals ?? [])],
      statuses: async (sha) => forge.statuses.filter((status) => status.sha === sha),
    },
    push: async (branch, files, username) => {
      const tree = forge.repository.find(branch)?.files ?? new Map();
      const actions = Object.entries(files).map(([path, content]) => {
        return { action: tree.has(path) ? ('update' as const) : ('create' as const), path, content };
      });
      return forge.repository.commit({ branch, message: 'pushed', actions }, username).sha;
    },
    close: async () => undefined,
  };
});
