import { STANDINGS, type Standing } from '#lib/domain/wave/settled.ts';
import { APPLICATION_SORTS, type ApplicationSelection, type ApplicationSort, EVERYTHING } from './select-rows.ts';

/** Reads a selection from an address; what it does not understand it leaves out. */
export function parseSelection(params: URLSearchParams): ApplicationSelection {
  const list = (name: string) => (params.get(name) ?? '').split(',').filter((item) => item !== '');
  const sort = params.get('sort') ?? EVERYTHING.sort;
  const name = sort.replace(/^-/, '');
  return {
    ladder: (params.get('ladder') ?? '').slice(0, 600),
    search: (params.get('q') ?? '').slice(0, 200),
    standings: list('standing').filter(isStanding),
    waves: list('wave').map(Number).filter(Number.isInteger).slice(0, 100),
    sort: isSort(name) ? name : EVERYTHING.sort,
    descending: sort.startsWith('-'),
  };
}

/** The address of a selection; what is as usual is left out. */
export function formatSelection(selection: ApplicationSelection): string {
  const params = new URLSearchParams();
  if (selection.ladder !== '') {
    params.set('ladder', selection.ladder);
  }
  if (selection.search !== '') {
    params.set('q', selection.search);
  }
  if (selection.standings.length > 0) {
    params.set('standing', selection.standings.join(','));
  }
  if (selection.waves.length > 0) {
    params.set('wave', selection.waves.join(','));
  }
  const sort = `${selection.descending ? '-' : ''}${selection.sort}`;
  if (sort !== EVERYTHING.sort) {
    params.set('sort', sort);
  }
  // Commas and slashes need no escape in a query; readable addresses are nicer to share.
  const query = params.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return query === '' ? '' : `?${query}`;
}

function isSort(text: string): text is ApplicationSort {
  return APPLICATION_SORTS.some((sort) => sort === text);
}

function isStanding(text: string): text is Standing {
  return STANDINGS.some((standing) => standing === text);
}
