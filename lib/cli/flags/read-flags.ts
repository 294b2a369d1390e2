import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

/** One flag of a command; without `placeholder` it is a switch. */
export type Flag<Value> = {
  help: string;
  fallback: Value;
  placeholder?: string;
  /** Throws UsageError that says what was expected. */
  read?: (text: string) => Value;
};

export type Flags = Record<string, Flag<unknown>>;
export type ValuesOf<Of extends Flags> = { [Name in keyof Of]: Of[Name] extends Flag<infer Value> ? Value : never };

/** Reads a command's flags. Throws UsageError that names the flag and what was expected. */
export function readFlags<Of extends Flags>(flags: Of, args: readonly string[]): ValuesOf<Of> {
  const values = Object.fromEntries(Object.entries(flags).map(([name, { fallback }]) => [name, fallback]));
  for (const token of tokensOf(flags, args)) {
    if (token.kind === 'positional') {
      throw new UsageError(`${token.value}: expected flags only`);
    }
    if (token.kind === 'option') {
      const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
      if (flag === undefined) {
        throw new UsageError(`${token.rawName}: there is no such flag`);
      }
      values[token.name] = readValue(flag, token.rawName, token.value);
    }
  }
  return values as ValuesOf<Of>;
}

function tokensOf(flags: Flags, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { read }]) => [
      name,
      { type: read ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  return parseArgs({ args: [...args], options, strict: false, tokens: true, allowPositionals: true }).tokens;
}

function readValue({ read }: Flag<unknown>, name: string, text: string | undefined): unknown {
  if (read === undefined) {
    if (text !== undefined) {
      throw new UsageError(`${name}: it takes no value, got "${text}"`);
    }
    return true;
  }
  if (text === undefined) {
    throw new UsageError(`${name}: its value is missing`);
  }
  try {
    return read(text);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name}: ${error.message}, got "${text}"`) : error;
  }
}
