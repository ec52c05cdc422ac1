import type { RingEvents } from '../../map/ring-drawing.ts';
import type { Capture } from './capture.ts';
import { addCorner, insertCorner, moveCorner, removeCorner, selectCorner } from './corner-edits.ts';
import { drawnCorner } from './corners.ts';

/**
 * What touches of the map do to the corners.
 * @param takesTaps whether a tap on open ground is a corner; a walker's glove on the map is not
 */
export function ringEvents(capture: Capture, takesTaps: () => boolean, snap: RingEvents['snap']): RingEvents {
  const edits = () => capture.edits.value;
  return {
    onTap: (at) => {
      if (takesTaps()) capture.take(addCorner(edits(), drawnCorner(at)));
    },
    onMove: (corner, at, live) => {
      const moved = moveCorner(edits(), corner, at);
      if (live) capture.look(moved);
      else capture.take(moved);
    },
    onInsert: (side, at, live) => {
      const inserted = insertCorner(edits(), side, at);
      if (live) capture.look(inserted);
      else capture.take(inserted);
    },
    onSelect: (corner) => capture.take(selectCorner(edits(), corner)),
    onRemove: (corner) => capture.take(removeCorner({ ...edits(), selected: corner })),
    snap,
  };
}
