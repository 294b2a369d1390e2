// The page of the control server, in the browser. It shows what is on, asked for again every second, so that what is
// switched by a test or in another window shows here too.

const ASK_EVERY_MS = 1_000;
const HEADERS = { 'x-sandbox-control': '1', 'content-type': 'application/json' };

const status = document.getElementById('status');
const now = document.getElementById('now');
const others = document.getElementById('others');
const othersList = document.getElementById('others-list');
const rates = [...document.querySelectorAll('#rate input')];
const switches = [...document.querySelectorAll('button[role="switch"]')].map((button) => ({
  button,
  rules: JSON.parse(button.dataset.rules),
}));
const ours = new Set(switches.flatMap(({ rules }) => rules.map(({ id }) => id)));

async function send(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: HEADERS,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // What is off already needs no switching off.
  if (!answer.ok && !(method === 'DELETE' && answer.status === 404)) {
    const { error } = await answer.json().catch(() => ({ error: answer.statusText }));
    throw new Error(error);
  }
}

function tell(text, isBroken) {
  if (status.textContent !== text) {
    status.textContent = text;
  }
  status.toggleAttribute('data-broken', isBroken);
}

function show({ clock, faults }) {
  const on = new Set(faults.map(({ id }) => id));
  for (const { button, rules } of switches) {
    button.setAttribute('aria-checked', String(rules.every(({ id }) => on.has(id))));
  }
  for (const input of rates) {
    input.checked = Number(input.value) === clock.rate;
  }
  now.textContent = new Date(clock.now).toLocaleString();
  const count = switches.filter(({ button }) => button.getAttribute('aria-checked') === 'true').length;
  const strangers = faults.filter(({ id }) => !ours.has(id));
  showOthers(strangers);
  const all = count + strangers.length;
  tell(all === 0 ? 'All is well.' : `${all} ${all === 1 ? 'fault is' : 'faults are'} on.`, all > 0);
}

let shownOthers = '';
function showOthers(faults) {
  const text = JSON.stringify(faults);
  if (text === shownOthers) {
    return;
  }
  shownOthers = text;
  others.hidden = faults.length === 0;
  othersList.replaceChildren(
    ...faults.map(({ id, ...rule }) => {
      const line = document.createElement('li');
      const code = document.createElement('code');
      code.textContent = `${id}: ${JSON.stringify(rule)}`;
      const off = document.createElement('button');
      off.type = 'button';
      off.textContent = `Switch ${id} off`;
      off.addEventListener('click', () => act(() => send('DELETE', `/faults/${id}`)));
      line.append(code, document.createElement('br'), off);
      return line;
    }),
  );
}

/** Does something and shows what is on then; says why where it did not work. */
async function act(work) {
  try {
    await work();
    const answer = await fetch('/state');
    show(await answer.json());
  } catch (error) {
    tell(`The sandbox does not do it: ${error.message}. Does it still run?`, true);
  }
}

for (const { button, rules } of switches) {
  button.addEventListener('click', () =>
    act(async () => {
      const isOn = button.getAttribute('aria-checked') === 'true';
      for (const { id, ...rule } of rules) {
        await (isOn ? send('DELETE', `/faults/${id}`) : send('PUT', `/faults/${id}`, rule));
      }
    }),
  );
}
for (const input of rates) {
  input.addEventListener('change', () => act(() => send('PUT', '/clock', { rate: Number(input.value) })));
}
for (const button of document.querySelectorAll('button[data-jobs]')) {
  button.addEventListener('click', () => act(() => send('POST', '/github/jobs', JSON.parse(button.dataset.jobs))));
}
document.getElementById('end-jobs').addEventListener('click', () => act(() => send('DELETE', '/github/jobs')));
document.getElementById('well').addEventListener('click', () => act(() => send('DELETE', '/faults')));

async function follow() {
  await act(() => undefined);
  setTimeout(follow, ASK_EVERY_MS);
}
void follow();
