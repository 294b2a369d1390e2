import { ALL_INSTALLED, INSTALLED_SORTS, type InstalledSelection, type InstalledSort } from './select-installed.ts';

/** The question of the page: would this fit there? As it was typed, so that it can be shown again. */
export type FitQuestion = { server: string; model: string; size: string; context: string };

export const NO_QUESTION: FitQuestion = { server: '', model: '', size: '', context: '' };

/** What the address of the page says: of the table, and the question. */
export type ModelsAddress = InstalledSelection & { question: FitQuestion };

const LONGEST = 350;

/** Reads an address; what it does not understand it leaves out. */
export function parseModelsAddress(params: URLSearchParams): ModelsAddress {
  const text = (name: string) => (params.get(name) ?? '').trim().slice(0, LONGEST);
  const sort = text('sort') || ALL_INSTALLED.sort;
  const name = sort.replace(/^-/, '');
  return {
    // As it was typed: a space may be the one before the next word.
    search: (params.get('q') ?? '').slice(0, 200),
    server: text('on'),
    sort: isSort(name) ? name : ALL_INSTALLED.sort,
    descending: sort.startsWith('-'),
    question: { server: text('server'), model: text('model'), size: text('size'), context: text('context') },
  };
}

/** The address of the page; what is as usual is left out. */
export function formatModelsAddress({ question, ...selection }: ModelsAddress): string {
  const params = new URLSearchParams();
  const sort = `${selection.descending ? '-' : ''}${selection.sort}`;
  const entries: [string, string][] = [
    ['q', selection.search],
    ['on', selection.server],
    ['sort', sort === ALL_INSTALLED.sort ? '' : sort],
    ...Object.entries(question),
  ];
  for (const [name, value] of entries) {
    if (value !== '') {
      params.set(name, value);
    }
  }
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

/** Whether anything was asked. */
export function isAsked({ server, model, size }: FitQuestion): boolean {
  return server !== '' && (model !== '' || size !== '');
}

/** Bytes of an amount as people type it: `4.7 GB`, `8Gi`, `8 GiB`; null for what is none. */
export function sizeOf(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([kmgt]?)(i?)b?$/i.exec(text.trim());
  if (match === null) {
    return null;
  }
  const [, amount = '', unit = '', binary] = match;
  const bytes = Math.round(
    Number(amount) * (binary === '' ? 1000 : 1024) ** ' kmgt'.indexOf(unit.toLowerCase() || ' '),
  );
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}

/** Tokens of a context as people type it: `16384`, `16,384`, `16k`; null for what is none. */
export function contextOf(text: string): number | null {
  const [, digits = '', kilo] = /^(\d{1,9})(k?)$/i.exec(text.replaceAll(/[\s,_]/g, '')) ?? [];
  const tokens = Number(digits) * (kilo === '' || kilo === undefined ? 1 : 1024);
  return digits === '' || tokens === 0 ? null : tokens;
}

function isSort(text: string): text is InstalledSort {
  return INSTALLED_SORTS.some((sort) => sort === text);
}
