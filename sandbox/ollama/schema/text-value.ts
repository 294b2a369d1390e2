import { imageFor } from './instructions.ts';
import { parsePattern, UnsupportedSchemaError } from './pattern.ts';
import type { SchemaNode, WalkContext } from './walk-context.ts';

const SYLLABLES = ['ar', 'bel', 'cor', 'den', 'el', 'fir', 'gal', 'hal', 'in', 'jor', 'kel', 'lim', 'mar', 'nor', 'os'];

/** Longer than this a text is taken for a sentence and not for a word. */
const WORD_LENGTH = 40;

/** A text that fits `minLength`, `maxLength`, `pattern` and `format`; from the prompt where something there fits. */
export function textValue(schema: SchemaNode, name: string, context: WalkContext): string {
  const least = count(schema.minLength, 0);
  const most = count(schema.maxLength, Number.POSITIVE_INFINITY);
  if (typeof schema.format === 'string') {
    return formatted(schema.format, context);
  }
  const fits = (text: string) => [...text].length >= least && [...text].length <= most && matches(schema.pattern, text);
  if (context.isHollow && fits('')) {
    return '';
  }
  const named = context.hints.after(name);
  if (named !== undefined && fits(named)) {
    return named;
  }
  if (name === 'image' && context.instructions.isCareful) {
    return imageFor(context.hints.words);
  }
  const copied = context.random.shuffle(context.hints.words).find(fits);
  if (typeof schema.pattern === 'string') {
    return copied ?? sampled(schema.pattern, fits, context);
  }
  return fitLength(most <= WORD_LENGTH ? (copied ?? word(context)) : sentence(context), least, most, context);
}

function count(value: unknown, fallback: number): number {
  return typeof value === 'number' && value >= 0 ? value : fallback;
}

function matches(pattern: unknown, text: string): boolean {
  if (typeof pattern !== 'string') {
    return true;
  }
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch (error) {
    throw new UnsupportedSchemaError(`pattern ${pattern}: ${error instanceof Error ? error.message : 'not valid'}`);
  }
}

function sampled(source: string, fits: (text: string) => boolean, context: WalkContext): string {
  const pattern = parsePattern(source);
  for (const size of [context.isHollow ? 0 : 0.6, 1, 0.3, 0, 1, 1]) {
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const text = pattern.sample(context.random, size);
      if (fits(text)) {
        return text;
      }
    }
  }
  throw new UnsupportedSchemaError(`pattern ${source}: no text was found that also has the right length`);
}

function word(context: WalkContext): string {
  const parts = [context.random.pick(SYLLABLES), context.random.pick(SYLLABLES)];
  return parts.join('');
}

function sentence(context: WalkContext): string {
  const about = context.hints.opening;
  return about === '' ? "Filled in by the sandbox's model." : `Filled in by the sandbox's model for: ${about}`;
}

function fitLength(text: string, least: number, most: number, context: WalkContext): string {
  let fitted = text;
  while ([...fitted].length < least) {
    fitted += fitted === '' ? word(context) : ` ${word(context)}`;
  }
  return [...fitted].length > most ? [...fitted].slice(0, most).join('') : fitted;
}

/** Formats of JSON Schema; a format nobody knows is a word, which is what a grammar would allow too. */
function formatted(format: string, context: WalkContext): string {
  const { random } = context;
  const two = (low: number, high: number) => String(random.between(low, high)).padStart(2, '0');
  const hex = (length: number) => Array.from({ length }, () => random.between(0, 15).toString(16)).join('');
  const date = `2026-${two(1, 12)}-${two(1, 28)}`;
  const time = `${two(0, 23)}:${two(0, 59)}:${two(0, 59)}Z`;
  switch (format) {
    case 'date':
      return date;
    case 'time':
      return time;
    case 'date-time':
      return `${date}T${time}`;
    case 'duration':
      return `PT${random.between(1, 59)}M`;
    case 'uuid':
      return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
    case 'email':
      return `${word(context)}@example.org`;
    case 'hostname':
      return `${word(context)}.example.org`;
    case 'uri':
    case 'uri-reference':
    case 'url':
      return `https://${word(context)}.example.org/`;
    case 'ipv4':
      return `192.0.2.${random.between(1, 254)}`;
    case 'ipv6':
      return `2001:db8::${hex(4)}`;
    default:
      return word(context);
  }
}
