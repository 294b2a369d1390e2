import type { z } from 'zod';
import type { COMMAND_INPUTS } from '../../../lib/usecases/index.ts';
import type { VIEWS } from '../../../lib/views/index.ts';

/** What stands on the platform, to fill into addresses. */
export type Subjects = { application: string; change: string; request: string; runner: string; template: string };

type CommandInputs = { [C in keyof typeof COMMAND_INPUTS]: z.input<(typeof COMMAND_INPUTS)[C]> };
type ViewParams = { [V in keyof typeof VIEWS]: z.input<(typeof VIEWS)[V]['params']> };

const NOTHING = '00000000-0000-4000-8000-000000000000';
const NO_COMMIT = '0'.repeat(40);
const NO_TEMPLATE = { templateId: 'no-such-template', values: {} };

/** For each command what it takes, about things that are not there: a right is asked for first, and nothing happens. */
export const commandInputs: CommandInputs = {
  'approve-change': { changeId: NOTHING, sha: NO_COMMIT, diffHash: '0'.repeat(64), secondLook: false },
  'ask-gateway': { prompt: 'a web service', appName: 'nothing', server: 'no-such-server', idempotencyKey: NOTHING },
  'cancel-run': { runId: NOTHING },
  'close-change': { changeId: NOTHING },
  'comment-change': { changeId: NOTHING, body: 'nothing' },
  // Refused for its name, by those who may.
  'create-token': { name: '', days: 1 },
  'explain-application': { namespace: 'nowhere', name: 'nothing' },
  'merge-change': { changeId: NOTHING, sha: NO_COMMIT },
  'open-change': { ...NO_TEMPLATE, idempotencyKey: NOTHING },
  'open-run': { runId: NOTHING },
  'post-review': { reviewId: NOTHING },
  'preview-change': NO_TEMPLATE,
  'rebase-change': { changeId: NOTHING },
  'refresh-application': { namespace: 'nowhere', name: 'nothing' },
  'request-changes': { changeId: NOTHING, sha: NO_COMMIT, body: 'nothing' },
  'review-change': { changeId: NOTHING },
  'revoke-token': { tokenId: NOTHING },
  'unlink-account': { forge: 'no-such' },
};

/** For each view what its page asks it for, about what stands on the platform. */
export function viewParams({ application, change, request, runner, template }: Subjects): ViewParams {
  const [namespace = '', name = ''] = application.split('/');
  const ofApplication = { namespace, name };
  return {
    accounts: {},
    application: ofApplication,
    applications: {},
    audit: {},
    change: { id: change },
    'change-discussion': { id: change },
    commits: ofApplication,
    connections: {},
    difference: { of: ofApplication, group: '', kind: 'ConfigMap', namespace, name },
    explanation: ofApplication,
    gateway: {},
    'gateway-models': { server: 'ollama' },
    'gateway-run': { id: request },
    'gateway-written': {},
    gpu: {},
    'gpu-machines': {},
    'gate-repair': {},
    inbox: {},
    'installed-models': {},
    'live-tree': ofApplication,
    'model-fit': { server: 'ollama', model: 'llama3.1:8b' },
    models: {},
    overview: {},
    'pod-search': { text: 'web' },
    runner: { id: runner },
    runners: {},
    search: {},
    sources: {},
    template: { id: template },
    templates: {},
    tokens: {},
    waiting: {},
    waves: {},
  };
}

/** What a topic of a page is about; the others stand for themselves. */
export function liveSubjects({ application, change, request, runner }: Subjects): Record<string, string> {
  return { application, change, explanation: application, 'gateway-run': request, 'live-tree': application, runner };
}
