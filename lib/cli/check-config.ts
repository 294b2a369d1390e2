import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { loadConfig } from '#lib/config/load.ts';
import { ConfigError } from '#lib/config/problem.ts';
import { checkConnections } from '#lib/runtime/check/check-connections.ts';
import { reportText } from './check-config/report-text.ts';
import { runCommand } from './flags/run-command.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SOMETHING_IS_WRONG = 1;
const BAD_FILE = 2;

const command = {
  name: 'check-config',
  about: `Reads portolan.yaml and the PORTOLAN_* variables, tries every connection they name and tells what is missing.
Nothing is changed. Ends with 0 when all works, ${SOMETHING_IS_WRONG} when something does not, ${BAD_FILE} when the configuration itself is wrong.`,
  flags: { json: { help: 'prints everything as JSON, for machines', fallback: false } },
};

await runCommand(command, async ({ json }) => {
  try {
    const reports = await checkConnections(loadConfig(process.env, process.cwd()), ROOT, createSystemClock());
    const works = reports.every(({ state }) => state !== 'problem');
    console.log(json ? JSON.stringify({ works, connections: reports }, null, 2) : reportText(reports));
    process.exitCode = works ? 0 : SOMETHING_IS_WRONG;
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    const { problems, message } = error;
    console.log(json ? JSON.stringify({ works: false, problems }, null, 2) : message);
    process.exitCode = BAD_FILE;
  }
});
