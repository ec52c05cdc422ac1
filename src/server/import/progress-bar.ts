/** What a bar writes to: standard error, so that standard output stays clean for programs. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressBar {
  /** @param done of `total`, in bytes */
  show(done: number, total: number): void;
  /** Takes the bar off the terminal. */
  end(): void;
}

/** A bar on a terminal, drawn again at each whole percent; nothing anywhere else. */
export function createProgressBar(terminal: Terminal, label: string): ProgressBar {
  let shown = -1;
  return {
    show(done, total) {
      const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
      if (terminal.isTTY !== true || percent === shown) return;
      shown = percent;
      const end = ` ${String(percent).padStart(3)} %`;
      const room = Math.max(10, Math.min(60, (terminal.columns ?? 80) - label.length - end.length - 5));
      const full = Math.round((room * percent) / 100);
      terminal.write(`\r${label} [${'#'.repeat(full)}${'.'.repeat(room - full)}]${end}`);
    },
    end() {
      if (shown >= 0) terminal.write('\r\u001B[K');
      shown = -1;
    },
  };
}
