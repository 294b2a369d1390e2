export type ModelName = { host: string; namespace: string; model: string; tag: string };

const DEFAULT_HOST = 'registry.ollama.ai';
const DEFAULT_NAMESPACE = 'library';

/**
 * `[host/][namespace/]model[:tag]` with the defaults filled in (types/model/name.go); null where a part is not valid.
 */
export function parseModelName(text: string): ModelName | null {
  const slash = text.lastIndexOf('/');
  const colon = text.indexOf(':', slash + 1);
  const path = colon === -1 ? text : text.slice(0, colon);
  const parts = path.split('/');
  const name: ModelName = {
    model: parts.at(-1) ?? '',
    namespace: parts.at(-2) ?? DEFAULT_NAMESPACE,
    host: parts.at(-3) ?? DEFAULT_HOST,
    tag: colon === -1 ? 'latest' : text.slice(colon + 1),
  };
  const isValid = parts.length <= 3 && [name.model, name.namespace, name.tag].every(isValidPart) && isHost(name.host);
  return isValid ? name : null;
}

function isValidPart(part: string): boolean {
  return part.length <= 80 && /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(part);
}

function isHost(host: string): boolean {
  return host.length <= 350 && /^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/.test(host);
}

/** As the lists show it: without what is default, but always with the tag. */
export function shortName(name: ModelName): string {
  const host = name.host === DEFAULT_HOST ? '' : `${name.host}/`;
  const namespace = host === '' && name.namespace === DEFAULT_NAMESPACE ? '' : `${name.namespace}/`;
  return `${host}${namespace}${name.model}:${name.tag}`;
}

/** As some errors show it. */
export function longName(name: ModelName): string {
  return `${name.host}/${name.namespace}/${name.model}:${name.tag}`;
}

/** Names that differ in case only are the same model. */
export function nameKey(name: ModelName): string {
  return longName(name).toLowerCase();
}
