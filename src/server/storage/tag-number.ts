/** So many phones may a history have that a later one does not know of. */
const APART = 1_000;
const PLACES = 100;

/**
 * The number of the next replica's tag. A server that was restored does not know the phones that came after the backup;
 * so that what they are called, and the codes of their records, is given to nobody else, the tags of a history that
 * follows another begin elsewhere, at a place that its epoch says: also when the same backup is put back twice.
 */
export function tagNumber(replicas: number, epoch: string, histories: number): number {
  if (histories <= 1) return replicas;
  let place = 7;
  for (const letter of epoch) place = (place * 31 + letter.charCodeAt(0)) % PLACES;
  return replicas + APART * (1 + place);
}
