import type { ProxyRequest } from '../proxy.ts';
import type { ForgeRig } from './forge-rig.ts';

const call = (method: string, path: RegExp) => (asked: ProxyRequest) =>
  asked.method === method && path.test(asked.path);

/** GitLab's addresses for what the portal asks. */
export const GITLAB_CALLS: ForgeRig['isCall'] = {
  branch: call('GET', /\/repository\/branches\//),
  file: call('GET', /\/repository\/files\//),
  commit: call('POST', /\/repository\/commits$/),
  'find request': call('GET', /\/merge_requests\?/),
  'open request': call('POST', /\/merge_requests$/),
  request: call('GET', /\/merge_requests\/\d+(\?|$)/),
  compare: call('GET', /\/repository\/compare\?/),
  pushes: call('GET', /\/events\?/),
  status: call('POST', /\/statuses\//),
  approve: call('POST', /\/approve$/),
  merge: call('PUT', /\/merge$/),
};

export const GITLAB_LIES: ForgeRig['lies'] = {
  checking: (body) => ({ ...body, detailed_merge_status: 'checking', merge_status: 'checking' }),
  'not merged': (body) => ({ ...body, state: 'opened', merge_commit_sha: null, merged_at: null, merge_user: null }),
  'another head': (body) => ({ ...body, sha: 'f'.repeat(40) }),
  incomplete: (body) => ({ ...body, compare_timeout: true }),
};
