import type { Forge } from '#lib/ports/forge.ts';

/** Makes a call, and what is to be done around it. */
export type Around = <Answer>(operation: keyof Forge, call: () => Promise<Answer>) => Promise<Answer>;

/** A forge with something around each of its calls. Each is named here, so it does not matter how the forge is made: of functions or of a class. */
export function aroundForge(forge: Forge, around: Around): Forge {
  return {
    whoAmI: () => around('whoAmI', () => forge.whoAmI()),
    repository: (...args) => around('repository', () => forge.repository(...args)),
    branch: (...args) => around('branch', () => forge.branch(...args)),
    listFiles: (...args) => around('listFiles', () => forge.listFiles(...args)),
    readFile: (...args) => around('readFile', () => forge.readFile(...args)),
    commit: (...args) => around('commit', () => forge.commit(...args)),
    readCommit: (...args) => around('readCommit', () => forge.readCommit(...args)),
    contains: (...args) => around('contains', () => forge.contains(...args)),
    compare: (...args) => around('compare', () => forge.compare(...args)),
    pushers: (...args) => around('pushers', () => forge.pushers(...args)),
    findMergeRequest: (...args) => around('findMergeRequest', () => forge.findMergeRequest(...args)),
    mergeRequest: (...args) => around('mergeRequest', () => forge.mergeRequest(...args)),
    openMergeRequests: (...args) => around('openMergeRequests', () => forge.openMergeRequests(...args)),
    openMergeRequest: (...args) => around('openMergeRequest', () => forge.openMergeRequest(...args)),
    updateMergeRequest: (...args) => around('updateMergeRequest', () => forge.updateMergeRequest(...args)),
    approve: (...args) => around('approve', () => forge.approve(...args)),
    notes: (...args) => around('notes', () => forge.notes(...args)),
    addLineNote: (...args) => around('addLineNote', () => forge.addLineNote(...args)),
    rebase: (...args) => around('rebase', () => forge.rebase(...args)),
    addNote: (...args) => around('addNote', () => forge.addNote(...args)),
    merge: (...args) => around('merge', () => forge.merge(...args)),
    statuses: (...args) => around('statuses', () => forge.statuses(...args)),
    setStatus: (...args) => around('setStatus', () => forge.setStatus(...args)),
    pipelines: (...args) => around('pipelines', () => forge.pipelines(...args)),
  };
}
