import type { ServerResponse } from 'node:http';
import { type ServedSite, serve } from './serve.ts';

const ROWS = 40;

const PAGE = `<!doctype html><meta charset="utf-8"><title>stream</title>
${Array.from({ length: ROWS }, (_, row) => `<p data-row="${row}">row ${row}: 0</p>`).join('\n')}
<script>
  new EventSource('/events').onmessage = ({ data }) => {
    const { row, value } = JSON.parse(data);
    document.querySelector('[data-row="' + row + '"]').textContent = 'row ' + row + ': ' + value;
  };
</script>`;

export type StreamSite = ServedSite & {
  rows: number;
  /** Changes one row for whoever looks; gives when, in ms since 1970. */
  change(row: number): number;
};

/** The baseline of live updates: a bare server, one event a change, and a page that writes it where it belongs. */
export async function startStreamSite(): Promise<StreamSite> {
  const viewers = new Set<ServerResponse>();
  let value = 0;
  const site = await serve((request, response) => {
    if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      viewers.add(response);
      response.on('close', () => viewers.delete(response));
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
    }
  });
  return {
    ...site,
    rows: ROWS,
    change(row) {
      value += 1;
      const at = Date.now();
      for (const viewer of viewers) {
        viewer.write(`data: ${JSON.stringify({ row, value })}\n\n`);
      }
      return at;
    },
  };
}
