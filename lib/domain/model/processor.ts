/** Where a loaded model computes, in the words of `ollama ps` (cmd/cmd.go): the first rule that holds. */
export function processorOf({ sizeBytes, vramBytes }: { sizeBytes: number; vramBytes: number }): string {
  if (vramBytes === 0) {
    return '100% CPU';
  }
  if (vramBytes === sizeBytes) {
    return '100% GPU';
  }
  if (vramBytes > sizeBytes || sizeBytes === 0) {
    return 'Unknown';
  }
  const onCpu = Math.round(((sizeBytes - vramBytes) / sizeBytes) * 100);
  return `${onCpu}%/${100 - onCpu}% CPU/GPU`;
}
