import { type Document, DOMParser } from '@xmldom/xmldom';
import { decodeText } from './decode-text.ts';
import { checkSize, limits } from './limits.ts';
import { UnreadableFile } from './unreadable-file.ts';

/**
 * XML as a tree. Entities of its own are refused (they can name other files, and grow without end), and so is what is
 * nested deeper than any map.
 * @throws UnreadableFile
 */
export function readXml(bytes: Uint8Array): Document {
  checkSize(bytes.length, limits.textBytes, 'The text');
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1];
  const { text } = decodeText(bytes, declared);
  checkMarkup(text);
  let said = '';
  try {
    return new DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') said ||= message;
        if (level === 'fatalError') throw new UnreadableFile(message);
      },
    }).parseFromString(text, 'text/xml');
  } catch (error) {
    const reason = said || (error instanceof Error ? error.message : '');
    const line = reason.split('\n')[0] ?? '';
    throw new UnreadableFile(`The file is cut off or damaged${line && `: ${line.slice(0, 160)}`}.`);
  }
}

/** Looks at each tag once, before anything is built of them. */
function checkMarkup(text: string): void {
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    if (text.startsWith('<!--', at)) at = endOf(text, '-->', at);
    else if (text.startsWith('<![CDATA[', at)) at = endOf(text, ']]>', at);
    else if (/^<!(DOCTYPE|ENTITY)/i.test(text.slice(at, at + 10))) {
      throw new UnreadableFile(
        'The file declares XML entities or a document type, which is not safe to read.',
      );
    } else if (text[at + 1] === '/') depth -= 1;
    else if (text[at + 1] !== '?') {
      const end = endOf(text, '>', at);
      if (text[end - 1] !== '/') depth += 1;
      at = end;
    }
    if (depth > limits.depth) throw new UnreadableFile('The file is nested too deep to be a map.');
  }
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end;
}
