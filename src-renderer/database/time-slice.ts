/** Long work on the main thread is cut into slices of this length, so that a tap is never late by more. */
const SLICE_MS = 8;

export interface TimeSlice {
  /** Lets the window paint and handle input if the slice is used up. Await it between small pieces of work. */
  breathe(): Promise<void>;
}

export function createTimeSlice(sliceMs = SLICE_MS): TimeSlice {
  let startedAt = performance.now();
  return {
    async breathe() {
      if (performance.now() - startedAt < sliceMs) return;
      await nextTask();
      startedAt = performance.now();
    },
  };
}

/** Continues in a new task. A timer would add 4 ms each time. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}
