import 'server-only';
import { applicationView } from './application/read.ts';
import { applicationsView } from './applications/read.ts';
import { auditView } from './audit/read.ts';
import { changeView } from './change/read.ts';
import { connectionsView } from './connections/read.ts';
import { gpuView } from './gpu/read.ts';
import { inboxView } from './inbox/read.ts';
import { waitingView } from './inbox/waiting.ts';
import { overviewView } from './overview/read.ts';
import { searchView } from './search/read.ts';
import { sourcesView } from './sources/read.ts';
import { templatesView, templateView } from './templates/read.ts';
import { wavesView } from './waves/read.ts';

/** Every view there is, by the name in its address. */
export const VIEWS = {
  application: applicationView,
  applications: applicationsView,
  audit: auditView,
  change: changeView,
  connections: connectionsView,
  gpu: gpuView,
  inbox: inboxView,
  overview: overviewView,
  search: searchView,
  sources: sourcesView,
  template: templateView,
  templates: templatesView,
  waiting: waitingView,
  waves: wavesView,
} as const;
