/** What Ollama adds to a name that does not say it. */
const REGISTRY = 'registry.ollama.ai/';
const NAMESPACE = 'library/';

/** `llama3.2` and `llama3.2:latest` are one model; lists show the second. A name by digest has no tag. */
export function withTag(name: string): string {
  const lastPart = name.slice(name.lastIndexOf('/') + 1);
  return lastPart.includes(':') || lastPart.includes('@') ? name : `${name}:latest`;
}

/** The same text for every way to write one model: with its tag, in small letters, without what is understood. */
export function modelKey(name: string): string {
  const whole = withTag(name.trim()).toLowerCase();
  const local = whole.startsWith(REGISTRY) ? whole.slice(REGISTRY.length) : whole;
  return local.startsWith(NAMESPACE) ? local.slice(NAMESPACE.length) : local;
}

/** The name without its tag, as `modelKey` has it: what several tags of one model share. */
export function familyKey(name: string): string {
  const key = modelKey(name);
  const lastPart = key.lastIndexOf('/') + 1;
  const end = key.slice(lastPart).search(/[:@]/);
  return end === -1 ? key : key.slice(0, lastPart + end);
}
