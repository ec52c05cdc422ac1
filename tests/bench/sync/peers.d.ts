/** As much of the peers as the bench uses; they bring no types. */
declare module 'express-pouchdb' {
  const make: (constructor: unknown, options: object) => import('node:http').RequestListener;
  export default make;
}
declare module 'express' {
  interface App {
    get(
      path: string,
      answer: (request: unknown, response: { type(name: string): { send(body: string): void } }) => void,
    ): void;
    use(path: string, handler: unknown): void;
    listen(port: number, host: string, ready: () => void): import('node:http').Server;
  }
  const make: () => App;
  export default make;
}
declare module 'pouchdb-core' {
  interface Constructor {
    new (name: string): { bulkDocs(documents: readonly object[]): Promise<unknown> };
    plugin(plugin: unknown): Constructor;
    defaults(options: object): Constructor;
  }
  const PouchDB: Constructor;
  export default PouchDB;
}
declare module 'pouchdb-adapter-http';
declare module 'pouchdb-adapter-memory';
declare module 'pouchdb-mapreduce';
declare module 'pouchdb-replication';
declare module 'pouchdb-browser' {
  interface Replicate {
    from(remote: PouchDB, options: object): Promise<unknown>;
    to(remote: PouchDB, options: object): Promise<{ readonly docs_written: number }>;
  }
  class PouchDB {
    constructor(name: string, options: object);
    readonly replicate: Replicate;
    allDocs(options: object): Promise<{ readonly rows: readonly { readonly doc: unknown }[] }>;
    bulkDocs(documents: readonly object[]): Promise<unknown>;
    close(): Promise<void>;
  }
  export default PouchDB;
}

/** A style sheet as text. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}
