import type { FoundJob } from './mapper.ts';
import type { Place } from './places.ts';
import type { Runner } from './schema.ts';

/**
 * Which of the jobs run on a runner of this place. Each place numbers its runners for itself, and so does GitHub those of
 * its own, so that the number is the right runner's only where the name is its, too, and the job is one of the place.
 */
export function jobsByRunner({ level, path }: Place, jobs: readonly FoundJob[]): (runner: Runner) => FoundJob[] {
  const own = path.toLowerCase();
  const isOurs = ({ repository }: FoundJob) =>
    level === 'organization' ? repository.toLowerCase().startsWith(`${own}/`) : repository.toLowerCase() === own;
  const byName = Map.groupBy(jobs.filter(isOurs), ({ job }) => `${job.runner_id} ${job.runner_name}`);
  return ({ id, name }) => byName.get(`${id} ${name}`) ?? [];
}
