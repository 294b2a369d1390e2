/**
 * How much YAML is read before it is refused. Generous for what people write (about 7,000 lines), and small enough that
 * the worst file is answered in about a tenth of a second.
 */
export type YamlLimits = {
  sizeCharacters: number;
  /** Words, signs and line ends: what the time of reading grows with. */
  tokens: number;
  depth: number;
  documents: number;
  aliases: number;
  /** Values after every alias is written out, which is what whoever walks the value meets. */
  values: number;
  /** After this many problems the rest is not listed. */
  problems: number;
};

export const YAML_LIMITS: YamlLimits = {
  sizeCharacters: 512 * 1024,
  tokens: 50_000,
  depth: 60,
  documents: 200,
  aliases: 200,
  values: 50_000,
  problems: 20,
};
