import type { StoredModel } from './catalogue.ts';

const MIB = 1024 ** 2;

/** What CUDA itself takes of a card (ml/device.go, MinimumMemory). */
export const GPU_RESERVE_BYTES = 457 * MIB;

/** Tokens that go through the network at once (api/types.go, NumBatch). */
const BATCH = 512;

export type Footprint = {
  weightsBytes: number;
  /** Keys and values of every position of every sequence, in f16. */
  cacheBytes: number;
  graphBytes: number;
  /** The blocks and the output layer: what can be put on a GPU one by one. */
  layers: number;
};

/** Weights, cache and graph together, and the part of it in VRAM. */
export type Placement = { sizeBytes: number; vramBytes: number };

/** What a model needs in memory for `parallel` sequences of `contextLength` tokens each. */
export function footprintOf(
  model: Pick<StoredModel, 'architecture' | 'sizeBytes'>,
  load: { contextLength: number; parallel: number },
): Footprint {
  const { blocks, kvHeads, headLength, embeddingLength, vocabulary } = model.architecture;
  const bytesPerToken = 2 * blocks * kvHeads * headLength * 2;
  return {
    weightsBytes: model.sizeBytes,
    cacheBytes: bytesPerToken * load.contextLength * load.parallel,
    graphBytes: BATCH * (embeddingLength + vocabulary) * 4,
    layers: blocks + 1,
  };
}

export function totalBytes(footprint: Footprint): number {
  return footprint.weightsBytes + footprint.cacheBytes + footprint.graphBytes;
}

/**
 * As many layers as fit go into VRAM, the rest into RAM.
 * @param gpuLayers the option num_gpu: at most so many layers; negative leaves it to the server
 */
export function placeModel(footprint: Footprint, freeVramBytes: number, gpuLayers: number): Placement {
  const sizeBytes = totalBytes(footprint);
  const wanted = gpuLayers < 0 ? footprint.layers : Math.min(gpuLayers, footprint.layers);
  const layerBytes = (footprint.weightsBytes + footprint.cacheBytes) / footprint.layers;
  const fitting = Math.floor((freeVramBytes - footprint.graphBytes) / layerBytes);
  const onGpu = Math.max(0, Math.min(wanted, fitting));
  if (onGpu === 0) {
    return { sizeBytes, vramBytes: 0 };
  }
  const vramBytes = onGpu === footprint.layers ? sizeBytes : Math.round(footprint.graphBytes + onGpu * layerBytes);
  return { sizeBytes, vramBytes };
}

/** What a card of this size leaves to models. */
export function usableVram(vramBytes: number): number {
  return Math.max(0, vramBytes - GPU_RESERVE_BYTES);
}

/**
 * ms per token: each one reads all the weights once, from VRAM at some 600 GB/s and from RAM at some 50 GB/s, which
 * is what a card of the upper middle class and two channels of DDR5 reach in practice.
 */
export function tokenMs(placement: Placement): number {
  return placement.vramBytes / 600e6 + (placement.sizeBytes - placement.vramBytes) / 50e6;
}

/** ms to read the weights from an SSD and start the runner. */
export function loadMs(footprint: Footprint): number {
  return 700 + footprint.weightsBytes / 2.5e6;
}
