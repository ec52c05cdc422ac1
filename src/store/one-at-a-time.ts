/**
 * Runs again after the present run where it is asked for meanwhile, once for however many ask: each who asks hears of a run
 * that began after they did.
 */
export function oneAtATime(work: () => Promise<void>) {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  const ask = async (): Promise<void> => {
    if (!running) return begin();
    next ??= running
      .catch(() => undefined)
      .then(async () => {
        next = undefined;
        return begin();
      });
    return next;
  };
  /** The run that was asked for last, however it ends. */
  const last = async (): Promise<void> => (next ?? running)?.catch(() => undefined);
  return Object.assign(ask, { last });
}
