import type { JobQuestion } from '#lib/domain/runner/job-question.ts';
import { RUNNER_STANDINGS, type RunnerStanding } from '#lib/domain/runner/standing.ts';
import { parseQuestion, writeQuestion } from './question-params.ts';
import { ALL_RUNNERS, RUNNER_SORTS, type RunnerSelection, type RunnerSort } from './select-rows.ts';

/** All that the address of the page says: what of the table is shown, and the job that is asked about. */
export type RunnersAddress = RunnerSelection & { question: JobQuestion | null };

/** Reads an address; what it does not understand it leaves out. */
export function parseRunnersAddress(params: URLSearchParams): RunnersAddress {
  const sort = params.get('sort') ?? ALL_RUNNERS.sort;
  const name = sort.replace(/^-/, '');
  return {
    search: (params.get('q') ?? '').slice(0, 200),
    standings: (params.get('standing') ?? '').split(',').filter(isStanding),
    sort: RUNNER_SORTS.find((each) => each === name) ?? ALL_RUNNERS.sort,
    descending: sort.startsWith('-'),
    question: parseQuestion(params),
  };
}

/** The address; what is as usual is left out. */
export function formatRunnersAddress({ question, ...selection }: RunnersAddress): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string) => value !== '' && params.set(name, value);
  const sort: `${'-' | ''}${RunnerSort}` = `${selection.descending ? '-' : ''}${selection.sort}`;
  put('q', selection.search);
  put('standing', selection.standings.join(','));
  put('sort', sort === ALL_RUNNERS.sort ? '' : sort);
  if (question !== null) {
    writeQuestion(params, question);
  }
  // Commas and slashes need no escape in a query; readable addresses are nicer to share.
  const query = params.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return query === '' ? '' : `?${query}`;
}

function isStanding(text: string): text is RunnerStanding {
  return RUNNER_STANDINGS.some((standing) => standing === text);
}
