import { useEffect, useState } from 'preact/hooks';
import type { Phone, RecordView } from '#store/phone.ts';

type ReceivedAt = ReadonlyMap<string, { readonly author: string; readonly at: string }>;

const nothingKnown: ReceivedAt = new Map();

/** By change: whose it is and when the server had it. Asked where values wait; without a network nothing is known. */
export function useReceivedAt(phone: Phone, { state }: RecordView): ReceivedAt {
  const [known, setKnown] = useState(nothingKnown);
  const { id, seq } = state;
  const isAsked = state.holds.length > 0;
  useEffect(() => {
    if (!isAsked) return undefined;
    let isHere = true;
    void phone.history(id).then((answer) => {
      if (!isHere || !answer.ok) return;
      setKnown(
        new Map(
          answer.changes.map(({ change, receivedAt }) => [
            change.id,
            { author: change.author, at: receivedAt },
          ]),
        ),
      );
    });
    return () => {
      isHere = false;
    };
  }, [phone, id, seq, isAsked]);
  return known;
}
