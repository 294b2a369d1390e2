import { gzipSync } from 'node:zlib';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import { type ServedSite, serve } from './serve.ts';

const PAGE = `<!doctype html><meta charset="utf-8"><title>list</title>
<style>body{margin:0;font:14px sans-serif}[data-index]{height:36px;display:flex;gap:12px;overflow:hidden}
[data-index]>*{flex:1}[role=columnheader]{display:inline-block;width:120px}#head{position:sticky;top:0;background:#fff}</style>
<div id="head"><input aria-label="Search applications">
<span role="columnheader"><a href="#name">Application</a></span><span role="columnheader"><a href="#wave">Wave</a></span></div>
<div role="table" aria-label="Applications"><div id="body"></div></div>
<script src="/list.js"></script>`;

/** Runs in the page: as little as can be written that searches, sorts and scrolls through rows in memory. */
function runList(): void {
  const ROW = 36;
  const SPARE = 8;
  const body = document.querySelector('#body') as HTMLElement;
  const input = document.querySelector('input') as HTMLInputElement;
  const order = { key: 'name' as 'name' | 'wave', sign: 1 };
  let all: ApplicationRow[] = [];
  let shown: ApplicationRow[] = [];
  const draw = () => {
    const top = Math.max(0, window.scrollY - body.offsetTop);
    const start = Math.max(0, Math.floor(top / ROW) - SPARE);
    const rows = shown.slice(start, start + Math.ceil(window.innerHeight / ROW) + 2 * SPARE);
    body.style.paddingTop = `${start * ROW}px`;
    body.style.height = `${(shown.length - start) * ROW}px`;
    body.innerHTML = rows
      .map(
        (row, at) =>
          `<div role="row" data-index="${start + at}"><a class="row-link" href="/applications/${row.id}">${row.name}</a>` +
          [row.wave, row.health, row.sync, row.reason, row.revision].map((text) => `<span>${text}</span>`).join('') +
          '</div>',
      )
      .join('');
  };
  const select = () => {
    const word = input.value.toLowerCase();
    const compare = (a: ApplicationRow, b: ApplicationRow) =>
      order.sign * ((order.key === 'wave' ? a.wave - b.wave : 0) || (a.name < b.name ? -1 : 1));
    shown = all
      .filter((row) =>
        `${row.id} ${row.project} ${row.destination} ${row.revision} ${row.health} ${row.sync}`
          .toLowerCase()
          .includes(word),
      )
      .sort(compare);
    document.querySelector('[role=table]')?.setAttribute('aria-rowcount', String(shown.length + 1));
    draw();
  };
  input.addEventListener('input', select);
  document.addEventListener('scroll', draw);
  document.addEventListener('click', (event) => {
    const key = (event.target as Element).getAttribute('href')?.slice(1);
    if (key === 'name' || key === 'wave') {
      event.preventDefault();
      order.sign = order.key === key ? -order.sign : 1;
      order.key = key;
      select();
    }
  });
  void fetch('/rows')
    .then((answer) => answer.json())
    .then((rows) => {
      all = rows as ApplicationRow[];
      select();
    });
}

/** The baseline of the board: a bare page with the same rows, where a test finds the same things under the same names. */
export async function startListSite(rows: readonly ApplicationRow[]): Promise<ServedSite> {
  const files: Record<string, [type: string, content: Buffer]> = {
    '/': ['text/html; charset=utf-8', gzipSync(PAGE)],
    '/list.js': ['text/javascript; charset=utf-8', gzipSync(`(${runList.toString()})()`)],
    '/rows': ['application/json', gzipSync(JSON.stringify(rows))],
  };
  return await serve((request, response) => {
    const [type, content] = files[request.url ?? '/'] ?? [];
    if (content === undefined) {
      response.writeHead(404).end();
    } else {
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(content);
    }
  });
}
