import { declaredVram } from '#lib/domain/gpu/declared-vram.ts';
import type { PodGpu } from '#lib/domain/gpu/pod-gpu.ts';
import { readCardShares } from '#lib/domain/gpu/read-hami.ts';
import { readGpuResource } from '#lib/domain/gpu/resource-name.ts';
import { type Fields, fieldsOf, itemsOf, textOf, timeOf } from '#lib/domain/value/fields.ts';
import { readRequests } from '#lib/domain/workload/read-pod-requests.ts';
import type { ObjectMetadata } from '../../_shared/object-metadata.ts';

const MOST_CONTAINERS = 100;
const HAMI_SHARES = 'hami.io/vgpu-devices-allocated';
const LONGEST_SHARES = 8192;
/** vLLM, "Engine Arguments": the share of each card's memory that an instance takes for itself. */
const VLLM_SHARE = /--gpu[-_]memory[-_]utilization[= ](\d?\.\d{1,6}|1)(?=\s|$)/;
/** The GPU operator's own daemons see every card and compute nothing on it. */
const OPERATOR = /^(?:nvidia-|gpu-feature-discovery|gpu-operator)/;
/** With these the runtime shows no card (NVIDIA Container Toolkit, "Environment variables"). */
const NO_DEVICES = ['', 'none', 'void'];

/** What a pod has to do with GPUs; null for all the others, so that they cost nothing. */
export function readPodGpu({ labels, annotations }: ObjectMetadata, spec: Fields, status: Fields): PodGpu | null {
  const all = [...itemsOf(spec.initContainers, MOST_CONTAINERS), ...itemsOf(spec.containers, MOST_CONTAINERS)];
  const containers = all.map(fieldsOf);
  const asking = containers.filter(({ resources }) => asksForGpu(resources));
  const isUnasked =
    asking.length === 0 &&
    textOf(spec.runtimeClassName).includes('nvidia') &&
    !OPERATOR.test(textOf(labels.app)) &&
    containers.some(seesDevices);
  if (asking.length === 0 && !isUnasked) {
    return null;
  }
  return {
    containers: asking.map(({ name }) => textOf(name)),
    isUnasked,
    shares: readCardShares(textOf(annotations[HAMI_SHARES], LONGEST_SHARES)),
    vramBytes: declaredVram(annotations),
    vramShare: vramShare(containers),
    boundAt: boundAt(status),
  };
}

/** Names first: of most pods no resource is a GPU, and no amount need be read. */
function asksForGpu(resources: unknown): boolean {
  const { requests, limits } = fieldsOf(resources);
  const names = [...Object.keys(fieldsOf(requests)), ...Object.keys(fieldsOf(limits))];
  return (
    names.some((name) => readGpuResource(name) !== null) &&
    [...readRequests(resources)].some(([name, amount]) => amount > 0n && readGpuResource(name) !== null)
  );
}

/** Of the first container that says: `--gpu-memory-utilization 0.85`, in one word or in two. */
function vramShare(containers: readonly Fields[]): number | null {
  for (const { command, args } of containers) {
    const words = [...itemsOf(command, 500), ...itemsOf(args, 500)].map((word) => textOf(word, 1000)).join(' ');
    const [, text] = VLLM_SHARE.exec(words) ?? [];
    const share = Number(text);
    if (share > 0 && share <= 1) {
      return share;
    }
  }
  return null;
}

function seesDevices({ env }: Fields): boolean {
  return itemsOf(env, 500)
    .map(fieldsOf)
    .some(({ name, value }) => name === 'NVIDIA_VISIBLE_DEVICES' && !NO_DEVICES.includes(textOf(value)));
}

function boundAt(status: Fields): number | null {
  const scheduled = itemsOf(status.conditions, 100)
    .map(fieldsOf)
    .find((condition) => condition.type === 'PodScheduled' && condition.status === 'True');
  return timeOf(scheduled?.lastTransitionTime) ?? timeOf(status.startTime);
}
