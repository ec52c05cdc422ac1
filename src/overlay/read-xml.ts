import { SaxesParser } from 'saxes';
import { decodeText } from './decode-text.ts';
import { checkSize, limits } from './limits.ts';
import { BrokenFile, UnreadableFile } from './unreadable-file.ts';

/** A part of a document. Tags are without their prefix: `gx:Track` is `Track`. */
export interface XmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Between its tags, without that of its children. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

export interface XmlFile {
  /** Tag of the outermost element. */
  readonly root: string;
  /**
   * Goes through the file once and gives the outermost elements of these tags, one after another; nothing else is kept.
   * @throws BrokenFile where the text is no XML, or cut off; what was given until then is whole
   */
  each(tags: readonly string[], take: (element: XmlElement) => void): void;
}

interface OpenElement extends XmlElement {
  text: string;
  readonly children: OpenElement[];
}

/** So much is parsed at a time, so that a large file is never held twice. */
const pieceLength = 65_536;

/**
 * XML, piece by piece. No entity but those of XML itself is resolved and nothing is fetched; a file that declares its own
 * is refused, and so is what is nested deeper than any map.
 * @throws UnreadableFile
 */
export function openXml(bytes: Uint8Array): XmlFile {
  checkSize(bytes.length, limits.textBytes, 'The text');
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1];
  const { text } = decodeText(bytes, declared);
  return { root: rootOf(text), each: (tags, take) => parse(text, new Set(tags), take) };
}

const withoutPrefix = (name: string) => name.slice(name.indexOf(':') + 1);

function parse(text: string, tags: ReadonlySet<string>, take: (element: XmlElement) => void): void {
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
  let depth = 0;
  const open: OpenElement[] = [];
  const addText = (more: string) => {
    const inner = open.at(-1);
    if (inner) inner.text += more;
  };
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) {
      throw new UnreadableFile('The file declares XML entities of its own, which is not safe to read.');
    }
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > limits.depth) throw new UnreadableFile('The file is nested too deep to be a map.');
    const tag = withoutPrefix(name);
    if (open.length === 0 && !tags.has(tag)) return;
    const element = { tag, attributes, text: '', children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    depth -= 1;
    const closed = open.pop();
    if (closed && open.length === 0) take(closed);
  });
  parser.on('error', ({ message }) => {
    if (!isBearable(message))
      throw new BrokenFile(`The file is cut off or damaged (${message.replace(/\.$/, '')}).`);
  });
  for (let at = 0; at < text.length; at += pieceLength) parser.write(text.slice(at, at + pieceLength));
  parser.close();
}

/** Names with `&nbsp;` or a stray control character are no reason to leave a map unread. */
const isBearable = (message: string) => /entity|disallowed character\.|"\]\]>"/.test(message);

function rootOf(text: string): string {
  const found = new Error('found');
  let root = '';
  const parser = new SaxesParser();
  parser.on('opentagstart', ({ name }) => {
    root = withoutPrefix(name);
    throw found;
  });
  // What is wrong with it is said when it is read.
  parser.on('error', () => undefined);
  try {
    parser.write(text.slice(0, pieceLength)).close();
  } catch (error) {
    if (error !== found) throw error;
  }
  return root.toLowerCase();
}
