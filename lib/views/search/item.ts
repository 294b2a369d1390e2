/** Something the command palette can go to. */
export type SearchItem = {
  group: 'Applications' | 'Changes' | 'Machines' | 'Models' | 'Pods' | 'Runners' | 'Templates';
  label: string;
  detail: string;
  href: string;
};
export type SearchData = { items: SearchItem[] };
