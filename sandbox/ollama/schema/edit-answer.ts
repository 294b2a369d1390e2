import { parseAllDocuments } from 'yaml';
import { isNode, type SchemaNode } from './walk-context.ts';

type Leaf = { path: string; key: string; value: unknown };

/** What people say who want a field to be another, and the value in what they say. */
const SAID: readonly [key: string, read: (text: string) => string | undefined][] = [
  [
    'replicas',
    (text) =>
      /(\d+)\s+(?:copies|replicas|instances)/i.exec(text)?.[1] ?? /(?:replicas|copies)\D{0,8}(\d+)/i.exec(text)?.[1],
  ],
  ['image', (text) => /(?<![\w/])([a-z0-9][\w.-]*(?::\d+(?=\/))?(?:\/[\w.-]+)*:v?\d[\w.-]*[\w])/i.exec(text)?.[1]],
  ['memory', (text) => /(\d+)\s?([MG]i)B?\b/.exec(text)?.slice(1).join('')],
  ['cpu', (text) => /\b(\d+m)\b/.exec(text)?.[1]],
];

/** Whether a schema asks for a list of fields of objects, each with what it shall be. */
function asksForEdits(schema: SchemaNode): boolean {
  const { edits } = isNode(schema.properties) ? schema.properties : {};
  const items = isNode(edits) && isNode(edits.items) ? edits.items : {};
  return ['object', 'field', 'action', 'to'].every((name) => isNode(items.properties) && name in items.properties);
}

/** What people say who want to reach something in their browser, with the name that it shall have there. */
const ADDRESS = /\b(?:under|at|on|as)\s+(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})\b/i;

/** What is missing as a whole for what is asked, where the schema has a place for it: an address, and the service that it leads to. */
function missing(schema: SchemaNode, asked: string, names: readonly string[]): object {
  const { add } = isNode(schema.properties) ? schema.properties : {};
  const lists = isNode(add) && isNode(add.properties) ? add.properties : {};
  const host = ADDRESS.exec(asked)?.[1];
  if (host === undefined || !('addresses' in lists)) {
    return {};
  }
  const service = names.find((name) => name.startsWith('Service/'));
  const workload = names.find((name) => /^(?:Deployment|StatefulSet)\//.test(name));
  const isFirst = !names.some((name) => name.startsWith('Ingress/'));
  const isServed = service !== undefined || !('services' in lists) || workload === undefined;
  return {
    add: {
      ...(isServed ? {} : { services: [{ workload, port: 80 }] }),
      // One more of its kind needs a name of its own.
      addresses: [
        { ...(isFirst ? {} : { part: host.split('.')[0] }), host, ...(service === undefined ? {} : { service }) },
      ],
    },
  };
}

/**
 * What a small model would change of the objects that it is shown: the fields of which it reads another value in what it is
 * asked, and an address that is asked for. Null where nothing of the kind is asked for.
 * @param text the last message of the user: what is asked for between the first three quotation marks, and objects between others
 */
export function answerEdits(schema: SchemaNode, text: string): { why: string; edits: object[]; add?: object } | null {
  if (!asksForEdits(schema)) {
    return null;
  }
  const [asked, ...shown] = [...text.matchAll(/^(.*):\n"""\n([\s\S]*?)\n"""/gm)].map(([, title = '', inside = '']) => ({
    name: title.split(' ').at(-1) ?? '',
    inside,
  }));
  const leaves = shown.flatMap(({ name, inside }) =>
    leavesOf(parseAllDocuments(inside).at(0)?.toJS() ?? null).map((leaf) => ({ ...leaf, object: name })),
  );
  const edits = SAID.flatMap(([key, read]) => {
    const to = read(asked?.inside ?? '');
    const same = leaves.filter((leaf) => leaf.key === key);
    // Where there is a limit, that is what people speak of.
    const found = same.find(({ path }) => path.includes('limits')) ?? same[0];
    return to === undefined || found === undefined || String(found.value) === to
      ? []
      : [{ object: found.object, field: found.path, action: 'set', to }];
  });
  const names = shown.map(({ name }) => name);
  const more = missing(schema, asked?.inside ?? '', names);
  const isAny = edits.length > 0 || 'add' in more;
  return { why: `It asks for ${isAny ? 'something else than there is' : 'nothing that is here'}.`, edits, ...more };
}

function leavesOf(value: unknown, path = ''): Leaf[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => leavesOf(item, `${path}[${index}]`));
  }
  if (isNode(value)) {
    return Object.entries(value).flatMap(([key, item]) => leavesOf(item, path === '' ? key : `${path}.${key}`));
  }
  return [{ path, key: path.split('.').at(-1) ?? '', value }];
}
