import type { ChangeHead } from '#lib/domain/change/change.ts';
import type { PretendForge } from '../forge/pretend-forge.ts';

/** A merge as it happened on the forge. */
export type WitnessedMerge = {
  target: string;
  sha: string;
  /** The commit that it made on the target. */
  mergeSha: string;
  by: string;
  isByHand: boolean;
  /** What it brought to the target, in the same words as what people were shown. */
  brought: string;
  /** Who wrote what it brought, except what had been on main before that was set back: that is asked for anew. */
  authors: string[];
  /** How many yeses were given before it. */
  after: number;
  /** When, in the order of all that is written down here. */
  at: number;
};

/** A person pressed approve, having looked at this. */
export type Yes = {
  by: string;
  changeId: string;
  sha: string;
  shown: string;
  isRefused: boolean;
  /** When the portal had answered; absent until then. */
  until?: number;
};

/** A person asked for changes of a commit, and the portal took it: between these two moments. */
export type No = { by: string; sha: string; from: number; until: number };

/** What a person is shown of a change, in a form to compare. */
export function inOneForm(files: ChangeHead['files']): string {
  return JSON.stringify(files.map(({ path, before, after }) => [path, before, after]).toSorted());
}

/**
 * Stands at the forge and at people's sides and writes down what really happens, knowing nothing of how the portal
 * decides: who merged what, and who had said yes to what.
 */
export function createWitness({ repository }: Pick<PretendForge, 'repository'>) {
  const merges: WitnessedMerge[] = [];
  const yeses: Yes[] = [];
  const noes: No[] = [];
  let moment = 0;
  const now = () => {
    moment += 1;
    return moment;
  };
  let isByHand = false;
  const { merge } = repository;
  /** The commits that were on main at some time, however they came there. */
  const ofMain = new Set<string>();
  const { branches } = repository;
  const move = branches.set.bind(branches);
  branches.set = (branch, sha) => {
    if (branch === 'main') {
      for (const each of repository.history(sha)) {
        ofMain.add(each.sha);
      }
    }
    return move(branch, sha);
  };
  repository.merge = (target, sha, message, by) => {
    const { brought, authors } = bringsTo(target, sha);
    const mergeSha = merge(target, sha, message, by);
    merges.push({ target, sha, mergeSha, by, isByHand, brought, authors, after: yeses.length, at: now() });
    return mergeSha;
  };

  function bringsTo(target: string, sha: string): { brought: string; authors: string[] } {
    const { baseSha } = repository.compare(target, sha);
    const before = repository.need(baseSha, 'witness').files;
    const after = repository.need(sha, 'witness').files;
    const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
      (path) => before.get(path) !== after.get(path),
    );
    const files = paths.map((path) => ({ path, before: before.get(path) ?? null, after: after.get(path) ?? null }));
    const onTarget = repository.branches.get(target) ?? '';
    const own = repository.history(sha).filter((commit) => !repository.isAncestor(commit.sha, onTarget));
    const authors = own.filter((each) => !ofMain.has(each.sha)).map(({ author }) => author);
    return { brought: inOneForm(files), authors };
  }

  return {
    merges,
    yeses,
    noes,
    now,
    /** Whether somebody had asked for changes of exactly this commit, and has not said yes to it since. */
    isPastNo({ sha, at }: WitnessedMerge): boolean {
      return noes.some((no) => {
        const isSatisfied = yeses.some(
          (yes) => !yes.isRefused && yes.by === no.by && yes.sha === sha && (yes.until ?? at) > no.from,
        );
        return no.sha === sha && no.until < at && !isSatisfied;
      });
    },
    /** What is done in here is not done by the portal. */
    byHand<Result>(act: () => Result): Result {
      isByHand = true;
      try {
        return act();
      } finally {
        isByHand = false;
      }
    },
    /**
     * The rule itself: somebody else than who asked and who wrote had said yes, before, to exactly this commit, having
     * been shown exactly what it brought.
     */
    hasFourEyes({ sha, brought, authors, after }: WitnessedMerge, requester: string): boolean {
      return yeses
        .slice(0, after)
        .some(
          (yes) =>
            !yes.isRefused &&
            yes.sha === sha &&
            yes.shown === brought &&
            yes.by !== requester &&
            !authors.includes(yes.by),
        );
    },
  };
}

export type Witness = ReturnType<typeof createWitness>;
