import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { RecordView } from '#store/phone.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { sentenceOf } from '../shell/session.ts';
import { Sheet } from '../shell/sheet.tsx';

/** Nothing is deleted: a record is withdrawn with a reason, and stays in the history. */
export function WithdrawSheet({ view, onClose }: { view: RecordView; onClose: () => void }): JSX.Element {
  const { say } = useApp();
  const { phone } = usePhone();
  const id = useId();
  const [reason, setReason] = useState('');
  const [message, setMessage] = useState<string | null>(null);
  async function withdraw() {
    if (reason.trim() === '') {
      setMessage('Give a reason: it stays with the record.');
      return;
    }
    try {
      await phone.act(view.state.id, { type: 'withdraw', comment: reason.trim() });
      say({ text: `${view.code} is withdrawn` });
      onClose();
    } catch (error) {
      setMessage(sentenceOf(error));
    }
  }
  return (
    <Sheet title={`Withdraw ${view.code}`} onClose={onClose}>
      <p>It will not count any more. It stays in the history with your reason.</p>
      <div class="field">
        <label for={id}>Reason</label>
        <textarea
          id={id}
          class="input"
          rows={3}
          maxLength={2_000}
          value={reason}
          aria-invalid={message !== null}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      <p role="alert" class="error-text">
        {message}
      </p>
      <div class="buttons">
        <button type="button" class="button danger" onClick={() => void withdraw()}>
          Withdraw
        </button>
        <button type="button" class="button" onClick={onClose}>
          Keep it
        </button>
      </div>
    </Sheet>
  );
}
