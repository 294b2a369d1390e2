import { isLong } from '../long.ts';
import { CLUSTER_SUBJECTS } from './cluster-subjects.ts';
import { ANSWER_FAULTS, type TableFault, WATCH_FAULTS } from './faults.ts';
import { mergeRequestSubject } from './merge-request-subject.ts';
import { OTHER_SUBJECTS } from './other-subjects.ts';
import { playRound, type RoundResult } from './play-round.ts';
import type { Scene } from './scene.ts';
import type { Subject } from './subject.ts';

/** What is broken at the same time: a fault of each source, so that each has to be told apart from all others. */
export type Round = { title: string; cells: string[]; play(scene: Scene): Promise<RoundResult> };

/** Each subject begins with another fault and takes this many steps to its next: over all rounds it meets each of them. */
const STEP = 5;
const OFFSET = 3;
/** One fault more than those of `WATCH_FAULTS` and `ANSWER_FAULTS` together would begin anew. */
const ALL_ROUNDS = ANSWER_FAULTS.length + WATCH_FAULTS.length;
const SHORT_ROUNDS = 1;
/** Those of the whole API server that are told apart from those of one kind. */
const WHOLE_FAULTS = isLong ? [...ANSWER_FAULTS, ...WATCH_FAULTS] : ANSWER_FAULTS.slice(0, 1);

const titles = [...CLUSTER_SUBJECTS, ...OTHER_SUBJECTS, mergeRequestSubject('')].map(({ title }) => title);

/** @param whole all that there are, whether or not this run has the time for them */
export function faultTableRounds(whole = isLong): Round[] {
  const kinds = Array.from({ length: whole ? ALL_ROUNDS : SHORT_ROUNDS }, (_, round): Round => {
    const faultOf = ({ faults }: Subject, at: number) =>
      faults[(at * OFFSET + round * STEP) % faults.length] as TableFault;
    const all = [...CLUSTER_SUBJECTS, ...OTHER_SUBJECTS, mergeRequestSubject('')];
    return {
      title: `round ${round + 1}: a fault of each source`,
      cells: all.map((subject, at) => `${titles[at]}: ${faultOf(subject, at).title}`),
      play: (scene) =>
        playRound(
          scene,
          scene.subjects.map((subject, at) => ({ subject, fault: faultOf(subject, at) })),
        ),
    };
  });
  const ofServers = WHOLE_FAULTS.map((fault): Round => {
    const servers = ['kubernetes', 'ollama', 'gitlab', 'github', 'prometheus'] as const;
    const isOfWatches = fault.rule.kind.startsWith('watch-');
    return {
      title: `every server at once: ${fault.title}`,
      cells: servers.filter((server) => server === 'kubernetes' || !isOfWatches).map((one) => `${one}: ${fault.title}`),
      play: (scene) =>
        playRound(
          scene,
          scene.subjects
            .filter(({ server }) => server === 'kubernetes' || !isOfWatches)
            .map(({ path: _path, ...subject }) => ({ subject, fault })),
        ),
    };
  });
  return [...kinds, ...ofServers];
}
