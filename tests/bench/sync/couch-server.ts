/** PouchDB's own server, in memory: `node couch-server.ts COUNT`, prints its port. */
import express from 'express';
import expressPouchDB from 'express-pouchdb';
import httpAdapter from 'pouchdb-adapter-http';
import memoryAdapter from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import mapReduce from 'pouchdb-mapreduce';
import replication from 'pouchdb-replication';
import { sampleRecords } from './sample-records.ts';

PouchDB.plugin(memoryAdapter).plugin(httpAdapter).plugin(mapReduce).plugin(replication);
const InMemory = PouchDB.defaults({ adapter: 'memory' });
const app = express();
app.get('/bench', (_request, response) => response.type('html').send('<!doctype html><title>Bench</title>'));
app.use('/db', expressPouchDB(InMemory, { mode: 'minimumForPouchDB', inMemoryConfig: true }));
// Only what is made after the server knows of the constructor is found by it.
const records = sampleRecords(Number(process.argv[2]), 'author-1');
await new InMemory('records').bulkDocs(records.map(({ id, ...rest }) => ({ _id: id, ...rest })));
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.stdout.write(`${address.port}\n`);
});
