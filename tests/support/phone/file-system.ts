/** An origin private file system in memory: what is written is in a file when it is closed, and not before. */

type Entry = MemoryFolder | MemoryFile;

const notFound = () => new DOMException('There is no such entry.', 'NotFoundError');

class MemoryFile {
  readonly kind = 'file';
  bytes = new Uint8Array(0);
  readonly #room: () => number;

  constructor(room: () => number) {
    this.#room = room;
  }

  getFile(): Promise<Blob> {
    return Promise.resolve(new Blob([this.bytes]));
  }

  createWritable() {
    let written = this.bytes;
    return Promise.resolve({
      write: async (bytes: Uint8Array<ArrayBuffer>) => {
        if (bytes.length > this.#room()) throw new DOMException('No room.', 'QuotaExceededError');
        written = bytes;
        return Promise.resolve();
      },
      abort: async () => Promise.resolve(),
      close: async () => {
        this.bytes = written;
        return Promise.resolve();
      },
    });
  }
}

export class MemoryFolder {
  readonly kind = 'directory';
  readonly #children = new Map<string, Entry>();
  readonly #room: () => number;

  /** @param room so many bytes a write may have */
  constructor(room: () => number = () => Infinity) {
    this.#room = room;
  }

  getDirectoryHandle(name: string, options?: { readonly create?: boolean }): Promise<Entry> {
    return this.#get(name, options, () => new MemoryFolder(this.#room));
  }

  getFileHandle(name: string, options?: { readonly create?: boolean }): Promise<Entry> {
    return this.#get(name, options, () => new MemoryFile(this.#room));
  }

  removeEntry(name: string): Promise<void> {
    return this.#children.delete(name) ? Promise.resolve() : Promise.reject(notFound());
  }

  async *entries(): AsyncGenerator<[string, Entry]> {
    yield* this.#children;
  }

  /** As the browser's own. */
  get handle(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  #get(name: string, options: { readonly create?: boolean } | undefined, make: () => Entry): Promise<Entry> {
    const known = this.#children.get(name);
    if (known) return Promise.resolve(known);
    if (!options?.create) return Promise.reject(notFound());
    const made = make();
    this.#children.set(name, made);
    return Promise.resolve(made);
  }
}
