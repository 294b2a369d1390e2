import { readFileSync } from 'node:fs';

export type Memory = {
  /** Resident now, in bytes. */
  resident: number;
  /** The most that was ever resident. */
  peak: number;
};

/** Reads what the kernel says of a process, as it stands in `/proc/<pid>/status`. */
export function parseStatus(status: string): Memory {
  const bytesOf = (field: string) => {
    const match = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status);
    if (match === null) {
      throw new Error(`the kernel says nothing of ${field}`);
    }
    return Number(match[1]) * 1024;
  };
  return { resident: bytesOf('VmRSS'), peak: bytesOf('VmHWM') };
}

export function readMemory(pid: number): Memory {
  return parseStatus(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
