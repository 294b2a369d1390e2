import { SANDBOX_SERVERS, type SandboxServer } from '../../faults.ts';
import { escapeHtml } from '../../html.ts';
import { type FaultSwitch, rulesOf, SERVER_NAMES, SWITCHES } from './switches.ts';

const RATES = [1, 10, 60, 600];

/** The page as it is before its script asked what is on. */
export function pageMarkup(portalUrl: string): string {
  const portal = escapeHtml(portalUrl);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Faults of the sandbox</title>
<link rel="stylesheet" href="/page.css">
<script src="/page.js" type="module"></script>
</head>
<body>
<header>
<h1>Faults of the sandbox</h1>
<p>Break the pretend platform, and watch <a href="${portal}" target="_blank" rel="noopener">the portal</a> cope. What is on stays on until it is switched off here.</p>
</header>
<div class="bar">
<p id="status" role="status">Asking the sandbox …</p>
<button type="button" id="well" class="well">All well again</button>
</div>
<main>
${clockMarkup()}
${SANDBOX_SERVERS.map(serverMarkup).join('\n')}
<section aria-labelledby="others-title" id="others" hidden>
<h2 id="others-title">Switched on elsewhere</h2>
<p>By a test or from a shell, through this same server.</p>
<ul id="others-list"></ul>
</section>
${jobsMarkup()}
<section aria-labelledby="pods-title">
<h2 id="pods-title">Deliveries that fail</h2>
<p>Give a web service the image tag <code>does-not-exist</code> or <code>crashes</code> in the portal's form: its pods fail as they would on a real cluster.</p>
</section>
</main>
</body>
</html>
`;
}

function clockMarkup(): string {
  const options = RATES.map(
    (rate) =>
      `<label><input type="radio" name="rate" value="${rate}"> ${rate === 1 ? 'as real' : `${rate} times as fast`}</label>`,
  );
  return `<section aria-labelledby="clock-title">
<h2 id="clock-title">Time</h2>
<p>The platform's clock says <time id="now">…</time>.</p>
<fieldset id="rate"><legend>It runs</legend>${options.join('')}</fieldset>
</section>`;
}

/** Jobs that come to GitHub: what is sent, and what one sees of it. */
const JOBS = [
  [
    'Four jobs come',
    'For arc-linux-standard, a minute and a half each: its runners come and go.',
    { labels: ['arc-linux-standard'], count: 4, seconds: 90 },
  ],
  [
    'A job wants the card',
    'For arc-linux-gpu: a runner takes a slice for two minutes.',
    { labels: ['arc-linux-gpu'], repository: 'model-training', seconds: 120 },
  ],
  ['A job that nobody takes', 'It asks for riscv64, and waits.', { labels: ['self-hosted', 'riscv64'] }],
] as const;

function jobsMarkup(): string {
  const rows = JOBS.map(
    (
      [title, sentence, jobs],
      index,
    ) => `<li><button type="button" aria-describedby="jobs-${index}-says" data-jobs="${escapeHtml(JSON.stringify(jobs))}">
<span class="title">${escapeHtml(title)}</span></button>
<p id="jobs-${index}-says">${escapeHtml(sentence)}</p></li>`,
  );
  return `<section aria-labelledby="jobs-title">
<h2 id="jobs-title">Jobs for GitHub's runners</h2>
<ul>${rows.join('')}</ul>
<button type="button" id="end-jobs">End all jobs</button>
</section>`;
}

function serverMarkup(server: SandboxServer): string {
  const list = (isCommon: boolean) => {
    const switches = SWITCHES[server].filter((one) => one.isCommon === isCommon);
    return `<ul>${switches.map((one) => switchMarkup(server, one)).join('')}</ul>`;
  };
  return `<section aria-labelledby="${server}-title">
<h2 id="${server}-title">${escapeHtml(SERVER_NAMES[server])}</h2>
${list(true)}
<details><summary>Every kind of fault by itself</summary>${list(false)}</details>
</section>`;
}

function switchMarkup(server: SandboxServer, one: FaultSwitch): string {
  const rules = escapeHtml(JSON.stringify(rulesOf(server, one)));
  return `<li><button type="button" role="switch" aria-checked="false" aria-describedby="${one.id}-says" data-rules="${rules}">
<span class="title">${escapeHtml(one.title)}</span></button>
<p id="${one.id}-says">${escapeHtml(one.sentence)}</p></li>`;
}
