import type { Action } from '#lib/domain/actor/actor.ts';
import type { COMMAND_INPUTS } from '#lib/usecases/index.ts';
import type { VIEWS } from '#lib/views/index.ts';

export type Described = {
  summary: string;
  /** The right that is asked for, for readers: what decides is the view or the use case itself. */
  right: Action;
};

const seen = (summary: string): Described => ({ summary, right: 'platform.view' });

/** Every view in a sentence. */
export const VIEW_DESCRIPTIONS: Record<keyof typeof VIEWS, Described> = {
  accounts: { summary: 'With which accounts the viewer acts on the forges.', right: 'account.view' },
  application: seen('One application with its resources, history and what it waits for.'),
  applications: seen('The applications as a table: searched, filtered, sorted.'),
  audit: { summary: 'The audit log, newest first.', right: 'audit.view' },
  change: { summary: 'One change: files, checks, approvals, delivery.', right: 'change.view' },
  'change-discussion': { summary: 'What people wrote under the merge request.', right: 'change.view' },
  commits: seen('Who committed what an application was synced to.'),
  connections: { summary: 'Every source, queue and stream with its errors.', right: 'connections.view' },
  difference: seen('What differs between git and the cluster, of one object.'),
  explanation: seen('What a model makes of an application that is not well.'),
  'gate-repair': seen('Whether the waves gate, and the change that mends it.'),
  gateway: { summary: 'Who writes, and what was asked of them.', right: 'gateway.view' },
  'gateway-models': {
    summary: 'The models of a server that writes, and what asking one means now.',
    right: 'gateway.view',
  },
  'gateway-run': { summary: 'One request in words, with its draft.', right: 'gateway.view' },
  'gateway-written': { summary: 'All objects that models wrote and people let in.', right: 'change.view' },
  gpu: seen('Nodes with their cards, slices and holders.'),
  'gpu-machines': seen('Every machine with cards.'),
  inbox: { summary: 'The changes of the portal.', right: 'change.view' },
  'installed-models': seen('Every installed model of every server.'),
  'live-tree': seen('What runs of one application, by the API of the engine.'),
  'model-fit': seen('What the memory of a model follows from.'),
  models: seen('The model servers and what they hold.'),
  overview: seen('The platform on one page.'),
  'pod-search': seen('Pods by their name.'),
  runner: seen('One runner.'),
  runners: seen('The fleet of runners, and which of them takes a job.'),
  search: seen('What the palette finds.'),
  sources: seen('How fresh everything is.'),
  template: { summary: 'One golden path with its form.', right: 'change.preview' },
  templates: { summary: 'The golden paths.', right: 'change.preview' },
  tokens: { summary: 'The tokens of the viewer and their programs.', right: 'token.view' },
  waiting: { summary: 'Which changes wait for the viewer.', right: 'change.view' },
  waves: seen('The waves and what holds them.'),
};

/** Every command in a sentence. */
export const COMMAND_DESCRIPTIONS: Record<keyof typeof COMMAND_INPUTS, Described> = {
  'approve-change': {
    summary: 'Approves exactly this commit, with the account of the person.',
    right: 'change.approve',
  },
  'ask-gateway': { summary: 'Takes a request in words.', right: 'gateway.ask' },
  'cancel-run': { summary: 'Ends a request that nobody wants any more.', right: 'gateway.cancel' },
  'close-change': { summary: 'Closes the merge request.', right: 'change.close' },
  'comment-change': {
    summary: 'Writes under the merge request or beside a line of it, with the account of the person.',
    right: 'change.comment',
  },
  'create-token': { summary: 'Makes a token for a program of this person.', right: 'token.create' },
  'explain-application': {
    summary: 'Has a model say in plain words what is wrong with an application.',
    right: 'gateway.ask',
  },
  'merge-change': { summary: 'Merges exactly this commit, with the account of the person.', right: 'change.merge' },
  'open-change': { summary: 'Commits what a form makes, as a merge request.', right: 'change.open' },
  'open-run': { summary: 'Makes a merge request of a draft.', right: 'change.open' },
  'preview-change': { summary: 'Shows what a form would commit.', right: 'change.preview' },
  'refresh-application': { summary: 'Has the engine look at git again.', right: 'application.refresh' },
  'post-review': { summary: 'Puts what a model found under the merge request.', right: 'gateway.ask' },
  'rebase-change': {
    summary: 'Has the forge put it onto the end of its target branch, with the account of the person.',
    right: 'change.rebase',
  },
  'request-changes': { summary: 'Says no to exactly this commit, with the reason.', right: 'change.approve' },
  'review-change': { summary: 'Has a model look at the head of a change.', right: 'gateway.ask' },
  'revoke-token': { summary: 'Ends a token.', right: 'token.revoke' },
  'unlink-account': { summary: 'Forgets the account on another forge, and its tokens.', right: 'account.link' },
};
