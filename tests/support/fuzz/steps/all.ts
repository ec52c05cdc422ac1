import { putAside, retry } from './attention.ts';
import { giveTask, makeTask, moveRecord } from './buckets.ts';
import { editRecord, logRecord, openForm, saveOpenForm } from './capture.ts';
import { clone, kill, letTimePass, setClock, shareWith, signOut, takeOver } from './devices.ts';
import { bringFile, exportFile, importFile, logTooLarge } from './files.ts';
import { meanwhile } from './meanwhile.ts';
import { findNetwork, loseNetwork, meetTrouble, send, sendAll } from './network.ts';
import { backUp, restore } from './office.ts';
import { resolve, review } from './review.ts';
import { openTab, sendBoth, switchTab } from './tabs.ts';

/** Everything that can happen. */
export const stepKinds = [
  logRecord,
  editRecord,
  openForm,
  saveOpenForm,
  review,
  resolve,
  retry,
  putAside,
  moveRecord,
  giveTask,
  makeTask,
  send,
  sendAll,
  loseNetwork,
  findNetwork,
  meetTrouble,
  meanwhile,
  kill,
  shareWith,
  takeOver,
  signOut,
  clone,
  setClock,
  letTimePass,
  exportFile,
  importFile,
  bringFile,
  logTooLarge,
  openTab,
  switchTab,
  sendBoth,
  backUp,
  restore,
] as const;
