import type { z } from 'zod';
import type { Change } from '#lib/domain/change/change.ts';
import type { GatewayRun } from '#lib/domain/gateway/run.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { RefreshApplicationInput, refreshApplication } from './application/refresh.ts';
import { ApproveChangeInput, approveChange } from './change/approve.ts';
import { CloseChangeInput, closeChange } from './change/close.ts';
import { CommentChangeInput, commentChange } from './change/comment.ts';
import { MergeChangeInput, mergeChange } from './change/merge.ts';
import { OpenChangeInput, openChange } from './change/open.ts';
import { PreviewChangeInput, previewChange } from './change/preview.ts';
import { RebaseChangeInput, rebaseChange } from './change/rebase.ts';
import { RequestChangesInput, requestChanges } from './change/request-changes.ts';
import { AskGatewayInput, askGateway } from './gateway/ask.ts';
import { CancelRunInput, cancelRun } from './gateway/cancel.ts';
import { OpenRunInput, openRun } from './gateway/open.ts';
import { ReviewChangeInput, reviewChange } from './review/ask.ts';
import { ExplainApplicationInput, explainApplication } from './review/explain.ts';
import { PostReviewInput, postReview } from './review/post.ts';
import { UnlinkAccountInput, unlinkAccount } from './session/unlink.ts';
import { CreateTokenInput, createToken } from './token/create.ts';
import { RevokeTokenInput, revokeToken } from './token/revoke.ts';

/** What the browser needs to go on after a write; the page itself reads the view. */
function summary({ id, phase, problem, mergeRequest }: Change) {
  return { id, phase, problem, mergeRequest };
}

/** What whoever asked a model needs to follow it. */
function runSummary({ id, state, changeId, problem }: GatewayRun) {
  return { id, state, changeId, problem };
}

function reviewSummary({ id, state, version }: Review) {
  return { id, state, version };
}

/** Those that change nothing, and are sent while somebody types. */
export const QUIET_COMMANDS = ['preview-change'] as const;

/** Every use case that a signed-in person starts, by the name in its address. */
export const COMMANDS = {
  'approve-change': async (context: UserContext, input: unknown) => summary(await approveChange(context, input)),
  'ask-gateway': async (context: UserContext, input: unknown) => runSummary(await askGateway(context, input)),
  'cancel-run': async (context: UserContext, input: unknown) => runSummary(await cancelRun(context, input)),
  'close-change': async (context: UserContext, input: unknown) => summary(await closeChange(context, input)),
  'comment-change': commentChange,
  'rebase-change': rebaseChange,
  'create-token': createToken,
  'explain-application': async (context: UserContext, input: unknown) =>
    reviewSummary(await explainApplication(context, input)),
  'merge-change': async (context: UserContext, input: unknown) => summary(await mergeChange(context, input)),
  'open-change': async (context: UserContext, input: unknown) => summary(await openChange(context, input)),
  'open-run': async (context: UserContext, input: unknown) => summary(await openRun(context, input)),
  'post-review': async (context: UserContext, input: unknown) => reviewSummary(await postReview(context, input)),
  'preview-change': previewChange,
  'refresh-application': refreshApplication,
  'request-changes': async (context: UserContext, input: unknown) => summary(await requestChanges(context, input)),
  'review-change': async (context: UserContext, input: unknown) => reviewSummary(await reviewChange(context, input)),
  'revoke-token': revokeToken,
  'unlink-account': unlinkAccount,
} as const;

/** What each of them takes. */
export const COMMAND_INPUTS = {
  'approve-change': ApproveChangeInput,
  'ask-gateway': AskGatewayInput,
  'cancel-run': CancelRunInput,
  'close-change': CloseChangeInput,
  'comment-change': CommentChangeInput,
  'rebase-change': RebaseChangeInput,
  'create-token': CreateTokenInput,
  'explain-application': ExplainApplicationInput,
  'merge-change': MergeChangeInput,
  'open-change': OpenChangeInput,
  'open-run': OpenRunInput,
  'post-review': PostReviewInput,
  'preview-change': PreviewChangeInput,
  'refresh-application': RefreshApplicationInput,
  'request-changes': RequestChangesInput,
  'review-change': ReviewChangeInput,
  'revoke-token': RevokeTokenInput,
  'unlink-account': UnlinkAccountInput,
} as const satisfies Record<keyof typeof COMMANDS, z.ZodType>;
