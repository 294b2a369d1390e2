import type { Instance } from '../instance.ts';
import { pipelineById } from '../state/lookup.ts';
import type { JobRecord } from '../state/model.ts';

const ESC = '\u001b';

/**
 * The log of a job in the runner's form: colours, sections, the commands. The sandbox runs no commands and says so;
 * a job that has not begun has an empty log.
 */
export function traceOf(instance: Instance, job: JobRecord): string {
  if (job.startedAt === null) {
    return '';
  }
  const runner = instance.store.state.runners.find((each) => each.id === job.runnerId);
  const pipeline = pipelineById(instance.store.state, job.pipelineId);
  const begun = Math.floor(job.startedAt / 1000);
  const lines = [
    `${ESC}[0KRunning with gitlab-runner ${runner?.version ?? 'unknown'} (${runner?.revision ?? ''})${ESC}[0;m`,
    `${ESC}[0K  on ${runner?.description ?? 'a runner that was removed'}${ESC}[0;m`,
    ...section('get_sources', begun, [
      `${ESC}[32;1mFetching changes with git depth set to 20...${ESC}[0;m`,
      `Checking out ${pipeline.sha.slice(0, 8)} as detached HEAD (ref is ${pipeline.ref})...`,
    ]),
    ...section('step_script', begun + 1, [
      'The sandbox lists the commands of a job and does not run them.',
      ...job.script.flatMap((command) => command.split('\n').map((line) => `${ESC}[32;1m$ ${line}${ESC}[0;m`)),
    ]),
    ...endOf(job),
  ];
  return `${lines.join('\n')}\n`;
}

function section(name: string, at: number, lines: readonly string[]): string[] {
  return [`section_start:${at}:${name}\r${ESC}[0K`, ...lines, `section_end:${at + 1}:${name}\r${ESC}[0K`];
}

function endOf(job: JobRecord): string[] {
  switch (job.status) {
    case 'success':
      return [`${ESC}[32;1mJob succeeded${ESC}[0;m`];
    case 'failed':
      return [`${ESC}[31;1mERROR: Job failed: exit code 1${ESC}[0;m`];
    case 'canceled':
      return [`${ESC}[31;1mERROR: Job failed: canceled${ESC}[0;m`];
    default:
      return [];
  }
}
