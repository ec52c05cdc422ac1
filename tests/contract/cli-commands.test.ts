import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeChangesFile } from '#protocol/changes-file.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';
import { type RunningServer, runCli, startServer } from '#tests/support/server/start-server.ts';

let folder: string;
const safelane = (...args: string[]) => runCli([...args, '--data', join(folder, 'data')]);
const sentence = /^[A-Z][^\n]*\.\n$/;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'safelane-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const addDemo = [
  'programme',
  'add',
  'Mine action',
  '--short',
  'MA',
  '--area',
  '-82,-5,-66,14',
  '--time-zone',
  'America/Bogota',
];

describe('a file of changes on the command line', () => {
  it('is taken in once, however often it is brought, and says what came of it', async () => {
    const data = mkdtempSync(join(tmpdir(), 'safelane-changes-'));
    const server = await startServer({ folder: data });
    try {
      const ali = new ApiClient(server.url);
      await ali.signIn('team1', 'safelane-demo');
      const { epoch, user } = await ali.session();
      ali.epoch = epoch;
      const { record: _, ...one } = ali.change({ set: { team: user.team, note: 'By file' } });
      const file = join(data, 'day.json');
      const text = writeChangesFile('demo', '2021-03-14T18:00:00.000Z', [{ ...one, replica: ali.replica }]);
      writeFileSync(file, text);
      const bring = () => server.cli('import', file, '--changes', '--json');
      expect(JSON.parse((await bring()).stdout)).toMatchObject({ changes: 1, applied: 1, alreadyThere: 0 });
      expect(JSON.parse((await bring()).stdout)).toMatchObject({ changes: 1, applied: 0, alreadyThere: 1 });
      expect((await ali.pushed([one])).outcomes).toMatchObject([{ outcome: 'applied' }]);
      writeFileSync(file, text.slice(0, 100));
      const { code, stderr } = await bring();
      expect(code).toBe(1);
      expect(stderr).toMatch(/^This is not a file of changes[^\n]*\.\n$/);
      expect((await server.cli('import', file)).code).toBe(2);
    } finally {
      await server.remove();
      rmSync(data, { recursive: true, force: true });
    }
  });
});

describe('backups on the command line', () => {
  it('are written beside a running server, and put back when it is stopped', async () => {
    const server = await startServer();
    const file = join(folder, 'day.backup');
    try {
      const ali = new ApiClient(server.url);
      await ali.signIn('team1', 'safelane-demo');
      const { stdout } = await server.cli('backup', file, '--json');
      expect(JSON.parse(stdout)).toMatchObject({ file, heads: { demo: expect.any(Number) as number } });
      const refused = await server.cli('restore', file);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(sentence);
      const before = await ali.session();
      expect(before.backedUpSeq).toBeGreaterThan(5_000);
      await server.stop();
      expect((await server.cli('restore', file)).code).toBe(0);
      const check = await server.cli('check');
      expect(check).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^demo: .*all right\n$/) as string,
      });
      await server.start();
      // Whoever was signed in still is; and the history is another one.
      const after = await ali.session();
      expect(after.user).toEqual(before.user);
      expect(after.epoch).not.toBe(before.epoch);
    } finally {
      await server.remove();
    }
  });
});

