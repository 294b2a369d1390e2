export { askAgain, describeFindings } from './again.ts';
export { askForObjects } from './ask-for-objects.ts';
export { askForPath, type ChosenPath, readPath } from './choose-path.ts';
export type { ConversationTools, DraftStep } from './converse.ts';
export { type FoundCredential, findCredential } from './credential.ts';
export { type Additions, addObjects } from './edit/add-objects.ts';
export { applyEdits } from './edit/apply-edits.ts';
export { partsWithin } from './edit/ask-for-edits.ts';
export type { EditablePart, LocatedObject, PartEdit } from './edit/part.ts';
export { type WrittenEdits, withEdits, writeEdits } from './edit/write-edits.ts';
export { askForValues, describeErrors, toValues } from './fill-form.ts';
export { CONNECTION_KIND, type Network } from './objects/connections.ts';
export { type DraftFile, makeableKinds, makeObjects } from './objects/index.ts';
export { type GatewayQuestion, MOST_EARLIER } from './question.ts';
export { type AnswerReading, readAnswer } from './read-answer.ts';
export { type AskModel, type WrittenReview, writeExplanation, writeReview } from './review/write-review.ts';
export {
  type Draft,
  type DraftRequest,
  type DraftTools,
  writeDraft,
} from './write-draft.ts';
