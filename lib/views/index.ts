import 'server-only';
import { accountsView } from './accounts/read.ts';
import { applicationView } from './application/read.ts';
import { applicationsView } from './applications/read.ts';
import { auditView } from './audit/read.ts';
import { changeDiscussionView } from './change/discussion.ts';
import { changeView } from './change/read.ts';
import { commitsView } from './commits/read.ts';
import { connectionsView } from './connections/read.ts';
import { differenceView } from './difference/read.ts';
import { explanationView } from './explanation/read.ts';
import { gateRepairView } from './gate-repair/read.ts';
import { gatewayModelsView } from './gateway/models.ts';
import { gatewayView } from './gateway/read.ts';
import { gatewayRunView } from './gateway/run.ts';
import { gatewayWrittenView } from './gateway/written.ts';
import { gpuMachinesView, gpuView } from './gpu/read.ts';
import { inboxView } from './inbox/read.ts';
import { waitingView } from './inbox/waiting.ts';
import { liveTreeView } from './live-tree/read.ts';
import { modelFitView } from './models/fit.ts';
import { installedModelsView, modelsView } from './models/read.ts';
import { overviewView } from './overview/read.ts';
import { runnerView } from './runner/read.ts';
import { runnersView } from './runners/read.ts';
import { podSearchView } from './search/pods.ts';
import { searchView } from './search/read.ts';
import { sourcesView } from './sources/read.ts';
import { templatesView, templateView } from './templates/read.ts';
import { tokensView } from './tokens/read.ts';
import { wavesView } from './waves/read.ts';

/** Every view there is, by the name in its address. */
export const VIEWS = {
  accounts: accountsView,
  application: applicationView,
  applications: applicationsView,
  audit: auditView,
  change: changeView,
  'change-discussion': changeDiscussionView,
  commits: commitsView,
  connections: connectionsView,
  difference: differenceView,
  explanation: explanationView,
  gateway: gatewayView,
  'gateway-models': gatewayModelsView,
  'gateway-run': gatewayRunView,
  'gateway-written': gatewayWrittenView,
  gpu: gpuView,
  'gpu-machines': gpuMachinesView,
  'gate-repair': gateRepairView,
  inbox: inboxView,
  'installed-models': installedModelsView,
  'live-tree': liveTreeView,
  'model-fit': modelFitView,
  models: modelsView,
  overview: overviewView,
  'pod-search': podSearchView,
  runner: runnerView,
  runners: runnersView,
  search: searchView,
  sources: sourcesView,
  template: templateView,
  templates: templatesView,
  tokens: tokensView,
  waiting: waitingView,
  waves: wavesView,
} as const;
