const LIMIT = 50;
const SORTS = ['trouble', 'name', 'wave', 'since', 'project'];
const STANDINGS = [[], ['settled'], ['failing', 'moving', 'out-of-sync']];
const SEARCHES = ['', 'ledger', 'apps 12', 'healthy', 'cart-0'];

/** Addresses of the list API: every order, both ways, with every filter; 150 of them, so that no two in a row are alike. */
export function listQueries(): string[] {
  const params = SORTS.flatMap((sort) =>
    [true, false].flatMap((descending) =>
      STANDINGS.flatMap((standings) =>
        SEARCHES.map((search) => ({ search, standings, sort, descending, limit: LIMIT })),
      ),
    ),
  );
  return params.map((each) => `/api/views/applications?${new URLSearchParams({ params: JSON.stringify(each) })}`);
}
