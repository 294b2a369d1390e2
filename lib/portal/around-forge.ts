import type { Forge } from '#lib/ports/forge.ts';

/** What changes nothing over there, and so can be asked twice. */
export const FORGE_READS: ReadonlySet<keyof Forge> = new Set<keyof Forge>([
  'whoAmI',
  'repository',
  'branch',
  'listFiles',
  'readFile',
  'readCommit',
  'contains',
  'compare',
  'pushers',
  'findMergeRequest',
  'mergeRequest',
  'openMergeRequests',
  'notes',
  'statuses',
  'pipelines',
]);

/** Makes a call, and what is to be done around it. The call can be made of another forge, and more than once. */
export type Around = <Answer>(operation: keyof Forge, call: (of?: Forge) => Promise<Answer>) => Promise<Answer>;

/** A forge with something around each of its calls. Each is named here, so it does not matter how the forge is made: of functions or of a class. */
export function aroundForge(forge: Forge, around: Around): Forge {
  return {
    whoAmI: () => around('whoAmI', (of = forge) => of.whoAmI()),
    repository: (...args) => around('repository', (of = forge) => of.repository(...args)),
    branch: (...args) => around('branch', (of = forge) => of.branch(...args)),
    listFiles: (...args) => around('listFiles', (of = forge) => of.listFiles(...args)),
    readFile: (...args) => around('readFile', (of = forge) => of.readFile(...args)),
    commit: (...args) => around('commit', (of = forge) => of.commit(...args)),
    readCommit: (...args) => around('readCommit', (of = forge) => of.readCommit(...args)),
    contains: (...args) => around('contains', (of = forge) => of.contains(...args)),
    compare: (...args) => around('compare', (of = forge) => of.compare(...args)),
    pushers: (...args) => around('pushers', (of = forge) => of.pushers(...args)),
    findMergeRequest: (...args) => around('findMergeRequest', (of = forge) => of.findMergeRequest(...args)),
    mergeRequest: (...args) => around('mergeRequest', (of = forge) => of.mergeRequest(...args)),
    openMergeRequests: (...args) => around('openMergeRequests', (of = forge) => of.openMergeRequests(...args)),
    openMergeRequest: (...args) => around('openMergeRequest', (of = forge) => of.openMergeRequest(...args)),
    updateMergeRequest: (...args) => around('updateMergeRequest', (of = forge) => of.updateMergeRequest(...args)),
    approve: (...args) => around('approve', (of = forge) => of.approve(...args)),
    notes: (...args) => around('notes', (of = forge) => of.notes(...args)),
    addLineNote: (...args) => around('addLineNote', (of = forge) => of.addLineNote(...args)),
    rebase: (...args) => around('rebase', (of = forge) => of.rebase(...args)),
    addNote: (...args) => around('addNote', (of = forge) => of.addNote(...args)),
    merge: (...args) => around('merge', (of = forge) => of.merge(...args)),
    statuses: (...args) => around('statuses', (of = forge) => of.statuses(...args)),
    setStatus: (...args) => around('setStatus', (of = forge) => of.setStatus(...args)),
    pipelines: (...args) => around('pipelines', (of = forge) => of.pipelines(...args)),
  };
}
