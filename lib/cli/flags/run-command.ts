import { type Flags, readFlags, type ValuesOf } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const HELP = { help: 'shows this', fallback: false };
const USAGE_STATUS = 2;

export type Command<Of extends Flags> = {
  name: string;
  about: string;
  flags: Of;
  /** What the command is about, where it needs one: `file`. */
  operand?: string;
};

/**
 * Runs a command with its flags. Ends the process with 2 and a message for flags that make no sense, with 1 and the
 * message of the error where the command fails.
 */
export async function runCommand<Of extends Flags>(
  command: Command<Of>,
  run: (values: ValuesOf<Of>, operand: string) => Promise<void>,
): Promise<void> {
  try {
    const { operand, args } = takeOperand(command.operand, process.argv.slice(2));
    const values = readFlags({ ...command.flags, help: HELP }, args);
    if (values.help) {
      console.log(usageOf(command));
      return;
    }
    if (command.operand !== undefined && operand === undefined) {
      throw new UsageError(`expected ${command.operand}`);
    }
    await run(values as ValuesOf<Of>, operand ?? '');
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) {
      console.error(`\nnpm run ${command.name} -- --help shows the flags there are.`);
    }
    process.exit(error instanceof UsageError ? USAGE_STATUS : 1);
  }
}

/** The one thing that a command is about stands first, before any flag. */
function takeOperand(name: string | undefined, args: readonly string[]) {
  const [first] = args;
  return name === undefined || first === undefined || first.startsWith('-')
    ? { operand: undefined, args }
    : { operand: first, args: args.slice(1) };
}

function usageOf({ name, about, flags, operand }: Command<Flags>): string {
  const rows = Object.entries({ ...flags, help: HELP } as Flags).map(([flag, { placeholder, help, fallback }]) => {
    const value = placeholder === undefined ? '' : ` ${placeholder}`;
    const usual = placeholder === undefined || fallback === undefined ? '' : ` (${fallback})`;
    return [`--${flag}${value}`, `${help}${usual}`] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`);
  return [`npm run ${name} -- ${operand === undefined ? '' : `<${operand}> `}[flags]`, '', about, '', ...lines].join(
    '\n',
  );
}
