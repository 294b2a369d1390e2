import { type Flags, readFlags, type ValuesOf } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const HELP = { help: 'shows this', fallback: false };
const USAGE_STATUS = 2;

/**
 * Runs a command with its flags. Ends the process with 2 and a message for flags that make no sense, with 1 and the
 * message of the error where the command fails.
 */
export async function runCommand<Of extends Flags>(
  command: { name: string; about: string; flags: Of },
  run: (values: ValuesOf<Of>) => Promise<void>,
): Promise<void> {
  try {
    const values = readFlags({ ...command.flags, help: HELP }, process.argv.slice(2));
    if (values.help) {
      console.log(usageOf(command));
      return;
    }
    await run(values as ValuesOf<Of>);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) {
      console.error(`\nnpm run ${command.name} -- --help shows the flags there are.`);
    }
    process.exit(error instanceof UsageError ? USAGE_STATUS : 1);
  }
}

function usageOf({ name, about, flags }: { name: string; about: string; flags: Flags }): string {
  const rows = Object.entries({ ...flags, help: HELP } as Flags).map(([flag, { placeholder, help, fallback }]) => {
    const value = placeholder === undefined ? '' : ` ${placeholder}`;
    const usual = placeholder === undefined || fallback === undefined ? '' : ` (${fallback})`;
    return [`--${flag}${value}`, `${help}${usual}`] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`);
  return [`npm run ${name} -- [flags]`, '', about, '', ...lines].join('\n');
}
