/** A browser as a person uses it, whichever driver it is driven by. */
export interface Engine {
  readonly name: string;
  open(url: string): Promise<void>;
  /** Runs a function in the page; arguments and result as JSON. */
  run<A extends readonly unknown[], T>(work: (...args: A) => T, ...args: A): Promise<T>;
  /** A real touch of the pointer, in CSS pixels of the window. */
  touch(x: number, y: number): Promise<void>;
  /** Types into what has the focus. */
  type(text: string): Promise<void>;
  /**
   * Ends the browser and starts it again on the same profile. Undefined where the driver only gives windows that forget
   * everything when they are closed.
   */
  readonly restart?: () => Promise<void>;
  close(): Promise<void>;
}

/** Not on this machine: a sentence that says what to install. */
export type Missing = { readonly missing: string };
