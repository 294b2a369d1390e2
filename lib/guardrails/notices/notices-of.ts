import type { GuardrailInput } from '#lib/domain/guardrail/guardrail.ts';
import { NOTICE_TOPICS, type Notice } from '#lib/domain/guardrail/notice.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { isUnderKustomization, roleOf } from '../reading/files.ts';
import { subjectOf } from '../reading/objects.ts';
import { deletions } from './deletions.ts';
import { deliveries } from './deliveries.ts';
import { images } from './images.ts';
import { type BothSides, pairsOf } from './pairs.ts';
import { privileges } from './privileges.ts';
import { reachability } from './reachability.ts';
import { secrets } from './secrets.ts';

/** Nobody reads more; those that count most stay. */
const MOST_NOTICES = 100;

/**
 * What a reviewer must not miss in a change, what counts most first: nothing of it is wrong, and all of it should be meant.
 * Guardrails say what is wrong.
 */
export function noticesOf({ files, repository }: Pick<GuardrailInput, 'files' | 'repository'>): Notice[] {
  const sides = files.map((file) => ({ ...file, parsedBefore: parseManifest(file.before ?? '') }));
  const paths = new Set([...repository.paths, ...files.filter(({ after }) => after !== null).map(({ path }) => path)]);
  const isWhole = (file: string) => roleOf(file, paths) === 'manifest' && !isUnderKustomization(file, paths);
  const found = [
    ...sides.flatMap((file) => [...unread(file, repository.paths), ...settingsGone(file, repository.paths)]),
    ...pairsOf(sides).flatMap((pair) => [
      ...deletions(pair),
      ...privileges(pair),
      ...secrets(pair),
      ...reachability(pair, isWhole),
      ...deliveries(pair),
    ]),
    ...images(sides, repository),
  ];
  return found
    .toSorted((a, b) => NOTICE_TOPICS.indexOf(a.topic) - NOTICE_TOPICS.indexOf(b.topic))
    .slice(0, MOST_NOTICES);
}

/** Files that hold no object, and that something was made with all the same. */
function settingsGone({ path, after, parsedBefore }: BothSides, paths: ReadonlySet<string>): Notice[] {
  const role = roleOf(path, paths);
  const holdsObjects = parsedBefore.documents.some((document) => subjectOf(path, document) !== null);
  return after !== null || role === 'other' || holdsObjects
    ? []
    : [
        {
          topic: 'deletion',
          file: path,
          line: null,
          object: '',
          message: 'is deleted: what is made with it is made without it',
        },
      ];
}

/** Files of which nobody can say what they do: what cannot be read, what a program prints, what points elsewhere. */
function unread({ path, after, parsed, parsedBefore, entry }: BothSides, paths: ReadonlySet<string>): Notice[] {
  const notice = (message: string): Notice[] => [{ topic: 'unread', file: path, line: null, object: '', message }];
  const role = roleOf(path, paths);
  if (entry !== undefined) {
    return notice(entry === 'link' ? 'is a link to another place' : 'is another repository');
  }
  if (role === 'chart-template' || role === 'generator') {
    return notice('shows what it makes only when it is rendered');
  }
  if (role === 'tool') {
    return notice('decides how the folder around it is rendered');
  }
  const isBroken = [parsed, parsedBefore].some(({ problems }) => problems.length > 0);
  return role !== 'other' && isBroken ? notice(`cannot be read as YAML${after === null ? ' as it was' : ''}`) : [];
}
