import { type GpuMachine, slicesOf, usedBytesOf } from './machine.ts';

/** What all machines have together. Memory counts those only whose size is known. */
export type GpuSums = {
  nodes: number;
  outside: number;
  slices: number;
  held: number;
  free: number;
  memoryBytes: number;
  usedBytes: number;
  /** Whether every card of those was measured: otherwise at least so much is used. */
  isMeasured: boolean;
};

export function sumMachines(machines: readonly GpuMachine[]): GpuSums {
  const sums: GpuSums = {
    nodes: 0,
    outside: 0,
    slices: 0,
    held: 0,
    free: 0,
    memoryBytes: 0,
    usedBytes: 0,
    isMeasured: true,
  };
  for (const machine of machines) {
    const slices = slicesOf(machine);
    sums.nodes += slices === null ? 0 : 1;
    sums.outside += slices === null ? 1 : 0;
    sums.slices += slices?.all ?? 0;
    sums.held += slices?.held ?? 0;
    sums.free += slices?.free ?? 0;
    if (machine.vram !== null && machine.vram.totalBytes !== null && machine.vram.isRegistered !== true) {
      sums.memoryBytes += machine.vram.totalBytes;
      sums.usedBytes += usedBytesOf(machine.vram);
      sums.isMeasured &&= machine.vram.usedBytes !== null;
    }
  }
  return sums;
}