describe('programmes and people on the command line', () => {
  it('makes a programme and lists it, in a folder that only its owner reads', async () => {
    expect(await safelane(...addDemo, '--json')).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await safelane('programme', 'list', '--json');
    expect(JSON.parse(stdout)).toEqual([
      {
        id: 'ma',
        name: 'Mine action',
        short: 'MA',
        area: [-82, -5, -66, 14],
        timeZone: 'America/Bogota',
        synthetic: false,
      },
    ]);
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0);
    expect((await safelane('programme', 'list')).stdout).toContain('MA\tMine action');
  });

  it('says in a sentence that a programme is there already', async () => {
    const { code, stderr } = await safelane(...addDemo);
    expect(code).toBe(1);
    expect(stderr).toBe('There is a programme "MA" already.\n');
  });

  it('makes up a password and prints it, or takes the one that is given', async () => {
    const made = await safelane('user', 'add', 'ali', '--role', 'member', '--team', 'Team 1', '--json');
    expect(JSON.parse(made.stdout)).toMatchObject({ userName: 'ali', programme: 'ma', team: 'team-1' });
    expect((JSON.parse(made.stdout) as { password: string }).password).toMatch(
      /^([a-z2-9]{5}-){2}[a-z2-9]{5}$/,
    );
    const given = await safelane(
      'user',
      'add',
      'leyla',
      '--role',
      'supervisor',
      '--password',
      'one I know',
      '--json',
    );
    expect(JSON.parse(given.stdout)).not.toHaveProperty('password');
  });

  it.each([
    ['a team member without a team', ['user', 'add', 'x', '--role', 'member'], 2],
    ['a role that there is not', ['user', 'add', 'x', '--role', 'boss'], 2],
    [
      'a name that no phone could take',
      ['programme', 'add', 'X'.repeat(501), '--short', 'X', '--area', '1,1,5,5', '--time-zone', 'UTC'],
      2,
    ],
    [
      'an area that is none',
      ['programme', 'add', 'X', '--short', 'X', '--area', '5,5,1,1', '--time-zone', 'UTC'],
      2,
    ],
    [
      'a time zone that is none',
      ['programme', 'add', 'X', '--short', 'X', '--area', '1,1,5,5', '--time-zone', 'Mars'],
      2,
    ],
    ['a command that there is not', ['fly'], 2],
    ['an unknown programme', ['user', 'add', 'x', '--role', 'supervisor', '--programme', 'none'], 1],
    ['a name that is taken', ['user', 'add', 'ALI', '--role', 'supervisor'], 1],
    ['a short password', ['user', 'add', 'y', '--role', 'supervisor', '--password', 'short'], 1],
  ])('refuses %s', async (_, args, expected) => {
    const { code, stdout, stderr } = args[0] === 'fly' ? await runCli(args) : await safelane(...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).not.toContain('    at ');
  });

  it('has made nothing of what it refused', async () => {
    const { stdout } = await safelane('programme', 'list', '--json');
    expect(JSON.parse(stdout)).toHaveLength(1);
  });

  it.each([[['serve']], [['programme', 'add']], [['programme', 'list']], [['user', 'add']]])(
    'explains %s with --help',
    async (args) => {
      const { code, stdout } = await runCli([...args, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('--data');
    },
  );
});

describe('the server on the command line', () => {
  it('says in a sentence that the data folder cannot be written', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    for (const args of [
      ['programme', 'list'],
      ['serve', '--port', '18999', '--host', '127.0.0.1'],
    ]) {
      const { code, stderr, stdout } = await runCli([...args, '--data', join(file, 'data')]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(sentence);
      expect(stderr).toContain('SAFELANE_DATA');
    }
  });

  it('says in a sentence that the port is in use, and leaves no folder behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const data = join(folder, 'never-made');
    const { code, stderr } = await runCli([
      'serve',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--data',
      data,
    ]);
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain(`Port ${port} is in use`);
    expect(stderr).toContain('PORT');
    expect(statSync(data, { throwIfNoEntry: false })).toBeUndefined();
  });

  describe('running', () => {
    let server: RunningServer;
    beforeAll(async () => {
      server = await startServer({ prepare: [addDemo] });
    });
    afterAll(() => server.remove());

    it('lets accounts be made beside it, which can sign in at once', async () => {
      const args = ['user', 'add', 'new', '--role', 'supervisor', '--password', 'one I know'];
      expect(await server.cli(...args)).toMatchObject({ code: 0 });
      expect((await new ApiClient(server.url).signIn('new', 'one I know')).status).toBe(200);
    });

    it('says where it is', () => {
      expect(server.output).toContain(`Safelane is at ${server.url}`);
    });
  });
});
