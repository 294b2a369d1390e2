import { judgeValue } from '#lib/domain/secret/judge.ts';
import { withoutSecrets } from '#lib/domain/secret/without-secrets.ts';
import { cutText, type Fields, fieldsOf, textOf } from '#lib/domain/value/fields.ts';

/** What an object looks like to a reader, and what is missing of it. */
export type ShownObject = { value: unknown; isHidden: boolean; isCut: boolean };

type Left = { values: number; isHidden: boolean; isCut: boolean };

const HIDDEN = '[hidden]';
const MOST_VALUES = 20_000;
const DEEPEST = 40;
const LONGEST_TEXT = 4_000;
const LONGEST_KEY = 300;
const MOST_SECRET_KEYS = 500;

/** What the API server keeps to itself, and git does not decide about. */
const NOT_OF_GIT = new Set(['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid']);
/** A copy of the whole object, and of a Secret with its content. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * An object as it may be shown: of a Secret the names of what it holds and nothing more, of others no value that is, or
 * looks like, a credential; without its status, and no larger than a page can carry.
 * @param kind what the engine says that it is; the object itself may say something else
 */
export function shownObject(object: Fields, kind: string): ShownObject {
  const left: Left = { values: MOST_VALUES, isHidden: false, isCut: false };
  const { status: _status, ...rest } = object;
  const metadata = Object.fromEntries(
    Object.entries(fieldsOf(object.metadata)).filter(([key]) => !NOT_OF_GIT.has(key)),
  );
  const value = isSecret(kind) ? secretShape(object, left) : shown({ ...rest, metadata }, left, 0, '');
  return { value, isHidden: left.isHidden, isCut: left.isCut };
}

function isSecret(kind: unknown): boolean {
  return typeof kind === 'string' && kind.trim().toLowerCase() === 'secret';
}

/** By an allow list: what is not named here may hold what the Secret holds. */
function secretShape(object: Fields, left: Left): Fields {
  const { name, namespace, labels } = fieldsOf(object.metadata);
  const hidden = (value: unknown) =>
    Object.fromEntries(
      Object.keys(fieldsOf(value))
        .slice(0, MOST_SECRET_KEYS)
        .map((key) => [cutText(key, LONGEST_KEY), HIDDEN]),
    );
  left.isHidden = true;
  return {
    apiVersion: textOf(object.apiVersion),
    kind: 'Secret',
    type: textOf(object.type),
    metadata: {
      name: textOf(name),
      namespace: textOf(namespace),
      labels: shown(labels, left, DEEPEST - 1, 'labels'),
      annotations: hidden(fieldsOf(object.metadata).annotations),
    },
    data: hidden(object.data),
    ...(object.stringData === undefined ? {} : { stringData: hidden(object.stringData) }),
  };
}

/** A copy in which every text has been looked at. `name` is the key that it stands under. */
function shown(value: unknown, left: Left, depth: number, name: string): unknown {
  left.values -= 1;
  if (left.values < 0 || depth > DEEPEST) {
    left.isCut = true;
    return '…';
  }
  if (typeof value === 'string') {
    return shownText(value, left, name);
  }
  if (Array.isArray(value)) {
    return take(value, left, (item) => shown(item, left, depth + 1, name));
  }
  if (typeof value !== 'object' || value === null) {
    return value ?? null;
  }
  const fields = fieldsOf(value);
  if (depth > 0 && isSecret(fields.kind)) {
    return secretShape(fields, left);
  }
  // `- name: API_TOKEN` with its value beside it.
  const called = typeof fields.name === 'string' ? fields.name : '';
  const entries = Object.entries(fields).filter(([key]) => key !== LAST_APPLIED && key !== '__proto__');
  return Object.fromEntries(
    take(entries, left, ([key, item]) => [
      cutText(key, LONGEST_KEY),
      shown(item, left, depth + 1, key === 'value' && called !== '' ? called : key),
    ]),
  );
}

/** As many of them as there is room for. */
function take<Item, Result>(items: readonly Item[], left: Left, make: (item: Item) => Result): Result[] {
  const made: Result[] = [];
  for (const item of items) {
    if (left.values <= 0) {
      left.isCut = true;
      break;
    }
    made.push(make(item));
  }
  return made;
}

function shownText(text: string, left: Left, name: string): string {
  if (judgeValue(name, text) !== null) {
    left.isHidden = true;
    return HIDDEN;
  }
  const cut = cutText(text, LONGEST_TEXT);
  left.isCut ||= cut.length < text.length;
  const clean = withoutSecrets(cut);
  left.isHidden ||= clean !== cut;
  return clean;
}
