import { type ServedSite, serve } from './serve.ts';

const PAGE = `<!doctype html><meta charset="utf-8"><title>form</title>
<form><label>Name <input id="name"></label><p id="name-error" hidden></p></form>
<script>
  const input = document.querySelector('input');
  const error = document.querySelector('p');
  input.oninput = () => {
    const wrong = !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(input.value);
    error.hidden = !wrong;
    error.textContent = wrong ? 'Use small letters, digits and dashes.' : '';
  };
</script>`;

/** The baseline of a field's error: one input, one pattern, one line of text. */
export async function startFormSite(): Promise<ServedSite> {
  return await serve((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE));
}
