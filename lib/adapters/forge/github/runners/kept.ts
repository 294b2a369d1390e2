/** What is used of one answer, with the tag that GitHub knows it by. */
export type KeptPage = { items: unknown[]; hasMore: boolean; tag: string };

export type KeptPages = {
  get(path: string): KeptPage | undefined;
  put(path: string, page: KeptPage): void;
  /** Forgets what nobody asked for since the last time: the jobs of a run that has ended are never asked for again. */
  forgetUnasked(): void;
  readonly bytes: number;
};

/** Answers that are kept to ask again only whether they are still right: so much of them at most, the oldest forgotten. */
export function createKeptPages(mostBytes: number): KeptPages {
  const pages = new Map<string, KeptPage & { bytes: number }>();
  const asked = new Set<string>();
  let bytes = 0;
  const forget = (path: string) => {
    bytes -= pages.get(path)?.bytes ?? 0;
    pages.delete(path);
  };
  return {
    get(path) {
      asked.add(path);
      return pages.get(path);
    },
    put(path, page) {
      asked.add(path);
      forget(path);
      if (page.tag === '') {
        return;
      }
      const own = JSON.stringify(page).length;
      pages.set(path, { ...page, bytes: own });
      bytes += own;
      for (const oldest of pages.keys()) {
        if (bytes <= mostBytes) {
          break;
        }
        forget(oldest);
      }
    },
    forgetUnasked() {
      for (const path of [...pages.keys()].filter((each) => !asked.has(each))) {
        forget(path);
      }
      asked.clear();
    },
    get bytes() {
      return bytes;
    },
  };
}
