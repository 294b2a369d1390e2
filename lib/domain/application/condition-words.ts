/** What each condition of an application means: argo-cd types.go. */
const WORDS: Readonly<Record<string, string>> = {
  DeletionError: 'It is to be deleted, and that fails.',
  InvalidSpecError: 'What it says of itself is not allowed or makes no sense, so it is not synced.',
  ComparisonError: 'What git wants cannot be compared with the cluster, so nobody knows whether it is in sync.',
  SyncError: 'The last automatic sync failed, and this revision is not tried again by itself.',
  UnknownError: 'Something went wrong inside the engine.',
  SharedResourceWarning: 'An object belongs to two applications, which undo each other.',
  RepeatedResourceWarning: 'An object is written more than once in its sources; the last one counts.',
  ExcludedResourceWarning: 'It has objects of a kind that the engine is told to leave alone.',
  OrphanedResourceWarning: 'There are objects in its namespace that no application brings.',
};

/** A condition in a sentence; '' for one that nobody here knows. */
export function conditionInWords(type: string): string {
  return Object.hasOwn(WORDS, type) ? (WORDS[type] ?? '') : '';
}
