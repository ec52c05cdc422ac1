import type { XmlElement } from './read-xml.ts';

export const childrenOf = ({ children }: XmlElement, tag: string): readonly XmlElement[] =>
  children.filter((child) => child.tag === tag);

/** What its first child of this tag says; empty where there is none. */
export const childText = (element: XmlElement, tag: string): string =>
  element.children.find((child) => child.tag === tag)?.text.trim() ?? '';
