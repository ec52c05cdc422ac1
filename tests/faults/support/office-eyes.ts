import { decodeRows } from '#protocol/pack.ts';
import type { Page } from '#protocol/page.ts';
import type { RecordState } from '#protocol/record.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';

/** What the office has: the supervisor's bucket, read over the wire. */
export async function createOfficeEyes(url: string) {
  const client = new ApiClient(url);
  await client.signIn('supervisor', 'safelane-demo');
  await client.session();
  const recordsAfter = async (seq: number): Promise<{ records: RecordState[]; through: number }> => {
    const records: RecordState[] = [];
    for (let after = seq; ; ) {
      const page = (await (await client.request(`/api/v1/pull?bucket=all&after=${after}`)).json()) as Page;
      for (const row of decodeRows(page.columns)) if (!('gone' in row)) records.push(row);
      after = page.through;
      if (!page.more) return { records, through: after };
    }
  };
  const { through } = await recordsAfter(0);
  return {
    /** What came since these eyes were opened. */
    newRecords: async () => (await recordsAfter(through)).records,
    codes: async () => (await recordsAfter(through)).records.map(({ body }) => String(body.code)),
  };
}
